import { page } from "fresh";
import { Button } from "../../components/Button.tsx";
import { TextField } from "../../components/Field.tsx";
import { Notice } from "../../components/Notice.tsx";
import { define } from "../../define.ts";
import { readLoginForm, refusalOf } from "../../lib/cockpit/login_form.ts";
import { safeNext, signIn } from "../../lib/gateway/owner/sign_in.ts";
import { toApiError } from "../../lib/http/errors.ts";
import { speak } from "../../lib/i18n/mod.ts";

export const handler = define.handlers({
  GET: (ctx) => {
    const next = safeNext(ctx.url.searchParams.get("next"));
    if (ctx.state.session) return ctx.redirect(next, 303);
    return page({ fault: null as string | null });
  },
  POST: async (ctx) => {
    const { words } = speak(ctx.url, ctx.req.headers);
    const next = safeNext(ctx.url.searchParams.get("next"));
    const response = ctx.redirect(next, 303);
    try {
      const key = await readLoginForm(ctx.req);
      await signIn(ctx, key, response.headers);
      return response;
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.status === 500) throw thrown;
      return page({ fault: refusalOf(error, words.login) as string | null }, {
        status: error.status,
      });
    }
  },
});

export default define.page<typeof handler>(function Login(
  { data, req, url },
) {
  const { login } = speak(url, req.headers).words;
  const { fault } = data;
  return (
    <section class="login card">
      <h1>{login.heading}</h1>
      <p class="quiet">{login.lead}</p>
      {fault !== null && <Notice tone="bad">{fault}</Notice>}
      <form method="post" class="stack">
        {/* Password managers keep a key under a name. */}
        <input
          type="text"
          name="name"
          value="owner"
          autocomplete="username"
          hidden
          readOnly
        />
        <TextField
          id="key"
          name="key"
          type="password"
          label={login.key}
          hint={login.keyHint}
          autocomplete="current-password"
          required
          autofocus
        />
        <Button type="submit" tone="primary">{login.submit}</Button>
      </form>
      <p class="hint">{login.device}</p>
    </section>
  );
});
