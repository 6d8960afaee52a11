import { Pool, type PoolOptions, type PoolSettings } from "../pool/pool.ts";
import { Catalogue, type ModelCacheEntry } from "../puter/models/catalogue.ts";
import type { PuterTransport } from "../puter/transport.ts";
import type { Store } from "../store/kv.ts";
import { modelCache } from "../store/model_cache.ts";
import type { Settings } from "../store/settings/record.ts";
import type { Upstream } from "./upstream.ts";

/** What the upstream of the owner's accounts is made of. */
export interface PuterUpstreamOptions
  extends Pick<PoolOptions, "onHealth" | "onIncident" | "readCredit"> {
  transport: PuterTransport;
  /** Remembers the models that Puter listed. */
  store: Store;
  settings: Settings;
}

/** Puter itself, with a pool that holds no accounts yet. */
export function puterUpstream(
  { transport, store, settings, ...asked }: PuterUpstreamOptions,
): Upstream {
  return {
    transport,
    catalogue: new Catalogue({
      transport,
      cache: modelCache<ModelCacheEntry>(store),
    }),
    pool: new Pool({ ...poolSettings(settings), ...asked }),
  };
}

/** The settings that the pool works by. */
export function poolSettings(settings: Settings): PoolSettings {
  const { strategy, affinity, maxQueueMs, reserveMicroCents } = settings;
  return { strategy, affinity, maxQueueMs, reserveMicroCents };
}
