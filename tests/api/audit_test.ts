import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { ulid } from "@std/ulid";
import { Audit } from "../../lib/gateway/audit/audit.ts";
import {
  type AuditEvent,
  getAuditEvent,
  listAuditEvents,
  putAuditEvent,
} from "../../lib/store/audit.ts";
import { memoryStore, Store } from "../../lib/store/kv.ts";
import { type Instance, instances } from "../helpers/instances.ts";

async function events(
  { call }: Instance,
  query = "",
): Promise<(AuditEvent & { canUndo: boolean })[]> {
  const res = await call("GET", `/api/audit${query}`);
  assertEquals(res.status, 200);
  return (await res.json()).events;
}

function first(all: Instance[]): Instance {
  const [instance] = all;
  assert(instance !== undefined);
  return instance;
}

const patch = (body: Record<string, unknown>) => ({ body });

describe("/api/audit", () => {
  it("tells who changed what, when and by which request", async () => {
    await using cluster = await instances();
    const instance = first(cluster.all);
    await instance.call("PATCH", "/api/settings", patch({ recordDays: 9 }));
    const res = await instance.call("PATCH", "/api/settings", {
      body: { recordDays: 10, affinity: true, bodyHours: null },
    });
    const [event, older] = await events(instance);
    assert(event !== undefined && older !== undefined);
    assert(Math.abs(Date.now() - event.at) < 60_000);
    assertEquals(event.actor.kind, "owner");
    assertEquals(event.action, "settings.change");
    assertEquals(event.before, { recordDays: 9, affinity: null });
    assertEquals(event.after, { recordDays: 10, affinity: true });
    assertEquals(event.requestId, res.headers.get("x-request-id"));
    assertEquals(event.canUndo, true);
    const one = await instance.call("GET", `/api/audit/${event.id}`);
    assertEquals(await one.json(), event);
  });

  it("notes nothing when nothing changed or was refused", async () => {
    await using cluster = await instances();
    const instance = first(cluster.all);
    await instance.call("PATCH", "/api/settings", patch({ affinity: null }));
    await instance.call("PATCH", "/api/settings", patch({ affinity: 5 }));
    assertEquals(await events(instance), []);
  });

  it("takes a change back, and that too", async () => {
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    await a.call("PATCH", "/api/settings", patch({ keepAliveMs: 5000 }));
    const [change] = await events(a);
    assert(change !== undefined);
    const undo = await b.call("POST", `/api/audit/${change.id}/undo`);
    assertEquals(undo.status, 201);
    const undone = await undo.json();
    assertEquals(undone.undoes, change.id);
    assertEquals(undone.after, { keepAliveMs: null });
    assertEquals(b.services.settings.current.keepAliveMs, 10_000);
    const again = await b.call("POST", `/api/audit/${change.id}/undo`);
    assertEquals(again.status, 409);
    assertEquals((await again.json()).error.code, "already_undone");
    const [, marked] = await events(b);
    assertEquals([marked?.undoneBy, marked?.canUndo], [undone.id, false]);
    const redo = await b.call("POST", `/api/audit/${undone.id}/undo`);
    assertEquals(redo.status, 201);
    await redo.body?.cancel();
    assertEquals(b.services.settings.current.keepAliveMs, 5000);
  });

  it("refuses to take back what has changed since", async () => {
    await using cluster = await instances();
    const instance = first(cluster.all);
    const { call, services } = instance;
    await call("PATCH", "/api/settings", patch({ keepAliveMs: 5000 }));
    await call("PATCH", "/api/settings", patch({ keepAliveMs: 6000 }));
    await call("PATCH", "/api/settings", patch({ affinity: true }));
    const [affinity, second, firstChange] = await events(instance);
    const late = await call("POST", `/api/audit/${firstChange?.id}/undo`);
    assertEquals(late.status, 409);
    assertEquals((await late.json()).error.code, "changed_since");
    assertEquals(services.settings.current.keepAliveMs, 6000);
    // Other settings have nothing to do with it.
    for (const { id } of [second, affinity].filter((e) => e !== undefined)) {
      const res = await call("POST", `/api/audit/${id}/undo`);
      assertEquals(res.status, 201, await res.text());
    }
    assertEquals(services.settings.current.keepAliveMs, 5000);
    assertEquals(services.settings.current.affinity, false);
  });

  it("takes back a change at most once when asked twice at once", async () => {
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    await a.call("PATCH", "/api/settings", patch({ affinity: true }));
    const [change] = await events(a);
    const path = `/api/audit/${change?.id}/undo`;
    const answers = await Promise.all([
      a.call("POST", path),
      b.call("POST", path),
    ]);
    assertEquals(answers.map(({ status }) => status).sort(), [201, 409]);
    for (const answer of answers) await answer.body?.cancel();
    assertEquals((await events(a)).length, 2);
  });

  it("says what there is not, and what cannot be taken back", async () => {
    await using cluster = await instances();
    const { call, services } = first(cluster.all);
    const unknown = await call("POST", "/api/audit/aud_none/undo");
    assertEquals(unknown.status, 404);
    assertEquals((await unknown.json()).error.code, "event_not_found");
    const { id } = services.audit.note({ action: "log.delete", target: "log" });
    const final = await call("POST", `/api/audit/${id}/undo`);
    assertEquals(final.status, 409);
    assertEquals((await final.json()).error.code, "cannot_undo");
  });

  it("pages through events of an area, a verb and a target", async () => {
    await using cluster = await instances();
    const instance = first(cluster.all);
    const { audit } = instance.services;
    for (let i = 0; i < 30; i++) {
      audit.note({ action: "account.pause", target: `a${i % 3}` });
      audit.note({ action: "account.resume", target: `a${i % 3}` });
      audit.note({ action: "key.create", target: `k${i}` });
    }
    const counts: [string, number][] = [
      ["?action=account.&limit=200", 60],
      ["?action=account&limit=200", 60],
      ["?action=account.pause&limit=200", 30],
      ["?target=a1&limit=200", 20],
      ["?target=a1&action=account.resume&limit=200", 10],
      ["?target=a1&action=key.", 0],
      ["?action=acc.", 0],
    ];
    for (const [query, count] of counts) {
      assertEquals((await events(instance, query)).length, count, query);
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = cursor === "" ? "" : `&cursor=${cursor}`;
      const res = await instance.call(
        "GET",
        `/api/audit?action=account.&limit=7${query}`,
      );
      const page = await res.json();
      seen.push(...page.events.map(({ id }: AuditEvent) => id));
      cursor = page.cursor;
    }
    assertEquals(seen.length, 60);
    assertEquals(seen, [...new Set(seen)].sort().reverse());
  });

  it("forgets events when their time is over", async () => {
    await using cluster = await instances();
    const instance = first(cluster.all);
    const { store, settings } = instance.services;
    const at = Date.now() - 40 * 24 * 60 * 60 * 1000;
    const id = `aud_${ulid(at)}`;
    await putAuditEvent(store, {
      id,
      at,
      actor: { kind: "owner", keyId: "owner", name: "Owner" },
      action: "key.create",
      target: "k",
      requestId: null,
    }, { keepMs: 1e12 });
    assertEquals((await events(instance)).length, 1);
    await settings.change({ auditDays: 30 });
    assertEquals(await events(instance), []);
    assertEquals(await events(instance, "?target=k"), []);
    instance.services.audit.note({ action: "key.create", target: "l" });
    assertEquals((await events(instance)).length, 1);
    assertEquals(await getAuditEvent(store, id), null);
  });
});

