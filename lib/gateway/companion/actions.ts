import type { EndpointCall } from "../endpoint.ts";
import type { CompanionChange, CompanionView } from "./companion.ts";

/**
 * Names another companion endpoint for the owner, or gives it back to the
 * environment (null).
 *
 * @throws {ApiError} as `Companion.change`
 */
export async function changeCompanion(
  call: EndpointCall,
  change: CompanionChange | null,
): Promise<CompanionView> {
  const { companion, audit } = call.services;
  const { before, after } = await companion.change(change);
  audit.note({
    action: "companion.change",
    target: "companion",
    before: noted(before),
    after: noted(after),
    by: call,
  });
  return after;
}

function noted({ baseUrl, keyFingerprint, source }: CompanionView) {
  return { baseUrl, keyFingerprint, source };
}
