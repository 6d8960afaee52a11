export interface SkeletonProps {
  /** `block` is as high as a card. */
  shape?: "line" | "half" | "block";
  /** What is being loaded, said once to screen readers. */
  label?: string;
}

/** Holds the place of what is on its way. */
export function Skeleton({ shape = "line", label }: SkeletonProps) {
  return (
    <span class={`skeleton ${shape}`}>
      {label && <span class="visually-hidden">{label}</span>}
    </span>
  );
}
