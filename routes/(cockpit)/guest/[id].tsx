import { HttpError, page } from "fresh";
import { define } from "../../../define.ts";
import { Guest } from "../../../islands/Guest.tsx";
import { guestFacts } from "../../../lib/gateway/keys/guest.ts";
import { speak } from "../../../lib/i18n/mod.ts";

/** For whoever was given the link, and for no search engine or other site. */
const HEADERS = {
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow, noarchive",
};

export const handler = define.handlers({
  GET: async ({ params, state }) => {
    const facts = await guestFacts(state.services, params.id ?? "");
    if (facts === null) throw new HttpError(404);
    // The owner sees what guests see.
    state.session = null;
    state.styles = ["pages/guest"];
    state.title = facts.name;
    return page({ facts }, { headers: HEADERS });
  },
});

export default define.page<typeof handler>(function GuestPage(
  { data: { facts }, req, url },
) {
  const { language, words: { guest, common } } = speak(url, req.headers);
  const { copy, copied, copyFailed } = common;
  return (
    <>
      <noscript>
        <p>{guest.noScript}</p>
      </noscript>
      <Guest
        {...facts}
        language={language}
        words={{ ...guest, copy, copied, copyFailed }}
      />
    </>
  );
});
