import { textOf } from "../../record.ts";
import {
  badArgument,
  directedRefusal,
  type MediaArgs,
  mediaBytes,
  mediaError,
  type MediaReply,
  mediaResult,
} from "./reply.ts";
import { soundOf } from "./sounds.ts";
import {
  SPEECH_VENDOR_NAMES,
  SPEECH_VENDORS,
  type SpeechVendor,
} from "./voices.ts";

const SERVICE = "ai-tts";

const SAMPLE = {
  url: "https://puter-sample-data.puter.site/tts_example.mp3",
  content_type: "audio",
};

/** Answers the methods of `puter-tts`. */
export function answerSpeech(method: string, args: MediaArgs): MediaReply {
  if (method === "list") {
    return mediaResult(SERVICE, SPEECH_VENDORS.map(({ name }) => name));
  }
  const vendors = vendorsOf(args);
  if ("status" in vendors) return vendors;
  switch (method) {
    case "list_voices":
      return mediaResult(SERVICE, vendors.flatMap(voicesOf));
    case "list_engines":
      return mediaResult(SERVICE, vendors.flatMap(enginesOf));
    default:
      return synthesize(vendors[0], args);
  }
}

function vendorsOf({ provider }: MediaArgs): SpeechVendor[] | MediaReply {
  if (provider === "all") return SPEECH_VENDORS;
  const name = (textOf(provider) ?? "openai").replace(/-tts$/, "");
  if (!SPEECH_VENDOR_NAMES.includes(name)) {
    return badArgument(
      `TTS provider not found: ${provider}. ` +
        `Available: ${SPEECH_VENDOR_NAMES.join(", ")}`,
    );
  }
  return SPEECH_VENDORS.filter((vendor) => vendor.name === name);
}

function synthesize(
  vendor: SpeechVendor | undefined,
  args: MediaArgs,
): MediaReply {
  if (vendor === undefined) {
    return badArgument(
      `TTS provider not configured: ${args.provider}. ` +
        `Available: ${SPEECH_VENDORS.map(({ name }) => name).join(", ")}`,
    );
  }
  if (args.test_mode) return mediaResult(SERVICE, SAMPLE);
  const text = textOf(args.text);
  if (text === undefined || text.trim() === "") {
    return mediaError(400, {
      message: "Missing required field: text",
      code: "field_required",
      key: "text",
    });
  }
  const fault = wrongChoice({ model: args.model }, idsOf(vendor.models)) ??
    voiceFault(vendor, args.voice);
  if (fault !== undefined) return fault;
  const refusal = directedRefusal(text);
  if (refusal !== undefined) return refusal;
  const { contentType, bytes } = soundOf(text, formatOf(vendor, args));
  return mediaBytes(contentType, bytes);
}

/** ElevenLabs takes any voice of the customer's own. */
function voiceFault(
  vendor: SpeechVendor,
  voice: unknown,
): MediaReply | undefined {
  return vendor.name === "elevenlabs"
    ? undefined
    : wrongChoice({ voice }, idsOf(vendor.voices));
}

function wrongChoice(
  argument: Record<string, unknown>,
  choices: string[],
): MediaReply | undefined {
  const [[key = "", value] = []] = Object.entries(argument);
  if (!value || choices.includes(String(value))) return undefined;
  const expected = choices.join(", ");
  return mediaError(400, {
    message: `Invalid ${key}: ${value}. Expected: ${expected}`,
    code: "field_invalid",
    key,
    expected,
    got: value,
  });
}

/** Such as `mp3`, or ElevenLabs' `mp3_44100_128`. */
function formatOf(vendor: SpeechVendor, args: MediaArgs): string {
  const { format, formatArgument } = vendor;
  const asked = formatArgument && textOf(args[formatArgument]);
  return asked?.split("_")[0] ?? format;
}

function voicesOf({ name, voices, models }: SpeechVendor) {
  return voices.map((voice) => ({
    ...voice,
    language: { name: "English", code: "en" },
    provider: name,
    supported_models: idsOf(models),
  }));
}

/** OpenAI's entries name the provider last. */
function enginesOf({ name: provider, models }: SpeechVendor) {
  return models.map(({ id, name, price }) => {
    if (price === undefined) return { id, name, provider };
    return provider === "openai"
      ? { id, name, pricing_per_million_chars: price, provider }
      : { id, name, provider, pricing_per_million_chars: price };
  });
}

function idsOf(entries: { id: string }[]): string[] {
  return entries.map(({ id }) => id);
}
