import { define } from "../../define.ts";
import { signOut } from "../../lib/gateway/owner/sign_in.ts";
import { ApiError } from "../../lib/http/errors.ts";

export const handler = define.handlers({
  POST: async (ctx) => {
    const response = ctx.redirect("/login", 303);
    try {
      await signOut(ctx, response.headers);
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.status === 403) {
        return ctx.redirect("/", 303);
      }
      throw thrown;
    }
    return response;
  },
});
