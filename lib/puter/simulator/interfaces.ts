import { SimError } from "./reply.ts";

/** A driver interface: the drivers that answer it and its methods. */
export interface DriverInterface {
  /** Accepted values of `driver`; the first is the default. */
  drivers: string[];
  methods: string[];
}

/** The interfaces of Puter's AI surface. */
export const INTERFACES: Record<string, DriverInterface> = {
  "puter-chat-completion": {
    drivers: ["ai-chat"],
    methods: ["complete", "models", "list"],
  },
  "puter-image-generation": {
    drivers: [
      "ai-image",
      "openai-image-generation",
      "gemini-image-generation",
      "together-image-generation",
      "cloudflare-image-generation",
      "xai-image-generation",
      "replicate-image-generation",
      "byteplus-image-generation",
    ],
    methods: ["generate", "models", "list"],
  },
  "puter-tts": {
    drivers: [
      "ai-tts",
      "aws-polly",
      "openai-tts",
      "elevenlabs-tts",
      "gemini-tts",
      "xai-tts",
      "speechify-tts",
    ],
    methods: ["synthesize", "list_voices", "list_engines", "list"],
  },
  "puter-video-generation": {
    drivers: [
      "ai-video",
      "openai-video-generation",
      "together-video-generation",
      "gemini-video-generation",
      "byteplus-video-generation",
    ],
    methods: ["generate", "models", "list"],
  },
  "puter-speech2speech": {
    drivers: ["ai-speech2speech", "elevenlabs-voice-changer"],
    methods: ["convert"],
  },
  "puter-speech2txt": {
    drivers: ["ai-speech2txt", "openai-speech2txt", "xai-speech2txt"],
    methods: ["transcribe", "translate", "list_models", "list"],
  },
  "puter-ocr": {
    drivers: ["ai-ocr", "aws-textract", "mistral"],
    methods: ["recognize"],
  },
};

/** A driver that was named and exists. */
export interface DriverMethod {
  interfaceName: string;
  driver: string;
  method: string;
}

/**
 * Finds the driver of a call.
 *
 * @throws {SimError} 400 without interface or method, 404 for unknown ones
 */
export function findDriver(body: Record<string, unknown>): DriverMethod {
  const interfaceName = required(body, "interface");
  const method = required(body, "method");
  const known = INTERFACES[interfaceName];
  const driver = typeof body.driver === "string"
    ? body.driver
    : known?.drivers[0] ?? "undefined";
  if (known === undefined || !known.drivers.includes(driver)) {
    throw notFound(`Driver not found: ${interfaceName}:${driver}`);
  }
  if (!known.methods.includes(method)) {
    throw notFound(`Method '${method}' not found on driver '${interfaceName}'`);
  }
  return { interfaceName, driver: known.drivers[0] ?? driver, method };
}

/** The body of `GET /drivers/list-interfaces`. */
export function listInterfaces(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(INTERFACES).map((
      [name, { drivers }],
    ) => [name, { drivers, default: drivers[0] }]),
  );
}

function required(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  if (typeof value === "string" && value !== "") return value;
  throw new SimError(`Missing or invalid \`${field}\``, {
    status: 400,
    code: "bad_request",
  });
}

function notFound(message: string): SimError {
  return new SimError(message, { status: 404, code: "not_found" });
}
