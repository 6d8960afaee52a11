import type uPlot from "uplot";
import { LINE_LOOKS, markPath } from "./marks.ts";
import type { Palette } from "./palette.ts";

/** Marks of one line at most, so that they stay apart. */
const MAX_MARKS = 14;

const SIZE = 3.5;

/** Puts each line's marks on it; a value alone has no line, but a mark. */
export function drawMarks(plot: uPlot, palette: Palette): void {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.strokeStyle = palette.surface;
  for (let line = 1; line < plot.data.length; line++) {
    const look = LINE_LOOKS[line - 1];
    if (look === undefined) continue;
    ctx.fillStyle = palette.series[line - 1] ?? palette.ink;
    for (const index of marked(Array.from(plot.data[line] ?? []), line)) {
      const at = plot.data[0][index];
      const value = plot.data[line]?.[index];
      if (at === undefined || value === null || value === undefined) continue;
      const path = new Path2D(markPath(look.mark, {
        x: plot.valToPos(at, "x", true),
        y: plot.valToPos(value, "y", true),
        size: SIZE * ratio,
      }));
      ctx.fill(path);
      ctx.stroke(path);
    }
  }
  ctx.restore();
}

/** Lines are marked at other places each, so that one does not hide another. */
function marked(
  values: readonly (number | null | undefined)[],
  line: number,
): number[] {
  const every = Math.max(1, Math.ceil(values.length / MAX_MARKS));
  const isThere = (index: number) => typeof values[index] === "number";
  return values.map((_, index) => index).filter((index) =>
    index % every === line % every ||
    !isThere(index - 1) && !isThere(index + 1)
  );
}
