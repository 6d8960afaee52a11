/** Every protocol a key can be limited to. */
export const SURFACES = [
  "chat_completions",
  "completions",
  "responses",
  "messages",
  "generate_content",
  "images",
  "speech",
  "transcriptions",
  "videos",
  "ocr",
  "voice_conversion",
  "embeddings",
  "moderations",
  "rerank",
] as const;

/** The name of a protocol, as in records and policies. */
export type Surface = typeof SURFACES[number];
