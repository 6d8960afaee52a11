import { HttpError } from "fresh";
import { define } from "../../../define.ts";
import { COCKPIT } from "../../../lib/auth/keys.ts";
import { isGrantExpected } from "../../../lib/cockpit/puter_grant.ts";
import { connectAccount } from "../../../lib/gateway/accounts/actions.ts";
import type { Services } from "../../../lib/gateway/services.ts";
import { toApiError } from "../../../lib/http/errors.ts";
import { newRequestId } from "../../../lib/http/request_id.ts";

// The answer is always a redirect, so that no page, history or referrer holds
// the address with the token.
export const handler = define.handlers({
  GET: async (ctx) => {
    const { req, state: { services, session }, url } = ctx;
    if (!session) throw new HttpError(404);
    const headers = new Headers({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    const token = url.searchParams.get("token");
    const parts = { url, req, sessionId: session.id };
    const result = !isGrantExpected(parts, headers)
      ? "state"
      : token === null
      ? "denied"
      : await connect(services, token);
    // The welcome goes on with a key.
    const isFirstRun = (await services.keys.list()).length === 0;
    const path = isFirstRun ? "/" : "/accounts";
    headers.set("location", `${path}?connected=${result}`);
    return new Response(null, { status: 303, headers });
  },
});

async function connect(services: Services, token: string): Promise<string> {
  const call = { services, caller: COCKPIT, requestId: newRequestId() };
  try {
    const { outcome } = await connectAccount(call, token);
    await services.reload();
    return outcome;
  } catch (thrown) {
    const error = toApiError(thrown);
    if (error.status === 500) {
      services.report(error.cause, "connecting an account");
    }
    return error.status === 503 ? "unavailable" : "refused";
  }
}
