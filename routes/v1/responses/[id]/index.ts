import { endpoint } from "../../../../lib/gateway/endpoint.ts";
import {
  getResponse,
  removeResponse,
} from "../../../../lib/gateway/responses/stored.ts";

export const handler = endpoint({
  GET: getResponse,
  DELETE: removeResponse,
}, { access: "key" });
