/** How the lines of a chart differ besides their colour, in order. */
export const LINE_LOOKS: { dash: number[]; mark: Mark }[] = [
  { dash: [], mark: "circle" },
  { dash: [7, 4], mark: "square" },
  { dash: [2, 3], mark: "triangle" },
  { dash: [10, 3, 2, 3], mark: "diamond" },
  { dash: [4, 3], mark: "cross" },
  { dash: [12, 5], mark: "drop" },
];

/** The shape of a line's marks. */
export type Mark =
  | "circle"
  | "square"
  | "triangle"
  | "diamond"
  | "cross"
  | "drop";

/** Corners of marks for a size of 1 around their middle, as SVG and canvas take them. */
const SHAPES: Record<Exclude<Mark, "circle">, [x: number, y: number][]> = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  triangle: [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]],
  diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  cross: [
    [-1.2, -0.4],
    [-0.4, -0.4],
    [-0.4, -1.2],
    [0.4, -1.2],
    [0.4, -0.4],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.4, 0.4],
    [0.4, 1.2],
    [-0.4, 1.2],
    [-0.4, 0.4],
    [-1.2, 0.4],
  ],
  drop: [[-1.1, -0.9], [1.1, -0.9], [0, 1.2]],
};

/** A mark around a point, as the `d` of an SVG path. */
export function markPath(
  mark: Mark,
  { x, y, size }: { x: number; y: number; size: number },
): string {
  if (mark === "circle") {
    return `M${x - size},${y}a${size},${size} 0 1,0 ${
      2 * size
    },0a${size},${size} 0 1,0 ${-2 * size},0z`;
  }
  const corners = SHAPES[mark].map(([dx, dy]) =>
    `${(x + dx * size).toFixed(2)},${(y + dy * size).toFixed(2)}`
  );
  return `M${corners.join("L")}z`;
}
