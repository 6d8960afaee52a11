import { endpoint } from "../lib/gateway/endpoint.ts";
import { json } from "../lib/http/json.ts";

// Says that the process lives, not that it can serve: probes restart on this.
export const handler = endpoint({
  GET: () => json({ status: "ok" }),
}, { access: "none" });
