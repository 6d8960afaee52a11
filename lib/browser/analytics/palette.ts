/** Colours and letters of a chart, as the theme has them now. */
export interface Palette {
  ink: string;
  grid: string;
  surface: string;
  area: string;
  series: string[];
  font: string;
}

/** Reads the theme that is in force. */
export function readPalette(): Palette {
  const root = getComputedStyle(document.documentElement);
  const read = (name: string) => root.getPropertyValue(name).trim();
  return {
    ink: read("--ink-2"),
    grid: read("--line"),
    surface: read("--surface"),
    area: read("--accent-soft"),
    series: [1, 2, 3, 4, 5, 6].map((n) => read(`--series-${n}`)),
    font: `12px ${read("--font-sans")}`,
  };
}
