import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { readRequestsQuery } from "../../lib/cockpit/requests_query.ts";

const NOW = Date.UTC(2026, 0, 2, 12);

function read(search: string) {
  return readRequestsQuery(new URL(`http://localhost/requests${search}`), NOW);
}

describe("the address of the page of requests", () => {
  it("filters by what it names; fields that are empty say nothing", () => {
    const query = read("?model=a&model=b&model=&key=&outcome=failed&lang=zh");
    assertEquals(query.filter.toString(), "model=a&model=b&outcome=failed");
    assertEquals(query.list.model, ["a", "b"]);
    assertEquals(query.list.outcome, ["failed"]);
    assertEquals(query.fault, null);
  });

  it("knows times before now by name", () => {
    const query = read("?within=1h");
    assertEquals(query.list.from, NOW - 3_600_000);
    assertEquals(query.link.toString(), "within=1h");
    assertEquals(read("?within=nonsense").link.toString(), "");
  });

  it("takes times of a form without a zone to be UTC", () => {
    const query = read("?from=2026-01-02T03:04&to=1767326400000");
    assertEquals(query.list.from, Date.UTC(2026, 0, 2, 3, 4));
    assertEquals(query.list.to, 1767326400000);
  });

  it("says what it does not understand, and filters by nothing", () => {
    const query = read("?blame=nobody");
    assertEquals(query.fault?.includes("blame"), true);
    assertEquals(query.list.blame, undefined);
  });

  it("names the request that is open, and the page", () => {
    const query = read("?id=req_1&cursor=req_2");
    assertEquals(query.id, "req_1");
    assertEquals(query.list.cursor, "req_2");
    assertEquals(query.link.toString(), "");
  });
});
