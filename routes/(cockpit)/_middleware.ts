import { HttpError } from "fresh";
import { define } from "../../define.ts";
import { keepChoices } from "../../lib/cockpit/choices.ts";
import {
  isPublicPage,
  pageOfPath,
  wantedPath,
} from "../../lib/cockpit/pages.ts";
import { sessionOf } from "../../lib/gateway/owner/cockpit_session.ts";
import { isStorageUnavailable } from "../../lib/gateway/owner/cockpit_status.ts";
import { methodOf } from "../../lib/gateway/odd_methods.ts";
import type { Services } from "../../lib/gateway/services.ts";

export default define.middleware([reportFault(), openCockpit()]);

/** The error page tells nothing, so the owner reads the reason in the log. */
function reportFault() {
  return define.middleware(async function reportFaults(ctx) {
    try {
      return await ctx.next();
    } catch (thrown) {
      const isMeant = thrown instanceof HttpError && thrown.status < 500;
      if (!isMeant) ctx.state.services.report(thrown, ctx.url.pathname);
      throw thrown;
    }
  });
}

/** Shows pages to the owner alone, but those that are for everybody. */
function openCockpit() {
  return define.middleware(async function openPage(ctx) {
    const { req, state, url } = ctx;
    // Stands in for a method that no page has.
    if (methodOf(req) !== req.method) throw new HttpError(405);
    state.page = pageOfPath(url.pathname);
    state.session = null;
    state.simulator = null;
    let hasStorage = true;
    try {
      await state.services.ready();
      state.session = await sessionOf(ctx);
      state.simulator = simulatorOf(state.services);
    } catch (thrown) {
      if (!isStorageUnavailable(thrown)) throw thrown;
      hasStorage = false;
    }
    if (state.session === null && !isPublicPage(url.pathname)) {
      // The front page says what to do about the database.
      if (!hasStorage) return ctx.redirect("/");
      const next = encodeURIComponent(wantedPath(url));
      return ctx.redirect(`/login?next=${next}`);
    }
    const response = await ctx.next();
    keepChoices(url, response.headers);
    return response;
  });
}

function simulatorOf(services: Services): "only" | "beside" | null {
  if (services.simulator() === null) return null;
  return services.puter.pool.size === 0 ? "only" : "beside";
}
