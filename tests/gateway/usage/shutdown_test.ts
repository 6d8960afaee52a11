import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { Vault } from "../../../lib/auth/vault.ts";
import { readConfig } from "../../../lib/config.ts";
import {
  createServices,
  type Services,
} from "../../../lib/gateway/services.ts";
import { readUsageQuery } from "../../../lib/gateway/usage/query.ts";
import { usageReport } from "../../../lib/gateway/usage/report.ts";
import { Store } from "../../../lib/store/kv.ts";
import { FakePuter } from "../fake_identity.ts";
import { usageRecord } from "../../helpers/usage_records.ts";

function servicesOn(path: string): Services {
  return createServices({
    config: readConfig((name) =>
      name === "API_MASTER_KEY" ? "the owner's own key" : undefined
    ),
    store: new Store({ open: () => Deno.openKv(path), advice: "try again" }),
    transport: new FakePuter(),
    vault: new Vault(() => Promise.resolve(new Uint8Array(32))),
    log: () => {},
  });
}

describe("services that close", () => {
  it("store the figures that were in memory only", async () => {
    const directory = await Deno.makeTempDir();
    try {
      const first = servicesOn(`${directory}/kv`);
      first.usage.add(usageRecord());
      first.usage.add(usageRecord({ model: "claude-sonnet-4-5" }));
      assertEquals(first.usage.pending, 2);
      await first.close();
      const second = servicesOn(`${directory}/kv`);
      const now = Date.now();
      const { totals } = await usageReport(
        second.store,
        readUsageQuery(new URLSearchParams(), now),
        { now, unflushedSeconds: 0 },
      );
      assertEquals(totals.requests, 2);
      await second.close();
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
});
