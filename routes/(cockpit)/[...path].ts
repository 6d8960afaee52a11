import { HttpError } from "fresh";
import { define } from "../../define.ts";
import { unknownUrls } from "../../lib/gateway/unknown_url.ts";

const unknownUrl = unknownUrls();

export const handler = define.handlers((ctx) => {
  if (!mayBeBrowser(ctx.req)) return unknownUrl(ctx);
  throw new HttpError(404);
});

/** A program with a wrong base URL is told so as an API tells it. */
function mayBeBrowser({ method, headers }: Request): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const accept = headers.get("accept") ?? "*/*";
  return /text\/html|\*\/\*/i.test(accept);
}
