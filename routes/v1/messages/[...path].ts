import { unknownUrls } from "../../../lib/gateway/unknown_url.ts";

// Batches, for one.
export const handler = unknownUrls("anthropic");
