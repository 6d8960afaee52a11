/** English words about the states of accounts; `{…}` is filled in. */
export const accountStatesEn = {
  ready: "Ready for calls.",
  cooling: {
    told: "{cause}. By Puter's own word it may call again in {time}.",
    guessed:
      "{cause}. Puter did not say for how long: it is tried again in {time} at the latest.",
  },
  exhausted:
    "{cause}. New credit comes on {date} (UTC), and the account returns earlier if a check finds some.",
  disabled: "{cause}. {act}",
  paused: "{cause}. It takes no calls until you resume it.",
  plan: "{cause}: {scope}. It is asked again in {time}.",
  incident:
    "Puter answers several accounts alike: {cause}. No account is blamed for it; judgement returns in {time} if it does not happen again.",
  time: { seconds: "{n} s", minutes: "{n} min", hours: "{n} h" },
  acts: {
    reconnect: "Connect the account again with a new token.",
    email: "Confirm its e-mail address at puter.com.",
    phone: "Verify its phone number at puter.com.",
    card: "Verify a card for it at puter.com.",
    fullAccess:
      "Connect it with a full-access API token (Puter's dashboard, Account, API Token).",
    support: "Ask Puter's support about it, or remove it here.",
    key:
      "Give this server the ENCRYPTION_KEY the token was sealed with, or connect the account again.",
    wait: "Puter is asked again now and then; connect it again if this lasts.",
  },
  causes: {
    unknown: "Puter refused the account ({code})",
    paused_by_owner: "You paused the account",
    rate_limit: "The account has made as many calls as Puter allows",
    concurrency_limit: "The account has as many calls running as Puter allows",
    token_refused:
      "Puter refused the account for a reason the gateway does not know",
    insufficient_funds: "The credit of this month is used up",
    token_rejected:
      "Puter rejects the token: it is invalid, expired, or of a deleted account",
    token_v1: "The token has a format that Puter has retired",
    session_revoked: "The token was revoked or logged out",
    session_expired: "The token has expired",
    reauth_required: "Puter asks for a new login",
    suspended: "Puter has suspended the account",
    email_confirmation_required:
      "The account must confirm its e-mail address first",
    phone_verification_required:
      "The account must verify its phone number first",
    card_verification_required: "The account must verify a card first",
    app_blocked: "Puter has blocked the app behind the token",
    scoped_token:
      "The token is a scoped access token, which may not make calls",
    wrong_account: "The token turned out to be another account's",
    wrong_token_kind: "Puter wants a full-access API token for this",
    encryption_key_missing: "The token cannot be opened without a key",
    vault_key_mismatch: "The token was sealed with another key",
    sealed_token_damaged:
      "The stored token is damaged or sealed with another key",
    model_for_subscribers: "The model is for subscribers only",
    plan_required: "This kind of request needs a paid plan",
    interface_denied: "The account may not make this kind of request",
    overloaded: "Puter is overloaded",
    upstream_fault: "Puter failed without saying why",
    upstream_timeout: "Puter took too long to answer",
    unreadable_answer: "Puter gave an answer that cannot be read",
    stream_incomplete: "Puter's answers broke off",
    address_refused: "Puter refuses this server's network address",
    address_limited: "Puter limits this server's network address",
    network: "The connection to Puter broke",
    network_timeout: "Puter did not answer in time",
  },
};
