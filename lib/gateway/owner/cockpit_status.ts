import { ApiError } from "../../http/errors.ts";
import { publicOrigin } from "../../auth/same_origin.ts";
import type { BrowserRequest } from "./cockpit_session.ts";
import type { Services } from "../services.ts";

/** What the index page says to anybody; holds no secret. */
export interface CockpitStatus {
  /** Base URL for clients, such as `http://localhost:8000/v1`. */
  baseUrl: string;
  /** `unassigned` is Deno Deploy's way to have none. */
  storage: "ready" | "unassigned" | "unreachable";
  /** Who answers requests; null when that cannot be known. */
  answeredBy: "puter" | "simulator" | "nobody" | null;
}

/** The present state of this instance as seen by a browser that reached it. */
export async function cockpitStatus(
  { req, url, state: { services } }: BrowserRequest,
): Promise<CockpitStatus> {
  const isProxyTrusted = services.config.trustProxy !== 0;
  const origin = publicOrigin({ headers: req.headers, url }, isProxyTrusted);
  const baseUrl = `${origin}/v1`;
  try {
    await services.ready();
  } catch (thrown) {
    if (!isStorageUnavailable(thrown)) throw thrown;
    const storage = services.config.onDeploy ? "unassigned" : "unreachable";
    return { baseUrl, storage, answeredBy: null };
  }
  return { baseUrl, storage: "ready", answeredBy: answeredBy(services) };
}

function answeredBy(services: Services): "puter" | "simulator" | "nobody" {
  if (services.puter.pool.size > 0) return "puter";
  return services.simulator() === null ? "nobody" : "simulator";
}

/** True for the fault of a database that is away or not assigned. */
export function isStorageUnavailable(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.code === "storage_unavailable";
}
