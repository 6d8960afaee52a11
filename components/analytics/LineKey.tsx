import { LINE_LOOKS, markPath } from "../../lib/browser/analytics/marks.ts";

/** A sample of a chart's line: its colour, its dashes and its mark. */
export function LineKey({ index }: { index: number }) {
  const look = LINE_LOOKS[index];
  if (look === undefined) return null;
  return (
    <svg
      class={`line-key series-${index + 1}`}
      width="34"
      height="12"
      viewBox="0 0 34 12"
      aria-hidden="true"
    >
      <line
        x1="0"
        y1="6"
        x2="34"
        y2="6"
        stroke-dasharray={look.dash.join(" ")}
      />
      <path d={markPath(look.mark, { x: 17, y: 6, size: 3.5 })} />
    </svg>
  );
}
