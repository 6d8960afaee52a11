import { HttpError } from "fresh";
import { define } from "../../../define.ts";
import { publicOrigin } from "../../../lib/auth/same_origin.ts";
import { grantRequest, puterPages } from "../../../lib/cockpit/puter_grant.ts";

export const handler = define.handlers({
  GET: (ctx) => {
    const { req, state: { services, session }, url } = ctx;
    const pages = puterPages(services.config.puterApiUrl);
    if (pages === null || !session) throw new HttpError(404);
    const origin = publicOrigin(
      { headers: req.headers, url },
      services.config.trustProxy !== 0,
    );
    const headers = new Headers({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    const grant = { pages, origin, sessionId: session.id };
    headers.set("location", grantRequest(grant, headers));
    return new Response(null, { status: 302, headers });
  },
});
