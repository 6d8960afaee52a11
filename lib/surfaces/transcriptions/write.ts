import type { Usage } from "../../chat/answer.ts";
import {
  segmentsOf,
  type Transcript,
  type TranscriptFormat,
} from "../../media/transcription.ts";
import { DataEvents } from "../data_events.ts";
import { subRip, webVtt } from "./subtitles.ts";

/** An answer and its media type. */
export interface WrittenTranscript {
  contentType: string;
  body: string;
}

const TEXT_TYPE = "text/plain; charset=utf-8";

/** What was heard, in the form that the client wants. */
export function writeTranscript(
  heard: Transcript,
  format: TranscriptFormat,
): WrittenTranscript {
  switch (format) {
    case "json":
    case "verbose_json":
    case "diarized_json": {
      const document = typeof heard === "string" ? { text: heard } : heard;
      const body = JSON.stringify(document);
      return { contentType: "application/json", body };
    }
    case "text":
      return { contentType: TEXT_TYPE, body: lineOf(textOf(heard)) };
    case "srt":
    case "vtt":
      return { contentType: TEXT_TYPE, body: subtitlesOf(heard, format) };
  }
}

function textOf(heard: Transcript): string {
  return typeof heard === "string" ? heard : heard.text;
}

function lineOf(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function subtitlesOf(heard: Transcript, format: "srt" | "vtt"): string {
  if (typeof heard === "string") return lineOf(heard);
  const segments = segmentsOf(heard);
  return format === "srt" ? subRip(segments) : webVtt(segments);
}

/**
 * Replays what was heard as OpenAI's events: a segment each where the speakers
 * were asked for, else the text in one piece, and then the end.
 */
export function transcriptEvents(
  heard: Transcript,
  format: TranscriptFormat,
): Uint8Array {
  const events = new DataEvents();
  const text = textOf(heard).trimEnd();
  if (typeof heard === "object" && format === "diarized_json") {
    for (const [index, segment] of segmentsOf(heard).entries()) {
      const { start, end, text, speaker } = segment;
      const id = String(segment.id ?? `seg_${index}`);
      events.write({
        type: "transcript.text.segment",
        id,
        start,
        end,
        text,
        speaker,
      });
    }
  } else {
    events.write({ type: "transcript.text.delta", delta: text });
  }
  const usage = typeof heard === "object" ? heard.usage : undefined;
  events.write({
    type: "transcript.text.done",
    text,
    ...(usage === undefined ? {} : { usage }),
  });
  return events.take() ?? new Uint8Array();
}

/** Tokens that the vendor counted; null when it counted seconds, or nothing. */
export function transcriptUsage(heard: Transcript): Usage | null {
  const usage = typeof heard === "object" ? heard.usage : undefined;
  if (typeof usage !== "object" || usage === null) return null;
  const { input_tokens, output_tokens } = usage as Record<string, unknown>;
  if (typeof input_tokens !== "number" || typeof output_tokens !== "number") {
    return null;
  }
  return {
    promptTokens: input_tokens,
    cachedTokens: 0,
    completionTokens: output_tokens,
    reasoningTokens: 0,
    costMicroCents: null,
  };
}
