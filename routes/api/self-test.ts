import { endpoint } from "../../lib/gateway/endpoint.ts";
import { preflightReport } from "../../lib/gateway/owner/self_test.ts";
import { json } from "../../lib/http/json.ts";
import { handler as chatCompletions } from "../v1/chat/completions.ts";

export const handler = endpoint({
  POST: async (call) =>
    json({ cors: await preflightReport(call, chatCompletions) }),
}, { access: "owner" });
