import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "./helpers/gateway.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What everybody may see: no key, no account, no record. */
const PUBLIC = new Set(["/", "/healthz", "/readyz", "/login"]);

/** Ways in and out, which ask for the owner's key or need no asking. */
const DOORS = new Set(["/api/session", "/logout"]);

/** Public for those who know an id that nobody guesses; 404 for all others. */
const PUBLIC_BY_ID = new Set(["/v1/images/files/a"]);

/** Pages for those who know such an id. */
const PUBLIC_PAGES_BY_ID = new Set(["/guest/a"]);

const ROUTES = new URL("../routes/", import.meta.url);

interface FoundPath {
  path: string;
  isFallback: boolean;
  isPage: boolean;
}

/** URL paths of all route files, with made-up values for their parameters. */
async function paths(
  directory = ROUTES,
  base = "",
): Promise<FoundPath[]> {
  const found: FoundPath[] = [];
  for await (const entry of Deno.readDir(directory)) {
    if (entry.name.startsWith("_") || entry.name.startsWith("(_")) continue;
    if (entry.isDirectory) {
      const isGroup = entry.name.startsWith("(");
      const inner = isGroup ? base : `${base}/${segment(entry.name)}`;
      found.push(...await paths(new URL(`${entry.name}/`, directory), inner));
      continue;
    }
    const name = entry.name.replace(/\.tsx?$/, "");
    found.push({
      path: name === "index" ? base || "/" : `${base}/${segment(name)}`,
      isFallback: name === "[...path]",
      isPage: directory.pathname.includes("(cockpit)"),
    });
  }
  return found;
}

function segment(name: string): string {
  return name.replace(/\[\.\.\..+\]/, "a/b").replace(/\[.+\]/, "a");
}

describe("every route", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({ accounts: [] });
  });
  after(() => gateway.close());

  it("refuses calls without credentials, or is public on purpose", async () => {
    const all = await paths();
    assert(all.length > 8);
    for (const { path, isFallback, isPage } of all) {
      if (PUBLIC.has(path) || DOORS.has(path)) continue;
      if (isPage && !isFallback) continue;
      const statuses = new Set<number>();
      for (const method of METHODS) {
        const response = await gateway.fetch(path, { method, key: "" });
        statuses.add(response.status);
        await response.body?.cancel();
      }
      for (const status of statuses) {
        assert([401, 404, 405].includes(status), `${path}: ${status}`);
      }
      const is404 = isFallback || PUBLIC_BY_ID.has(path);
      const expected = is404 ? 404 : 401;
      assert(
        statuses.has(expected) || statuses.has(401),
        `${path}: ${[...statuses]}`,
      );
    }
  });

  it("refuses client keys where the owner's is needed", async () => {
    const made = await gateway.post("/api/keys", { name: "client" });
    const { key } = await made.json();
    for (const { path } of await paths()) {
      if (!path.startsWith("/api/") || DOORS.has(path)) continue;
      for (const method of METHODS) {
        const response = await gateway.fetch(path, { method, key });
        assert(
          [403, 404, 405].includes(response.status),
          `${method} ${path}: ${response.status}`,
        );
        await response.body?.cancel();
      }
    }
  });

  it("shows no page without a session, whatever the method", async () => {
    const pages = (await paths()).filter(({ path, isPage, isFallback }) =>
      isPage && !isFallback && !DOORS.has(path)
    );
    assert(pages.length > 8);
    for (const { path } of pages) {
      if (PUBLIC.has(path)) continue;
      for (const method of [...METHODS, "HEAD"]) {
        const response = await gateway.fetch(path, { method, key: "" });
        if (PUBLIC_PAGES_BY_ID.has(path)) {
          assert([404, 405].includes(response.status), `${method} ${path}`);
          await response.body?.cancel();
          continue;
        }
        assertEquals(response.status, 302, `${method} ${path}`);
        const location = String(response.headers.get("location"));
        assert(location.startsWith("/login?next=%2F"), location);
        assertEquals(await response.text(), "");
      }
    }
  });

  it("opens no page to keys, which are for programs", async () => {
    const response = await gateway.fetch("/keys");
    assertEquals(response.status, 302);
  });

  it("4: answers HEAD and GET / to clients that probe it", async () => {
    for (const method of ["HEAD", "GET"]) {
      const response = await gateway.fetch("/", { method, key: "" });
      assertEquals(response.status, 200);
      await response.body?.cancel();
    }
  });

  it("says nothing secret where it is public", async () => {
    for (const path of PUBLIC) {
      const response = await gateway.fetch(path, { key: "" });
      assertEquals(response.status, 200);
      const body = await response.text();
      assert(!/sk-p2a-[\w-]{8}|eyJ[\w-]{8}/.test(body), path);
    }
  });
});
