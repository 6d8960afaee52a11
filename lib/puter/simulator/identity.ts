import type { Caller } from "./auth.ts";

/** What only the owner's own tokens see. */
const DESKTOP = {
  desktop_bg_url: null,
  desktop_bg_color: null,
  desktop_bg_fit: null,
  is_user_token: true,
  referral_code: null,
  taskbar_items: [],
};

/** The body of `GET /whoami`; an app's token sees less. */
export function whoamiBody(
  { account, app }: Caller,
  { now }: { now: number },
): Record<string, unknown> {
  const isTemp = account.tier === "temporary";
  const email = isTemp ? null : `${account.username}@simulated.example`;
  const confirmed = !isTemp && account.pending !== "email";
  const mine = {
    email: confirmed ? email : null,
    unconfirmed_email: confirmed ? null : email,
  };
  return {
    username: account.username,
    uuid: account.accountId,
    ...(app === undefined ? mine : {}),
    email_confirmed: confirmed,
    requires_email_confirmation: account.pending === "email",
    requires_phone_verification: account.pending === "phone",
    requires_card_verification: account.pending === "card",
    is_temp: isTemp,
    ...(app === undefined ? DESKTOP : {}),
    oidc_only: isTemp,
    otp: false,
    feature_flags: {},
    hasDevAccountAccess: false,
    // Only the hosted service tells the plan.
    ...(account.tier === "paid"
      ? { subscription: { active: true, tier: "simulated" } }
      : {}),
    last_activity_ts: Math.floor(now / 1000),
    ...(app === undefined ? {} : { app_name: app }),
  };
}
