import { ApiError } from "../../http/errors.ts";
import { MICRO_CENTS_PER_DOLLAR } from "../../money.ts";
import type { AccountView } from "../../pool/pool.ts";
import { losesFilms } from "../../puter/media/video_call.ts";
import type { ResolvedModel } from "../models/models.ts";

/**
 * Refuses a model whose films Puter is known to lose, unless the client takes
 * that risk knowingly: it would pay for nothing.
 *
 * @throws {ApiError} 400 `model_not_supported`
 */
export function checkLoss(
  { model }: ResolvedModel,
  acceptsLoss: boolean,
): void {
  if (acceptsLoss || !losesFilms(model)) return;
  throw new ApiError(
    `Puter charges for videos of the model \`${model.id}\` and loses them: ` +
      "choose another model, or send `accept_lost_result: true` to try it " +
      "all the same",
    { status: 400, code: "model_not_supported", param: "model" },
  );
}

/**
 * Accounts that are known not to be able to pay for a film. Puter would not say
 * so: it makes a shorter one.
 *
 * @throws {ApiError} 429 when none can pay, 403 when the model is for
 * subscribers and no account is one
 */
export function unableAccounts(
  { model, upstream }: ResolvedModel,
  costMicroCents: number | null,
): ReadonlySet<string> {
  const accounts = upstream.pool.view();
  const unable = accounts.filter((account) =>
    (model.subscriberOnly && account.tier !== "paid") ||
    cannotPay(account, costMicroCents ?? 0)
  );
  if (accounts.length > 0 && unable.length === accounts.length) {
    throw model.subscriberOnly && accounts.every(({ tier }) => tier !== "paid")
      ? forSubscribers(model.id)
      : notEnough(costMicroCents ?? 0);
  }
  return new Set(unable.map(({ id }) => id));
}

/** What Puter has not told is not held against an account. */
function cannotPay({ credit }: AccountView, microCents: number): boolean {
  if (credit === null || credit.unit !== "micro_cents") return false;
  return credit.remaining - credit.spentSince < microCents;
}

function forSubscribers(model: string): ApiError {
  return new ApiError(
    `No connected Puter account has a plan that includes the model \`${model}\``,
    {
      status: 403,
      type: "permission_error",
      code: "insufficient_permissions",
      blame: "plan",
    },
  );
}

function notEnough(microCents: number): ApiError {
  const dollars = (microCents / MICRO_CENTS_PER_DOLLAR).toFixed(2);
  return new ApiError(
    `This video costs about $${dollars}, and no connected Puter account has ` +
      "that much credit left: a shorter or smaller one, or another model, " +
      "may cost less",
    {
      status: 429,
      type: "insufficient_quota",
      code: "insufficient_quota",
      blame: "account",
      shouldRetry: false,
    },
  );
}
