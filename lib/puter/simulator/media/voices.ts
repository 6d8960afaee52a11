/** A configured vendor of speech. */
export interface SpeechVendor {
  name: string;
  models: { id: string; name: string; price?: number }[];
  voices: { id: string; name: string }[];
  /** Sent where the call names no format. */
  format: string;
  /** The argument that names one; none where the format is fixed. */
  formatArgument?: string;
  defaultVoice: string;
}

const voice = (id: string) => ({
  id: id.toLowerCase(),
  name: id,
});

/** The vendors of speech, in the order Puter names them. */
export const SPEECH_VENDORS: SpeechVendor[] = [
  {
    name: "openai",
    models: [
      { id: "gpt-4o-mini-tts", name: "GPT-4o mini TTS", price: 15 },
      { id: "tts-1", name: "TTS 1", price: 15 },
      { id: "tts-1-hd", name: "TTS 1 HD", price: 30 },
    ],
    voices: [
      ...["Alloy", "Ash", "Ballad", "Coral", "Echo"],
      ...["Fable", "Nova", "Onyx", "Sage", "Shimmer"],
    ].map(voice),
    format: "mp3",
    formatArgument: "response_format",
    defaultVoice: "alloy",
  },
  {
    name: "elevenlabs",
    models: [
      {
        id: "eleven_multilingual_v2",
        name: "Eleven Multilingual v2",
        price: 0,
      },
      { id: "eleven_flash_v2_5", name: "Eleven Flash v2.5", price: 0 },
      { id: "eleven_turbo_v2_5", name: "Eleven Turbo v2.5", price: 0 },
      { id: "eleven_v3", name: "Eleven v3 Alpha", price: 0 },
    ],
    // Its voices have opaque ids, of which this is the default.
    voices: [{ id: "21m00Tcm4TlvDq8ikWAM", name: "Rachel" }],
    format: "mp3",
    formatArgument: "output_format",
    defaultVoice: "21m00Tcm4TlvDq8ikWAM",
  },
  {
    name: "gemini",
    models: [
      { id: "gemini-2.5-flash-preview-tts", name: "Gemini 2.5 Flash TTS" },
      { id: "gemini-2.5-pro-preview-tts", name: "Gemini 2.5 Pro TTS" },
      { id: "gemini-3.1-flash-tts-preview", name: "Gemini 3.1 Flash TTS" },
    ],
    voices: ["Kore", "Puck", "Zephyr", "Charon", "Fenrir", "Leda"]
      .map((name) => ({ id: name, name })),
    format: "wav",
    defaultVoice: "Kore",
  },
];

/** Vendors of speech that are configured. */
export const SIMULATED_SPEECH: readonly string[] = SPEECH_VENDORS.map((
  { name },
) => name);

/** Names Puter knows, whether or not they are configured. */
export const SPEECH_VENDOR_NAMES = [
  "aws-polly",
  "openai",
  "elevenlabs",
  "gemini",
  "xai",
  "speechify",
];
