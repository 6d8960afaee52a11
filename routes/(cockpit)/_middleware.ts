import { HttpError } from "fresh";
import { define } from "../../define.ts";

/** The error page tells nothing, so the owner reads the reason in the log. */
export default define.middleware(async function reportFault(ctx) {
  try {
    return await ctx.next();
  } catch (thrown) {
    const isMeant = thrown instanceof HttpError && thrown.status < 500;
    if (!isMeant) ctx.state.services.report(thrown, ctx.url.pathname);
    throw thrown;
  }
});
