import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import { keptImage } from "../../../../lib/gateway/media/images/files.ts";

// Clients fetch the URLs of images without their key: the id is the secret.
export const handler = endpoint({
  GET: ({ services, params }) => keptImage(services.store, params.id ?? ""),
}, { access: "none" });
