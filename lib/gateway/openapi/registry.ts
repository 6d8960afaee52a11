import { ACCOUNTS_ROUTES } from "./accounts_routes.ts";
import { ANTHROPIC_ROUTES } from "./anthropic_routes.ts";
import { AUDIO_ROUTES } from "./audio_routes.ts";
import { COMPANION_ROUTES } from "./companion_routes.ts";
import { GOOGLE_ROUTES } from "./google_routes.ts";
import { IMAGES_ROUTES } from "./images_routes.ts";
import { KEYS_ROUTES } from "./keys_routes.ts";
import { PUBLIC_ROUTES, SERVICE_ROUTES } from "./public_routes.ts";
import { REQUESTS_ROUTES } from "./requests_routes.ts";
import { RESPONSES_ROUTES } from "./responses_routes.ts";
import type { RouteDoc } from "./route_doc.ts";
import { OVERVIEW_ROUTES } from "./overview_routes.ts";
import { SESSIONS_ROUTES } from "./sessions_routes.ts";
import { SETTINGS_ROUTES } from "./settings_routes.ts";
import { VIDEOS_ROUTES } from "./videos_routes.ts";

/** Every method of every route, but pages and answers to unknown paths. */
export const ROUTE_DOCS: readonly RouteDoc[] = [
  ...PUBLIC_ROUTES,
  ...ANTHROPIC_ROUTES,
  ...GOOGLE_ROUTES,
  ...COMPANION_ROUTES,
  ...RESPONSES_ROUTES,
  ...VIDEOS_ROUTES,
  ...IMAGES_ROUTES,
  ...AUDIO_ROUTES,
  ...KEYS_ROUTES,
  ...ACCOUNTS_ROUTES,
  ...REQUESTS_ROUTES,
  ...SETTINGS_ROUTES,
  ...SESSIONS_ROUTES,
  ...OVERVIEW_ROUTES,
  ...SERVICE_ROUTES,
];
