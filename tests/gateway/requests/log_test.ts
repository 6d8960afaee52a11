import { describe, it } from "@std/testing/bdd";
import { assert } from "@std/assert";
import { INDEX, RECORDS } from "../../../lib/store/requests/keys.ts";
import { putRequests } from "../../../lib/store/requests/requests.ts";
import { ownerApp } from "../../api/owner_app.ts";
import { idAt, requestRecord } from "../../store/requests/records.ts";

describe("requestLog()", () => {
  it("lets records go in the upkeep once their time is over", async () => {
    await using app = await ownerApp();
    const { store, upkeep } = app.services;
    const now = Date.now();
    const [over, stays] = [1, 2].map((n) =>
      requestRecord(n, { id: idAt(now, n), at: now })
    );
    assert(over !== undefined && stays !== undefined);
    await putRequests(store, [over], { keepMs: -1 });
    await putRequests(store, [stays], { keepMs: 60_000 });
    await upkeep.run();
    const kv = await store.kv();
    const text: string[] = [];
    for (const prefix of [RECORDS, INDEX]) {
      for await (const { key, value } of kv.list({ prefix })) {
        text.push(JSON.stringify([key, value]));
      }
    }
    assert(text.length > 1);
    for (const entry of text) {
      assert(entry.includes(stays.id) && !entry.includes(over.id), entry);
    }
  });
});
