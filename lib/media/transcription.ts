import type { FormFile } from "../http/form.ts";

/** Forms of what was heard, in OpenAI's words. */
export const TRANSCRIPT_FORMATS = [
  "json",
  "text",
  "srt",
  "verbose_json",
  "vtt",
  "diarized_json",
] as const;

/** A form of what was heard. */
export type TranscriptFormat = typeof TRANSCRIPT_FORMATS[number];

/** Speech that is to be written down. */
export interface TranscriptionRequest {
  /** `translate`: in English, whatever was spoken. */
  task: "transcribe" | "translate";
  /** The model as the client wrote it. */
  model: string;
  file: FormFile;
  format: TranscriptFormat;
  language?: string;
  prompt?: string;
  temperature?: number;
  granularities: ("word" | "segment")[];
  /** How to cut long recordings, as the vendor takes it. */
  chunking?: string | Record<string, unknown>;
  speakerNames: string[];
  /** Samples of the speakers, as data URLs. */
  speakerReferences: string[];
  stream: boolean;
}

/** What was heard: the vendor's JSON, or text in the form it was asked for. */
export type Transcript = string | TranscriptObject;

/** The vendor's JSON. */
export interface TranscriptObject {
  text: string;
  [field: string]: unknown;
}

/** A stretch of speech with its time, in seconds. */
export interface SpokenSegment {
  id?: string | number;
  start: number;
  end: number;
  text: string;
  speaker?: string;
}

/** The stretches of speech in a vendor's JSON that have their times. */
export function segmentsOf({ segments }: TranscriptObject): SpokenSegment[] {
  return Array.isArray(segments) ? segments.filter(isSegment) : [];
}

function isSegment(value: unknown): value is SpokenSegment {
  if (typeof value !== "object" || value === null) return false;
  const { start, end, text } = value as Record<string, unknown>;
  return typeof start === "number" && typeof end === "number" &&
    typeof text === "string";
}
