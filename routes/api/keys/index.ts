import { z } from "zod";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../../lib/gateway/owner_body.ts";
import { json } from "../../../lib/http/json.ts";

const NewKeyBody = z.object({
  name: z.string().trim().refine(
    (name) => name.length >= 1 && name.length <= 80,
    "it must have 1 to 80 characters",
  ),
});

export const handler = endpoint({
  GET: async ({ services }) => json({ keys: await services.keys.list() }),
  POST: async ({ req, services }) => {
    const { name } = await readOwnerBody(req, NewKeyBody);
    return json(await services.keys.create({ name }), 201);
  },
}, { access: "owner" });
