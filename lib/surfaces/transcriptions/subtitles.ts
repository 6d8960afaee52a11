import type { SpokenSegment } from "../../media/transcription.ts";

/** Segments as SubRip subtitles. */
export function subRip(segments: readonly SpokenSegment[]): string {
  return segments.map((segment, index) =>
    `${index + 1}\n${cue(segment, ",")}\n`
  ).join("\n");
}

/** Segments as WebVTT subtitles. */
export function webVtt(segments: readonly SpokenSegment[]): string {
  return ["WEBVTT\n", ...segments.map((segment) => `${cue(segment, ".")}\n`)]
    .join("\n");
}

function cue({ start, end, text, speaker }: SpokenSegment, point: string) {
  const time = `${clock(start, point)} --> ${clock(end, point)}`;
  // An arrow or an empty line would end the cue.
  const line = text.trim().replaceAll("-->", "→").replace(/\s*\n\s*/g, " ");
  return `${time}\n${speaker === undefined ? line : `${speaker}: ${line}`}`;
}

/** Seconds as `01:02:03,004`. */
function clock(seconds: number, point: string): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const part = (size: number, limit: number) =>
    String(Math.floor(ms / size) % limit).padStart(2, "0");
  const hours = String(Math.floor(ms / 3_600_000)).padStart(2, "0");
  return `${hours}:${part(60_000, 60)}:${part(1000, 60)}${point}${
    String(ms % 1000).padStart(3, "0")
  }`;
}
