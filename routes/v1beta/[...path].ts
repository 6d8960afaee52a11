import { unknownUrls } from "../../lib/gateway/unknown_url.ts";

export const handler = unknownUrls("gemini");
