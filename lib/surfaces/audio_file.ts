import type { FormFile } from "../http/form.ts";
import { badField } from "./validate.ts";

/**
 * Other names of types. Puter makes a file's name of its type, and vendors tell
 * the format by that name: `audio/x-wav` would end as `input.x-wav`. Containers
 * that may hold pictures count as sound.
 */
const PROPER_NAMES: Record<string, string> = {
  "audio/mp3": "audio/mpeg",
  "audio/mpeg3": "audio/mpeg",
  "audio/x-mp3": "audio/mpeg",
  "audio/x-mpeg": "audio/mpeg",
  "video/mpeg": "audio/mpeg",
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/m4a": "audio/mp4",
  "audio/x-m4a": "audio/mp4",
  "video/mp4": "audio/mp4",
  "audio/x-flac": "audio/flac",
  "audio/opus": "audio/ogg",
  "audio/x-ogg": "audio/ogg",
  "application/ogg": "audio/ogg",
  "video/ogg": "audio/ogg",
  "video/webm": "audio/webm",
  "audio/x-aac": "audio/aac",
};

/**
 * A recording under the name of its type that vendors know.
 *
 * @throws {ApiError} 400 for a file that is no sound
 */
export function audioFile(file: FormFile, param: string): FormFile {
  const type = PROPER_NAMES[file.type] ?? file.type;
  if (/^(?:audio|video)\//.test(type)) return { ...file, type };
  throw badField(
    param,
    "The file is no sound by its bytes and its name; use flac, m4a, mp3, mp4, " +
      "mpeg, mpga, oga, ogg, wav or webm",
    { code: "invalid_file_format" },
  );
}