describe("Audit", () => {
  it("keeps no secret that a caller lets slip", async () => {
    const store = memoryStore();
    const audit = new Audit({ store, keepMs: () => 1e9, onFailure: () => {} });
    const key = `sk-p2a-${"x".repeat(43)}`;
    const token = `eyJ${"a".repeat(30)}.eyJ${"b".repeat(30)}.${"c".repeat(30)}`;
    const { id } = audit.note({
      action: "key.create",
      target: "k",
      before: { list: [key], [token]: 1 },
      after: `made ${key}`,
    });
    await audit.flush();
    const text = JSON.stringify(await getAuditEvent(store, id));
    assertEquals(text.includes("xxxx"), false);
    assertEquals(text.includes("aaaa"), false);
    assert(/secret [0-9a-f]{8}/.test(text));
    await store.close();
  });

  it("keeps large details, and says when they are too large", async () => {
    const store = memoryStore();
    const audit = new Audit({ store, keepMs: () => 1e9, onFailure: () => {} });
    const large = Array.from({ length: 3000 }, (_, i) => `model ${i} 模型`);
    const huge = Array.from({ length: 4000 }, () => crypto.randomUUID());
    const kept = audit.note({ action: "a.b", target: "t", after: large });
    const omitted = audit.note({
      action: "a.b",
      target: "t",
      after: huge,
      undo: "settings",
    });
    await audit.flush();
    assertEquals((await getAuditEvent(store, kept.id))?.after, large);
    const event = await getAuditEvent(store, omitted.id);
    assertEquals([event?.omitted, event?.after, event?.undo], [
      true,
      undefined,
      undefined,
    ]);
    await store.close();
  });

  it("stores an event once the database is back", async () => {
    const kv = await Deno.openKv(":memory:");
    let isAway = true;
    const store = new Store({
      open: () =>
        isAway ? Promise.reject(new Error("away")) : Promise.resolve(kv),
      advice: "wait",
      retryMs: 0,
    });
    const failures: unknown[] = [];
    const audit = new Audit({
      store,
      keepMs: () => 1e9,
      onFailure: (cause) => failures.push(cause),
    });
    const { id } = audit.note({ action: "key.create", target: "k" });
    isAway = false;
    await audit.flush();
    assertEquals(failures, []);
    const page = await listAuditEvents(store, { limit: 9, since: 0 });
    assertEquals(page.events.map((event) => event.id), [id]);
    await store.close();
  });
});

