import type { Fault } from "./faults.ts";

/** A body in pieces, and whether the connection breaks after them. */
export interface DamagedBody {
  pieces: readonly (string | Uint8Array)[];
  breaks: boolean;
}

const ENCODER = new TextEncoder();

/** A character of three bytes, to be torn apart where the text has none. */
const WIDE = "你";

/** What a fault leaves of a body: the lines of a stream, or one JSON text. */
export function damage(
  pieces: readonly string[],
  fault: Fault | undefined,
): DamagedBody {
  switch (fault) {
    case "drop_mid_line":
      return { pieces: midLine(pieces), breaks: true };
    case "drop_after_text":
      return { pieces: pieces.slice(0, -1), breaks: true };
    case "drop_mid_character":
      return { pieces: midCharacter(pieces), breaks: true };
    case "no_usage":
      return {
        pieces: pieces.filter((line) => !line.startsWith('{"type":"usage"')),
        breaks: false,
      };
    case "error_line_first":
      return { pieces: [errorLine(OVERLOADED)], breaks: false };
    case "error_line_later":
      return {
        pieces: [...pieces.slice(0, 1), errorLine("terminated")],
        breaks: false,
      };
    case "old_stream_error_line":
      return { pieces: [OLD_ERROR_LINE], breaks: false };
    default:
      return { pieces, breaks: false };
  }
}

const OVERLOADED = "529 " + JSON.stringify({
  type: "error",
  error: { type: "overloaded_error", message: "Overloaded" },
});

const OLD_ERROR_LINE = JSON.stringify({
  error: {
    code: "insufficient_funds",
    message: "No usage left for request.",
    status: 402,
  },
}) + "\n";

function errorLine(message: string): string {
  return JSON.stringify({ type: "error", message }) + "\n";
}

/** The first line, and half of the next; of a single line, its half. */
function midLine(pieces: readonly string[]): string[] {
  const whole = pieces.length > 1 ? 1 : 0;
  const broken = pieces[whole] ?? "";
  return [
    ...pieces.slice(0, whole),
    broken.slice(0, Math.floor(broken.length / 2)),
  ];
}

/** Everything up to the first byte of a character of several. */
function midCharacter(pieces: readonly string[]): (string | Uint8Array)[] {
  // deno-lint-ignore no-control-regex
  const wide = /[^\x00-\x7f]/;
  const index = pieces.findIndex((piece) => wide.test(piece));
  const torn = pieces[index];
  if (torn === undefined) {
    const start = '{"type":"text","text":"' + WIDE;
    return [...pieces.slice(0, 1), ENCODER.encode(start).subarray(0, -2)];
  }
  const before = ENCODER.encode(torn.slice(0, torn.search(wide)));
  const bytes = ENCODER.encode(torn).subarray(0, before.byteLength + 1);
  return [...pieces.slice(0, index), bytes];
}
