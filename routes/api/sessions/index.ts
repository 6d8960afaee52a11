import { sessionOf } from "../../../lib/gateway/owner/cockpit_session.ts";
import { endpoint } from "../../../lib/gateway/endpoint.ts";
import { json } from "../../../lib/http/json.ts";

export const handler = endpoint({
  GET: async ({ context, services }) => {
    const mark = await services.keys.ownerMark();
    const sessions = await services.sessions.list(mark);
    const current = await sessionOf(context);
    return json({
      sessions: sessions.map((session) => ({
        ...session,
        isCurrent: session.id === current?.id,
      })),
    });
  },
}, { access: "owner" });
