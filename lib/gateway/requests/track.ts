import type { Surface } from "../../auth/policy.ts";
import type { RequestRecord } from "../../store/requests/record.ts";
import type { EndpointCall } from "../endpoint.ts";
import { RequestTracker } from "./tracker.ts";
import type { Services } from "../services.ts";

/**
 * The tracker of a request. Its record goes to everybody who keeps or counts
 * requests; `complete` may add to it before.
 */
export function trackRequest(
  { services, caller, requestId }: Pick<
    EndpointCall,
    "services" | "caller" | "requestId"
  >,
  surface: Surface,
  complete?: (record: RequestRecord) => void,
): RequestTracker {
  return new RequestTracker({
    id: requestId,
    keyId: caller.keyId,
    keyName: caller.name,
    surface,
  }, (record) => {
    complete?.(record);
    services.recorder.push(record);
    services.usage.add(record);
    countSpending(services, record);
  });
}

/** What a call has cost counts before Puter is asked again what is left. */
function countSpending(services: Services, record: RequestRecord): void {
  const { upstream, accountId, costMicroCents } = record;
  if (upstream !== "puter" || accountId === undefined) return;
  if (costMicroCents === undefined) return;
  services.puter.pool.spend(accountId, costMicroCents);
}
