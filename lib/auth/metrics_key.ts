import { keysOf } from "./credentials.ts";
import { digestOf, sameDigest } from "./digest.ts";

/** Whether a request carries the key that reads metrics and nothing else. */
export function isMetricsKey(
  headers: Headers,
  metricsKey: string | undefined,
): boolean {
  if (metricsKey === undefined) return false;
  const digest = digestOf(metricsKey);
  return keysOf(headers).some((key) => sameDigest(digestOf(key), digest));
}
