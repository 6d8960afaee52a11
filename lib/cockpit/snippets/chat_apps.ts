import type { ClientGuide } from "./guide.ts";

/** Applications to chat with. */
export const CHAT_APPS: ClientGuide[] = [
  {
    id: "lobechat",
    name: "LobeChat",
    family: "chat_apps",
    snippets: ({ base, key, model }) => [{
      title: ".env",
      code: `OPENAI_PROXY_URL=${base}
OPENAI_API_KEY=${key}
OPENAI_MODEL_LIST=-all,+${model}=${model}<128000:vision:fc>`,
    }],
  },
  {
    id: "nextchat",
    name: "NextChat",
    family: "chat_apps",
    snippets: ({ origin, key, model }) => [{
      title: ".env",
      code: `BASE_URL=${origin}
OPENAI_API_KEY=${key}
CUSTOM_MODELS=-all,+${model}@OpenAI=${model}
DEFAULT_MODEL=${model}`,
    }],
  },
  {
    id: "open_webui",
    name: "Open WebUI",
    family: "chat_apps",
    snippets: ({ base, key }) => [{
      title: ".env",
      code: `OPENAI_API_BASE_URL=${base}
OPENAI_API_KEY=${key}
IMAGES_OPENAI_API_BASE_URL=${base}
IMAGES_OPENAI_API_KEY=${key}
AUDIO_TTS_ENGINE=openai
AUDIO_TTS_OPENAI_API_BASE_URL=${base}
AUDIO_TTS_OPENAI_API_KEY=${key}
AUDIO_STT_ENGINE=openai
AUDIO_STT_OPENAI_API_BASE_URL=${base}
AUDIO_STT_OPENAI_API_KEY=${key}`,
    }],
  },
  {
    id: "cherry_studio",
    name: "Cherry Studio",
    family: "chat_apps",
    snippets: ({ origin, key, model }) => [{
      title: "Settings → Model Provider → Add → OpenAI",
      code: `API Key   ${key}
API Host  ${origin}
Model     ${model}`,
    }],
  },
];
