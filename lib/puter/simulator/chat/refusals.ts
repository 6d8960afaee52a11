import type { VendorRefusal } from "./errors.ts";
import type { SimModel } from "./types.ts";

/** What a vendor's refusal depends on besides the request. */
export interface RefusalContext {
  model: SimModel;
  promptTokens: number;
}

/** Why the vendor refuses a request; undefined where it takes it. */
export function refusalOf(
  _request: Record<string, unknown>,
  _context: RefusalContext,
): VendorRefusal | undefined {
  return undefined;
}
