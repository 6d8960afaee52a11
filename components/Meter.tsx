export interface MeterProps {
  /** 0 to 1. */
  share: number;
  /** What it measures and how much, in words. */
  label: string;
  tone?: "normal" | "fair" | "bad";
  /** A line at this share, such as a reserve. */
  mark?: number | null;
}

/** How full something is. The words beside it say the same. */
export function Meter({ share, label, tone = "normal", mark }: MeterProps) {
  const width = Math.max(0, Math.min(1, share)) * 100;
  const at = (mark ?? 0) * 100;
  return (
    <svg
      class={`meter ${tone}`}
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect class="track" width="100" height="8" />
      <rect class="fill" width={width} height="8" />
      {mark ? <line class="mark" x1={at} x2={at} y1="0" y2="8" /> : null}
    </svg>
  );
}

/** Tone of a meter that runs empty. */
export function toneOfRest(share: number): "normal" | "fair" | "bad" {
  return share <= 0.1 ? "bad" : share <= 0.3 ? "fair" : "normal";
}
