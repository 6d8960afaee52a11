import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { csvCell } from "../../lib/gateway/requests/export.ts";
import { requestRecord } from "../store/requests/records.ts";
import { type OwnerApp, ownerApp } from "./owner_app.ts";

function fill(app: OwnerApp, count: number): void {
  for (let n = 0; n < count; n++) {
    app.services.recorder.push(
      requestRecord(n, n % 3 === 0 ? { status: 502, blame: "upstream" } : {}),
    );
  }
}

/** Reads CSV as a spreadsheet does. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    assert(found !== null, "no CSV");
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe("GET /api/requests/export", () => {
  it("gives all that match as lines of JSON, newest first", async () => {
    await using app = await ownerApp();
    fill(app, 700);
    const res = await app.call("GET", "/api/requests/export?outcome=failed");
    assertEquals(res.status, 200);
    assertEquals(
      res.headers.get("content-type"),
      "application/x-ndjson; charset=utf-8",
    );
    assertMatch(
      res.headers.get("content-disposition") ?? "",
      /^attachment; filename="requests-\d{8}T\d{6}Z\.ndjson"$/,
    );
    assertEquals(res.headers.get("cache-control"), "no-store");
    const lines = (await res.text()).trimEnd().split("\n");
    const expected = Array.from({ length: 700 }, (_, n) => n)
      .filter((n) => n % 3 === 0).reverse()
      .map((n) => requestRecord(n, { status: 502, blame: "upstream" }));
    assertEquals(lines.map((line) => JSON.parse(line)), expected);
  });

  it("gives CSV with a head, also when nothing matches", async () => {
    await using app = await ownerApp();
    fill(app, 450);
    const res = await app.call("GET", "/api/requests/export?format=csv");
    assertEquals(
      res.headers.get("content-type"),
      "text/csv; charset=utf-8; header=present",
    );
    assertMatch(res.headers.get("content-disposition") ?? "", /\.csv"$/);
    const rows = readCsv(await res.text());
    assertEquals(rows.length, 451);
    assertEquals(rows[0]?.slice(0, 2), ["id", "time"]);
    assertEquals(rows[1]?.[0], requestRecord(449).id);
    assert(rows.every((row) => row.length === rows[0]?.length));
    const none = await app.call(
      "GET",
      "/api/requests/export?format=csv&key=none",
    );
    assertEquals(readCsv(await none.text()).length, 1);
  });

  it("reads no more than its reader takes", async () => {
    await using app = await ownerApp();
    fill(app, 1000);
    const res = await app.call("GET", "/api/requests/export");
    assert(res.body !== null);
    const reader = res.body.getReader();
    const { value } = await reader.read();
    assertEquals(new TextDecoder().decode(value).match(/\n/g)?.length, 200);
    await reader.cancel();
  });

  it("refuses a format it does not know", async () => {
    await using app = await ownerApp();
    const res = await app.call("GET", "/api/requests/export?format=xlsx");
    assertEquals(res.status, 400);
    assertEquals((await res.json()).error.param, "format");
  });
});

describe("csvCell()", () => {
  it("gives spreadsheets no formula, whatever the text", () => {
    for (
      const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1"]
    ) {
      const [[cell = ""] = []] = readCsv(`${csvCell(text)}\r\n`);
      assertEquals(cell, `'${text}`);
    }
  });

  it("keeps every text readable as one cell", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      const rows = readCsv(`${csvCell(text)},end\r\n`);
      const [cell = "", end] = rows[0] ?? [];
      assertEquals([rows.length, end], [1, "end"]);
      assert(cell === text || cell === `'${text}`);
      assert(!/^[=+\-@]/.test(cell));
    }));
  });

  it("leaves numbers and nothing as they are", () => {
    assertEquals([0, 12.5, undefined, true].map(csvCell), [
      "0",
      "12.5",
      "",
      "true",
    ]);
  });
});
