import { type ClientFamily, FAMILIES } from "../../cockpit/snippets/guide.ts";
import { api } from "../api.ts";
import { type Check, type CheckId, CHECKS } from "./checks.ts";
import type { Lab } from "./lab.ts";
import type { Verdict } from "./verdict.ts";

/** What has come of each check so far. */
export type Results = Partial<Record<CheckId, Verdict>>;

/** How a family stands; `skip` where none of its checks could be made. */
export type FamilyState = "waiting" | "pass" | "fail" | "skip";

/** Makes all checks, one after the other; tells each verdict as it comes. */
export async function runSelfTest(
  lab: Lab,
  onVerdict: (id: CheckId, verdict: Verdict) => void,
  checks: readonly Check[] = CHECKS,
): Promise<void> {
  for (const { id, run } of checks) {
    const verdict = await run(lab).catch((): Verdict => ({
      state: "fail",
      problem: "unreachable",
    }));
    onVerdict(id, verdict);
  }
}

/** How each family of clients stands. */
export function familyStates(
  results: Results,
  checks: readonly Check[] = CHECKS,
): Record<ClientFamily, FamilyState> {
  const states = FAMILIES.map((family): [ClientFamily, FamilyState] => {
    const verdicts = checks
      .filter(({ families }) => families.includes(family))
      .map(({ id }) => results[id]);
    if (verdicts.some((verdict) => verdict?.state === "fail")) {
      return [family, "fail"];
    }
    if (verdicts.includes(undefined)) return [family, "waiting"];
    const hasPassed = verdicts.some((verdict) => verdict?.state === "pass");
    return [family, hasPassed ? "pass" : "skip"];
  });
  return Object.fromEntries(states) as Record<ClientFamily, FamilyState>;
}

/** What the requests of a lab have cost, in micro-cents, as far as is known. */
export async function costOf({ requestIds }: Lab): Promise<number> {
  const records = await Promise.all(
    requestIds.map((id) =>
      api.get<{ costMicroCents?: number }>(`/api/requests/${id}`)
    ),
  );
  return records.reduce(
    (sum, record) => sum + (record.ok ? record.value.costMicroCents ?? 0 : 0),
    0,
  );
}
