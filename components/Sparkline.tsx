export interface SparklineProps {
  /** From old to new; null where nothing was measured. */
  values: readonly (number | null)[];
  /** What it shows, in words. */
  label: string;
}

const WIDTH = 100;
const HEIGHT = 30;

/** A small line without axes; the figure beside it is what counts. */
export function Sparkline({ values, label }: SparklineProps) {
  const top = Math.max(...values.map((value) => value ?? 0), 0) || 1;
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, index) =>
    `${(index * step).toFixed(2)},${
      (HEIGHT - (value ?? 0) / top * (HEIGHT - 2) - 1).toFixed(2)
    }`
  );
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {points.length > 1 && (
        <>
          <polygon
            class="area"
            points={`0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`}
          />
          <polyline class="line" points={points.join(" ")} />
        </>
      )}
    </svg>
  );
}
