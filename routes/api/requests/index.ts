import { z } from "zod";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { json } from "../../../lib/http/json.ts";
import { listRequests } from "../../../lib/store/requests.ts";
import { validate } from "../../../lib/surfaces/validate.ts";

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().regex(/^\w{1,64}$/, "it is not a cursor").optional(),
});

export const handler = endpoint({
  GET: async ({ url, services }) => {
    const options = validate(Query, Object.fromEntries(url.searchParams));
    // What has just happened should be seen.
    await services.recorder.flush();
    const { records, cursor } = await listRequests(services.store, options);
    return json({ requests: records, cursor });
  },
}, { access: "owner" });
