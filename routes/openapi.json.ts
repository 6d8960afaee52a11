import { endpoint } from "../lib/gateway/endpoint.ts";
import { openApiText } from "../lib/gateway/openapi/document.ts";

export const handler = endpoint({
  GET: () =>
    new Response(openApiText(), {
      headers: [
        ["content-type", "application/json"],
        ["cache-control", "no-store"],
      ],
    }),
}, { access: "key" });
