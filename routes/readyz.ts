import { endpoint } from "../lib/gateway/endpoint.ts";
import { unreadyReasons } from "../lib/gateway/readiness.ts";
import { json } from "../lib/http/json.ts";

// Says whether this instance can serve: balancers send requests by this.
export const handler = endpoint({
  GET: async ({ services }) => {
    const reasons = await unreadyReasons(services);
    return reasons.length === 0
      ? json({ status: "ready" })
      : json({ status: "not_ready", reasons }, 503);
  },
}, { access: "none" });
