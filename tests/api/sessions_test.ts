import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { listAuditEvents } from "../../lib/store/audit.ts";
import { listSessions } from "../../lib/store/sessions.ts";
import { OWNER_KEY, testGateway } from "../helpers/gateway.ts";
import type { GatewayRequest, TestGateway } from "../helpers/gateway.ts";

const OWN = { origin: "http://localhost" };

async function started(
  visit: (gateway: TestGateway) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const gateway = await testGateway({ accounts: [], env });
  try {
    await visit(gateway);
  } finally {
    await gateway.close();
  }
}

function signIn(gateway: TestGateway, key: string, init: GatewayRequest = {}) {
  const body = JSON.stringify({ key });
  return gateway.fetch("/api/session", {
    method: "POST",
    body,
    ...init,
    key: "",
  });
}

function cookieOf(res: Response): string {
  return /^[^;]+/.exec(res.headers.get("set-cookie") ?? "")?.[0] ?? "";
}

async function signedIn(gateway: TestGateway): Promise<string> {
  const res = await signIn(gateway, OWNER_KEY);
  assertEquals(res.status, 201);
  await res.body?.cancel();
  return cookieOf(res);
}

async function statusOf(pending: Promise<Response>): Promise<number> {
  const res = await pending;
  await res.body?.cancel();
  return res.status;
}

