/** English names of the protocols that keys can be limited to. */
export const surfacesEn = {
  chat_completions: "Chat Completions (OpenAI)",
  completions: "Completions (OpenAI, old)",
  responses: "Responses (OpenAI)",
  messages: "Messages (Anthropic)",
  generate_content: "generateContent (Gemini)",
  images: "Images",
  speech: "Speech",
  transcriptions: "Transcription",
  videos: "Video",
  ocr: "Text in images (OCR)",
  voice_conversion: "Voice conversion",
  embeddings: "Embeddings",
  moderations: "Moderation",
  rerank: "Reranking",
};
