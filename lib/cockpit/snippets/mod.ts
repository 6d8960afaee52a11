import { CHAT_APPS } from "./chat_apps.ts";
import { CODING } from "./coding.ts";
import type { ClientGuide } from "./guide.ts";
import { LIBRARIES } from "./libraries.ts";

export type {
  ClientFamily,
  ClientGuide,
  Snippet,
  SnippetValues,
} from "./guide.ts";
export { FAMILIES } from "./guide.ts";

/** Clients by kind, in the order they are shown. */
export const CLIENTS = {
  libraries: LIBRARIES,
  chat_apps: CHAT_APPS,
  coding: CODING,
} satisfies Record<string, ClientGuide[]>;

/** Stands for a key that nobody has chosen. */
export const KEY_PLACEHOLDER = "sk-YOUR-KEY";
