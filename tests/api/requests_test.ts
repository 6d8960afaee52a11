import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import type { RequestRecord } from "../../lib/store/requests/record.ts";
import { idAt } from "../store/requests/records.ts";
import { ownerApp } from "./owner_app.ts";

function record(n: number): RequestRecord {
  return {
    id: `req_${n}`,
    at: n,
    keyId: "k",
    surface: "chat_completions",
    model: "m",
    attempts: [],
    status: 200,
    durationMs: 1,
    stream: false,
    upstream: "simulator",
  };
}

describe("/api/requests", () => {
  it("pages through what was just recorded, newest first", async () => {
    await using app = await ownerApp();
    for (let n = 1; n <= 5; n++) app.services.recorder.push(record(n));
    const seen: unknown[] = [];
    let query = "?limit=2";
    for (let page = 0; page < 3; page++) {
      const res = await app.call("GET", `/api/requests${query}`);
      assertEquals(res.status, 200);
      assertEquals(res.headers.get("cache-control"), "no-store");
      const { requests, cursor } = await res.json();
      seen.push(...requests);
      query = cursor === null ? "" : `?limit=2&cursor=${cursor}`;
    }
    assertEquals(seen, [5, 4, 3, 2, 1].map(record));
    assertEquals(query, "");
  });

  it("shows one request by its id", async () => {
    await using app = await ownerApp();
    app.services.recorder.push(record(1));
    const res = await app.call("GET", "/api/requests/req_1");
    assertEquals(res.status, 200);
    const { explanation, ...shown } = await res.json();
    assertEquals(shown, record(1));
    assertEquals(explanation.en.length, explanation.zh.length);
    const unknown = await app.call("GET", "/api/requests/req_2");
    assertEquals(unknown.status, 404);
    assertEquals((await unknown.json()).error.code, "request_not_found");
  });

  it("refuses a limit or cursor that is none", async () => {
    await using app = await ownerApp();
    const queries: [string, string][] = [
      ["limit=0", "limit"],
      ["limit=201", "limit"],
      ["limit=two", "limit"],
      ["limit=1.5", "limit"],
      ["cursor=", "cursor"],
      ["cursor=a%2Fb", "cursor"],
      ["from=yesterday", "from"],
      ["outcome=good", "outcome[0]"],
      ["key=", "key[0]"],
    ];
    for (const [query, param] of queries) {
      const res = await app.call("GET", `/api/requests?${query}`);
      assertEquals(res.status, 400, query);
      assertEquals((await res.json()).error.param, param);
    }
  });

  it("refuses a filter it does not know, which would mean all", async () => {
    await using app = await ownerApp();
    const res = await app.call("GET", "/api/requests?acount=a");
    assertEquals(res.status, 400);
    assertEquals((await res.json()).error.type, "invalid_request_error");
  });

  it("filters by any of several values and by all conditions", async () => {
    await using app = await ownerApp();
    const noon = Date.UTC(2026, 5, 1, 12);
    const records = [
      { ...record(1), keyId: "k1", status: 200 },
      { ...record(2), keyId: "k2", status: 429, blame: "account" as const },
      { ...record(3), keyId: "k2", status: 499, blame: "client" as const },
      { ...record(4), keyId: "k2", status: 502, blame: "upstream" as const },
    ].map((one, n) => ({ ...one, id: idAt(noon + n, n), at: noon + n }));
    for (const one of records) app.services.recorder.push(one);
    const cases: [string, number[]][] = [
      ["key=k2", [4, 3, 2]],
      ["key=k1&key=k2", [4, 3, 2, 1]],
      ["key=k2&outcome=failed", [4, 2]],
      ["blame=account&blame=client", [3, 2]],
      ["outcome=cancelled&blame=account", []],
      [`from=${noon + 1}&to=${noon + 3}`, [3, 2]],
      ["from=2026-06-01T12:00:00Z&key=k1", [1]],
      ["to=2026-06-01T14:00:00%2B02:00", []],
    ];
    for (const [query, expected] of cases) {
      const res = await app.call("GET", `/api/requests?${query}`);
      assertEquals(res.status, 200, query);
      const { requests, cursor } = await res.json();
      const times = requests.map(({ at }: RequestRecord) => at - noon + 1);
      assertEquals(times, expected, query);
      assertEquals(cursor, null);
    }
  });

  it("deletes one request, by a filter, or all in plain words", async () => {
    await using app = await ownerApp();
    for (let n = 1; n <= 6; n++) {
      const keyId = n % 2 === 0 ? "even" : "odd";
      app.services.recorder.push({ ...record(n), keyId });
    }
    const one = await app.call("DELETE", "/api/requests/req_1");
    assertEquals(await one.json(), { id: "req_1", deleted: true });
    const again = await app.call("DELETE", "/api/requests/req_1");
    assertEquals(again.status, 404);
    const plain = await app.call("DELETE", "/api/requests");
    assertEquals(plain.status, 400);
    assertEquals((await plain.json()).error.param, "all");
    const even = await app.call("DELETE", "/api/requests?key=even");
    assertEquals(await even.json(), { deleted: 3, complete: true });
    const left = await (await app.call("GET", "/api/requests")).json();
    assertEquals(
      left.requests,
      [5, 3].map((n) => ({
        ...record(n),
        keyId: "odd",
      })),
    );
    const all = await app.call("DELETE", "/api/requests?all=true");
    assertEquals(await all.json(), { deleted: 2, complete: true });
    const none = await (await app.call("GET", "/api/requests")).json();
    assertEquals(none.requests, []);
  });
});
