import type { Row } from "./scenario.ts";

const HEADS = [
  "",
  "what",
  "reference",
  "gateway",
  "result",
  "rounds",
  "at most",
];

/** The results as a Markdown table, and whether all targets are met. */
export function table(results: { number: number; rows: Row[] }[]): {
  text: string;
  isMet: boolean;
} {
  const rows = results.flatMap(({ number, rows }) =>
    rows.map((row) => ({ number, row }))
  );
  const lines = [
    HEADS,
    HEADS.map((_, index) => index < 2 ? "---" : "--:"),
    ...rows.map(({ number, row }) => cells(number, row)),
  ].map((line) => `| ${line.join(" | ")} |`);
  const faults = rows.flatMap(({ row }) =>
    row.faults.length === 0
      ? []
      : [`${row.what}: ${row.faults.length} faults, first: ${row.faults[0]}`]
  );
  return {
    text: [...lines, ...faults].join("\n"),
    isMet: rows.every(({ row }) => isMet(row)),
  };
}

function cells(number: number, row: Row): string[] {
  const { what, reference, gateway, result, range, limit } = row;
  const verdict = isMet(row) ? "✓" : "✗";
  return [
    `${number}`,
    what,
    reference === null ? "" : short(reference),
    short(gateway),
    short(result),
    range === null ? "" : range.map(short).join("–"),
    limit === null ? "" : `${limit} ${verdict}`,
  ];
}

function isMet({ result, limit, faults }: Row): boolean {
  return faults.length === 0 && (limit === null || result <= limit);
}

function short(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
