import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import type { RequestRecord } from "../../lib/store/request_record.ts";
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
    assertEquals(await res.json(), record(1));
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
    ];
    for (const [query, param] of queries) {
      const res = await app.call("GET", `/api/requests?${query}`);
      assertEquals(res.status, 400, query);
      assertEquals((await res.json()).error.param, param);
    }
  });
});
