import { endpoint } from "../lib/gateway/endpoint.ts";
import { metricsText } from "../lib/gateway/metrics/metrics.ts";
import { EXPOSITION_TYPE } from "../lib/http/exposition.ts";

export const handler = endpoint({
  GET: ({ services }) =>
    new Response(metricsText(services), {
      headers: [
        ["content-type", EXPOSITION_TYPE],
        ["cache-control", "no-store"],
      ],
    }),
}, { access: "metrics" });
