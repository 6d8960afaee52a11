/** English words about what happened to a request; `{…}` is filled in. */
export const tracesEn = {
  served: "Answered with {status} after {ms} ms.",
  refused: "The client was told {status} {code}. Cause: {blame}.",
  left: "The client closed the connection after {ms} ms.",
  noChoice: "No account could take the call. Of {n}: {skipped}.",
  noAccounts: "No account could take the call: none is connected.",
  queued: "It waited {ms} ms for a place.",
  simulator: "the simulator",
  attempt: {
    served: "Attempt {i}, {account}: Puter began to answer after {ms} ms.",
    failed: "Attempt {i}, {account}: {what} after {ms} ms. Cause: {blame}.",
    broken:
      "Attempt {i}, {account}: the answer broke off after {bytes} bytes ({code}). Cause: {blame}.",
    cancelled: "Attempt {i}, {account}: called off after {ms} ms.",
    answered: "Puter answered {status} ({code})",
    silent: "Puter gave no answer ({code})",
    ofModel: "{account} with {model}",
  },
  blame: {
    client: "what the client sent or did",
    account: "the account",
    plan: "the account's plan",
    model: "the model's vendor",
    upstream: "Puter",
    network: "the connection to Puter",
    gateway: "the limits and settings of this gateway",
  },
  companion: {
    attempt: {
      served: "The companion endpoint answered after {ms} ms.",
      failed: "{what} after {ms} ms. Cause: {blame}.",
      cancelled: "The companion endpoint's call was called off after {ms} ms.",
      answered: "The companion endpoint answered {status} ({code})",
      silent: "The companion endpoint gave no answer ({code})",
    },
    blame: {
      upstream: "the companion endpoint",
      network: "the connection to the companion endpoint",
    },
  },
  effect: {
    cool: "The account rests for a while.",
    disable: "The account is out of use until its owner acts.",
    wait_for_own_call:
      "The account takes no further call until one of its own ends.",
    check_credit: "Puter was asked what credit the account has left.",
    mark_plan: "The account is not asked for this again for a while.",
    wrong_kind: "The account's token is of the wrong kind for this.",
  },
  next: {
    stop: "No further attempt was made.",
    same_account: "The same call was made once more.",
    other_account: "Another account was tried.",
    other_model: "The next model of the alias was tried.",
  },
  skipped: {
    paused: "{n} paused by you",
    disabled: "{n} out of use until you act",
    exhausted: "{n} without credit",
    cooling: "{n} resting after a refusal",
    plan: "{n} without the plan for it",
    tried: "{n} tried already",
    reserve: "{n} at the reserve of credit",
    at_once: "{n} with as many calls running as Puter allows",
    per_window: "{n} with as many calls in 10 s as Puter allows",
  },
};
