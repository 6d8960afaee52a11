import type { FormFile } from "../http/form.ts";

/** Formats of converted speech. */
export const CONVERSION_FORMATS = ["mp3", "pcm"] as const;

/** Speech that is to be spoken by another voice. */
export interface ConversionRequest {
  /** The model as the client wrote it, or the default. */
  model: string;
  file: FormFile;
  /** Absent for Puter's default. */
  voice?: string;
  format: typeof CONVERSION_FORMATS[number];
  /** The vendor's own settings. */
  voiceSettings?: Record<string, unknown>;
  seed?: number;
  removeBackgroundNoise?: boolean;
}
