import type { MultipartForm } from "../../http/form.ts";
import type { ConversionRequest } from "../../media/voice_conversion.ts";
import { audioFile } from "../audio_file.ts";
import { requiredFile } from "../form_fields.ts";
import { badField, validate } from "../validate.ts";
import { conversionSchema } from "./schema.ts";

/** Asked where the client names no model. */
const DEFAULT_MODEL = "eleven_multilingual_sts_v2";

/**
 * Reads the form of `POST /v1/audio/conversions`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readConversion(form: MultipartForm): ConversionRequest {
  const file = audioFile(requiredFile(form, "file", "audio"), "file");
  const body = validate(conversionSchema, form.fields());
  return {
    model: body.model ?? DEFAULT_MODEL,
    file,
    voice: body.voice ?? undefined,
    format: body.response_format ?? "mp3",
    voiceSettings: settingsOf(body.voice_settings),
    seed: body.seed ?? undefined,
    removeBackgroundNoise: body.remove_background_noise ?? undefined,
  };
}

function settingsOf(
  given: string | Record<string, unknown> | null | undefined,
): Record<string, unknown> | undefined {
  if (given === undefined || given === null || given === "") return undefined;
  if (typeof given === "object") return numbersOf(given);
  try {
    const parsed = JSON.parse(given);
    if (typeof parsed === "object" && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below.
  }
  throw badField("voice_settings", "It must be a JSON object", {
    code: "invalid_type",
  });
}

/** Settings given one by one, as `voice_settings[stability]`. */
function numbersOf(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (value === "true" || value === "false") {
        return [name, value === "true"];
      }
      return [name, Number.isNaN(Number(value)) ? value : Number(value)];
    }),
  );
}
