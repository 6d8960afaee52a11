import type uPlot from "uplot";
import type { Line } from "./charts.ts";
import type { Palette } from "./palette.ts";

/** Below this width of a chart, names stand in its key alone. */
const MIN_WIDTH = 420;

const MAX_LABEL = 130;
const LINE_HEIGHT = 15;

/** Room for the names beside the lines' ends, in CSS pixels; 0 for none. */
export function labelWidth(
  lines: readonly Line[],
  width: number,
  { font }: Palette,
): number {
  if (width < MIN_WIDTH) return 0;
  const ctx = document.createElement("canvas").getContext("2d");
  if (ctx === null) return 0;
  ctx.font = font;
  const widths = lines.map(({ label }) => ctx.measureText(label).width);
  return Math.min(MAX_LABEL, Math.ceil(Math.max(...widths)) + 4);
}

/** Writes each line's name beside its end, one below another. */
export function drawLabels(
  plot: uPlot,
  { lines, palette }: { lines: readonly Line[]; palette: Palette },
): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const ends = lines.map(({ label, values }, i) => {
    const value = values.findLast((value) => value !== null) ?? 0;
    return {
      label,
      color: palette.series[i] ?? palette.ink,
      y: plot.valToPos(value, "y", true),
    };
  }).sort((a, b) => a.y - b.y);
  const gap = LINE_HEIGHT * ratio;
  spreadOut(ends, { gap, bottom: bbox.top + bbox.height });
  ctx.save();
  ctx.font = palette.font.replace("12px", `${12 * ratio}px`);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const { label, color, y } of ends) {
    ctx.fillStyle = color;
    const x = bbox.left + bbox.width + 8 * ratio;
    ctx.fillText(shortened(ctx, label, MAX_LABEL * ratio), x, y);
  }
  ctx.restore();
}

/** Moves what would overlap: down, and up again where the room ends. */
function spreadOut(
  ends: { y: number }[],
  { gap, bottom }: { gap: number; bottom: number },
): void {
  let least = -Infinity;
  for (const end of ends) {
    end.y = Math.max(end.y, least);
    least = end.y + gap;
  }
  let most = bottom;
  for (const end of ends.toReversed()) {
    end.y = Math.min(end.y, most);
    most = end.y - gap;
  }
}

function shortened(
  ctx: CanvasRenderingContext2D,
  text: string,
  width: number,
): string {
  let short = text;
  while (short.length > 1 && ctx.measureText(short).width > width) {
    short = `${short.slice(0, -2)}…`;
  }
  return short;
}
