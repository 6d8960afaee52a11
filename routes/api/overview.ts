import { overviewQuery } from "../../lib/gateway/api_schemas/overview.ts";
import { endpoint } from "../../lib/gateway/endpoint.ts";
import { overviewOf } from "../../lib/gateway/owner/overview.ts";
import { json } from "../../lib/http/json.ts";
import { validate } from "../../lib/surfaces/validate.ts";

export const handler = endpoint({
  GET: async ({ url, context }) => {
    const query = Object.fromEntries(url.searchParams);
    const { period } = validate(overviewQuery, query);
    return json(await overviewOf(context, period));
  },
}, { access: "owner" });
