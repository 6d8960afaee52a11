import { signInSchema } from "../../lib/gateway/api_schemas/sessions.ts";
import { endpoint } from "../../lib/gateway/endpoint.ts";
import { readOwnerBody } from "../../lib/gateway/owner/owner_body.ts";
import { signIn, signOut } from "../../lib/gateway/owner/sign_in.ts";
import { json } from "../../lib/http/json.ts";

export const handler = endpoint({
  POST: async ({ context, req }) => {
    const { key } = await readOwnerBody(req, signInSchema);
    const headers = new Headers();
    const session = await signIn(context, key, headers);
    return withCookies(json(session, 201), headers);
  },
  DELETE: async ({ context }) => {
    const headers = new Headers();
    await signOut(context, headers);
    return withCookies(json({ signedOut: true }), headers);
  },
}, { access: "none" });

function withCookies(response: Response, cookies: Headers): Response {
  for (const cookie of cookies.getSetCookie()) {
    response.headers.append("set-cookie", cookie);
  }
  return response;
}
