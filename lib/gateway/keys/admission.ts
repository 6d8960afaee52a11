import { checkSurface, hasBudget, mayUseModel } from "../../auth/policy.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { KeyPass } from "./pass.ts";
import { unknownModel } from "../models/models.ts";
import type { RequestTracker } from "../requests/tracker.ts";

/** What a request wants of its key. */
export interface Admission {
  tracker: RequestTracker;
  /** The name the client wrote, then the ids it stands for. */
  models: readonly [string, ...string[]];
  /** What it may cost, in micro-cents; asked only where a budget counts. */
  holdMicroCents: () => number;
}

/**
 * Lets a request in that its key allows, and tells its tracker. Every protocol
 * has to come by here: nothing is called upstream for a request without a pass.
 * Expiry and addresses are checked for every use of a key, by `endpoint`.
 *
 * @throws {ApiError} 403 for another protocol, 404 for a model outside the
 * key's scope, 429 when its limits are used up
 */
export async function admitKey(
  call: Pick<EndpointCall, "services" | "caller" | "headers">,
  { tracker, models, holdMicroCents }: Admission,
): Promise<KeyPass> {
  const { caller, services: { limits } } = call;
  if (caller.policy !== null) {
    checkSurface(caller.policy, tracker.surface);
    if (!mayUseModel(caller.policy, models)) throw unknownModel(models[0]);
  }
  try {
    const pass = await limits.admit(
      caller,
      hasBudget(caller.policy) ? holdMicroCents() : 0,
    );
    tracker.admit(pass);
    return pass;
  } finally {
    call.headers.push(...limits.headers(caller));
  }
}
