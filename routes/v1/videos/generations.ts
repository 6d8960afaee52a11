import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { respondGenerations } from "../../../lib/gateway/videos/generations.ts";

export const handler = endpoint({ POST: respondGenerations }, {
  access: "key",
});
