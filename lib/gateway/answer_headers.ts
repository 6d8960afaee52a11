import type { EndpointCall } from "./endpoint.ts";
import type { RequestTracker } from "./requests/tracker.ts";

/**
 * The headers of a generated answer: who served it, and what the gateway took.
 * What is not known when the head leaves, nothing is said about.
 */
export function answerHeaders(
  { services }: EndpointCall,
  tracker: RequestTracker,
  contentType: string,
): [string, string][] {
  const headers: [string, string][] = [
    ["content-type", contentType],
    ["cache-control", "no-cache, no-store, no-transform"],
    ["x-puter2api-overhead-ms", tracker.headSent().toFixed(1)],
  ];
  if (tracker.upstream !== "puter") {
    headers.push(["x-puter2api-upstream", tracker.upstream]);
  }
  if (tracker.isAlias && tracker.servedModel !== undefined) {
    headers.push(["x-puter2api-model", headerValue(tracker.servedModel)]);
  }
  const { exposeAccount } = services.settings.current;
  if (exposeAccount && tracker.accountId !== undefined) {
    headers.push(["x-puter2api-account", tracker.accountId]);
  }
  return headers;
}

/** Names of models may hold what headers must not. */
function headerValue(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "?");
}