describe("signing in", () => {
  it("gives a cookie that no script reads, and stores a digest", async () => {
    await started(async (gateway) => {
      const res = await signIn(gateway, OWNER_KEY);
      assertEquals(res.status, 201);
      const cookie = String(res.headers.get("set-cookie"));
      assertMatch(cookie, /^p2a_session=[\w-]{43};/);
      assertMatch(cookie, /HttpOnly/);
      assertMatch(cookie, /SameSite=Lax/);
      assertMatch(cookie, /Path=\//);
      assert(!/Secure/.test(cookie));
      const text = await res.text();
      const secret = cookie.slice(12, 55);
      assert(!text.includes(secret) && !text.includes(OWNER_KEY));
      const [record] = await listSessions(gateway.services.store);
      assert(!JSON.stringify(record).includes(secret));
    });
  });

  it("keeps the cookie to TLS and this host where there is TLS", async () => {
    await started(async (gateway) => {
      const headers = { origin: "https://localhost" };
      const res = await signIn(gateway, OWNER_KEY, { headers });
      await res.body?.cancel();
      const cookie = String(res.headers.get("set-cookie"));
      assertMatch(cookie, /^__Host-p2a_session=.*Secure/);
    });
  });

  it("refuses client keys, other keys and pages of other sites", async () => {
    await started(async (gateway) => {
      const { key } = await gateway.services.keys.create({ name: "Laptop" });
      for (const wrong of [key, "nonsense"]) {
        const res = await signIn(gateway, wrong);
        assertEquals(res.status, 401);
        assertEquals(res.headers.get("set-cookie"), null);
        assertEquals((await res.json()).error.code, "invalid_owner_key");
      }
      const headers = { origin: "https://evil.example" };
      assertEquals(
        await statusOf(signIn(gateway, OWNER_KEY, { headers })),
        403,
      );
    });
  });

  it("makes those wait who guess, from one address and no other", async () => {
    await started(async (gateway) => {
      const statuses = await Promise.all(
        Array.from(
          { length: 12 },
          () => statusOf(signIn(gateway, "no", { address: "192.0.2.7" })),
        ),
      );
      const refused = statuses.filter((status) => status === 401);
      assert(refused.length <= 5, statuses.join());
      const right = await signIn(gateway, OWNER_KEY, { address: "192.0.2.7" });
      assertEquals(right.status, 429);
      assert(Number(right.headers.get("retry-after")) >= 1);
      await right.body?.cancel();
      const elsewhere = { address: "192.0.2.8" };
      assertEquals(await statusOf(signIn(gateway, OWNER_KEY, elsewhere)), 201);
    });
  });

  it("is written down, and so are refusals", async () => {
    await started(async (gateway) => {
      await statusOf(signIn(gateway, "no"));
      const cookie = await signedIn(gateway);
      const headers = { cookie, ...OWN };
      const end = { method: "DELETE", key: "", headers };
      assertEquals(await statusOf(gateway.fetch("/api/session", end)), 200);
      await gateway.services.audit.flush();
      const { events } = await listAuditEvents(gateway.services.store, {
        limit: 10,
        action: "session.",
        since: 0,
      });
      assertEquals(events.map(({ action, actor }) => [action, actor.kind]), [
        ["session.close", "owner"],
        ["session.open", "owner"],
        ["session.refuse", "anonymous"],
      ]);
    });
  });
});

describe("a session", () => {
  it("opens the owner's API to this origin's own pages", async () => {
    await started(async (gateway) => {
      const cookie = await signedIn(gateway);
      const get = { key: "", headers: { cookie } };
      assertEquals(await statusOf(gateway.fetch("/api/keys", get)), 200);
      const body = JSON.stringify({ name: "Laptop" });
      const cases: [Record<string, string>, number][] = [
        [OWN, 201],
        [{ "sec-fetch-site": "same-origin" }, 201],
        [{}, 403],
        [{ origin: "null" }, 403],
        [{ origin: "https://evil.example" }, 403],
        [{ "sec-fetch-site": "same-site", ...OWN }, 403],
        [{ "sec-fetch-site": "cross-site" }, 403],
      ];
      for (const [more, status] of cases) {
        const headers = { cookie, ...more };
        const post = { method: "POST", key: "", headers, body };
        const got = await statusOf(gateway.fetch("/api/keys", post));
        assertEquals(got, status, JSON.stringify(more));
      }
    });
  });

  it("opens the public API too, and its records say cockpit", async () => {
    await started(async (gateway) => {
      const cookie = await signedIn(gateway);
      const body = JSON.stringify({
        model: "simulator/gpt-4o",
        messages: [{ role: "user", content: "Hello" }],
      });
      const ask = (more: Record<string, string>) =>
        gateway.fetch("/v1/chat/completions", {
          method: "POST",
          key: "",
          headers: { cookie, ...more },
          body,
        });
      assertEquals(await statusOf(ask(OWN)), 200);
      assertEquals(await statusOf(ask({})), 401);
      const elsewhere = { origin: "https://evil.example" };
      assertEquals(await statusOf(ask(elsewhere)), 401);
      const res = await gateway.fetch("/api/requests");
      const { requests } = await res.json();
      assertEquals(requests[0].keyId, "cockpit");
    });
  });

  it("does not stand in for a key that is wrong", async () => {
    await started(async (gateway) => {
      const cookie = await signedIn(gateway);
      const init = { key: "sk-wrong", headers: { cookie, ...OWN } };
      assertEquals(await statusOf(gateway.fetch("/api/keys", init)), 401);
      assertEquals(await statusOf(gateway.fetch("/v1/models", init)), 401);
    });
  });

  it("is listed, and ends when it is revoked", async () => {
    await started(async (gateway) => {
      const cookie = await signedIn(gateway);
      const other = await signedIn(gateway);
      const get = (cookie: string, path: string) =>
        gateway.fetch(path, { key: "", headers: { cookie } });
      const { sessions } = await (await get(cookie, "/api/sessions")).json();
      assertEquals(sessions.length, 2);
      const [mine] = sessions.filter(
        (session: { isCurrent: boolean }) => !session.isCurrent,
      );
      assertEquals(Object.keys(mine).toSorted(), [
        "address",
        "createdAt",
        "expiresAt",
        "id",
        "isCurrent",
        "lastUsedAt",
        "userAgent",
      ]);
      assertEquals(await statusOf(get(other, "/api/keys")), 200);
      const path = `/api/sessions/${mine.id}`;
      const end = { method: "DELETE" };
      assertEquals(await statusOf(gateway.fetch(path, end)), 200);
      assertEquals(await statusOf(gateway.fetch(path, end)), 404);
      assertEquals(await statusOf(get(other, "/api/keys")), 401);
      assertEquals(await statusOf(get(cookie, "/api/keys")), 200);
    });
  });
});
