import type { z } from "zod";
import type { selfTestSchema } from "../../../gateway/api_schemas/self_test.ts";
import type { Verdict } from "../verdict.ts";

/** What the gateway found out about its own preflights. */
export type CorsReport = z.output<typeof selfTestSchema>["cors"];

/** Headers that OpenAI's and Anthropic's SDKs send from a page. */
const NEEDED = [
  "authorization",
  "content-type",
  "x-stainless-lang",
  "anthropic-version",
];

/** Pages of the origins that may call are let in, with the SDKs' headers. */
export function judgeCors(report: CorsReport): Verdict {
  const { origin, status, allowOrigin, allowHeaders } = report;
  if (origin === null) return { state: "skip", reason: "corsClosed" };
  if (status !== 204 && status !== 200) {
    return { state: "fail", problem: "status", values: { status } };
  }
  if (allowOrigin !== "*" && allowOrigin !== origin) {
    return { state: "fail", problem: "corsOrigin", values: { origin } };
  }
  const allowed = (allowHeaders ?? "").toLowerCase().split(/\s*,\s*/);
  const missing = NEEDED.filter((name) => !allowed.includes(name));
  return missing.length === 0 ? { state: "pass" } : {
    state: "fail",
    problem: "corsHeaders",
    values: { names: missing.join(", ") },
  };
}