describe("the audit of keys", () => {
  it("tells what was done to a key, and takes changes of it back", async () => {
    await using cluster = await instances();
    const instance = first(cluster.all);
    const { call, services } = instance;
    const made = await call("POST", "/api/keys", { body: { name: "Laptop" } });
    const { id, key } = await made.json();
    const path = `/api/keys/${id}`;
    await call("PATCH", path, { body: { perMinute: 5, name: "Laptop" } });
    await call("POST", `${path}/rotate`, { body: { graceSeconds: 0 } });
    const [rotation, change, creation] = await events(instance);
    assertEquals(
      [rotation?.action, change?.action, creation?.action],
      ["key.rotate", "key.change", "key.create"],
    );
    assertEquals(change?.before, { perMinute: null });
    assertEquals(change?.after, { perMinute: 5 });
    const undo = await call("POST", `/api/audit/${change?.id}/undo`);
    assertEquals(undo.status, 201, await undo.text());
    assertEquals((await services.keys.get(id))?.perMinute, null);
    await call("PATCH", path, { body: { perMinute: 6 } });
    const [later] = await events(instance);
    await call("PATCH", path, { body: { perMinute: 7 } });
    const late = await call("POST", `/api/audit/${later?.id}/undo`);
    assertEquals((await late.json()).error.code, "changed_since");
    assertEquals((await services.keys.get(id))?.perMinute, 7);
    const [last] = await events(instance);
    await call("DELETE", path);
    const gone = await call("POST", `/api/audit/${last?.id}/undo`);
    assertEquals(gone.status, 409);
    assertEquals((await gone.json()).error.code, "changed_since");
    const text = JSON.stringify(await events(instance));
    assertEquals(text.includes(key), false);
    assertEquals((await events(instance, `?target=${id}`)).length, 7);
  });
});
