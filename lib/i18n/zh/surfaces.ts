import type { surfacesEn } from "../en/surfaces.ts";

/** Simplified Chinese names of the protocols that keys can be limited to. */
export const surfacesZh: typeof surfacesEn = {
  chat_completions: "聊天补全（OpenAI）",
  completions: "文本补全（OpenAI 旧版）",
  responses: "Responses（OpenAI）",
  messages: "Messages（Anthropic）",
  generate_content: "generateContent（Gemini）",
  images: "图像",
  speech: "语音合成",
  transcriptions: "语音转写",
  videos: "视频",
  ocr: "图像文字识别（OCR）",
  voice_conversion: "变声",
  embeddings: "向量嵌入",
  moderations: "内容审核",
  rerank: "重排序",
};
