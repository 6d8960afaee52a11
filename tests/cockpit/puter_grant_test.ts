import { assert, assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { puterPages } from "../../lib/cockpit/puter_grant.ts";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";

const TOKEN_IN = /eyJ[\w-]+\./;

describe("connecting by Puter's own page", () => {
  let gateway: TestGateway;
  let session: string;

  beforeEach(async () => {
    gateway = await testGateway({ accounts: [] });
    session = await signIn();
  });
  afterEach(() => gateway.close());

  async function signIn(): Promise<string> {
    const body = JSON.stringify({ key: OWNER_KEY });
    const res = await gateway.fetch("/api/session", {
      method: "POST",
      key: "",
      body,
    });
    await res.body?.cancel();
    return cookieOf(res);
  }

  function cookieOf(res: Response): string {
    return /^[^;]*/.exec(res.headers.get("set-cookie") ?? "")?.[0] ?? "";
  }

  function get(path: string, ...cookies: string[]) {
    const headers = { cookie: cookies.join("; ") };
    return gateway.fetch(path, { key: "", headers });
  }

  /** Goes to Puter, and gives where it leads back to and the cookie for that. */
  async function begin() {
    const res = await get("/accounts/connect", session);
    assertEquals(res.status, 302);
    const to = new URL(String(res.headers.get("location")));
    return {
      to,
      back: new URL(String(to.searchParams.get("redirectURL"))),
      res,
    };
  }

  it("asks Puter with a state that is bound to the session", async () => {
    const { to, back, res } = await begin();
    assertEquals(to.origin, "https://puter.com");
    assertEquals(to.searchParams.get("action"), "authme");
    assertEquals(
      back.origin + back.pathname,
      "http://localhost/accounts/callback",
    );
    assertEquals(res.headers.get("referrer-policy"), "no-referrer");
    const cookie = String(res.headers.get("set-cookie"));
    assert(/HttpOnly/.test(cookie) && /Path=\/accounts\/callback/.test(cookie));
    // What the browser holds and what Puter sees are not the same.
    assert(!cookie.includes(String(back.searchParams.get("state"))));
  });

  it("takes the token and drops it from the address", async () => {
    const { back, res } = await begin();
    const { token } = gateway.simulator.addAccount({});
    back.searchParams.set("token", token);
    const done = await get(back.pathname + back.search, session, cookieOf(res));
    assertEquals(done.status, 303);
    assertEquals(done.headers.get("location"), "/?connected=added");
    assertEquals(done.headers.get("referrer-policy"), "no-referrer");
    assertEquals(done.headers.get("cache-control"), "no-store");
    assert(!TOKEN_IN.test(await done.text()));
    assert(
      /Expires=Thu, 01 Jan 1970|Max-Age=0/.test(
        String(done.headers.get("set-cookie")),
      ),
    );
    assertEquals(gateway.services.puter.pool.size, 1);
    assert(!gateway.log.join().includes(token));
  });

  it("refuses an answer that this session has not asked for", async () => {
    const { back, res } = await begin();
    const { token } = gateway.simulator.addAccount({});
    back.searchParams.set("token", token);
    const path = back.pathname + back.search;
    const forged = path.replace(/state=\w+/, `state=${"0".repeat(64)}`);
    const other = await signIn();
    const attempts = [
      [path, session],
      [forged, session, cookieOf(res)],
      [path, other, cookieOf(res)],
    ];
    for (const [path = "", ...cookies] of attempts) {
      const done = await get(path, ...cookies);
      assertEquals(done.headers.get("location"), "/?connected=state");
    }
    assertEquals(gateway.services.puter.pool.size, 0);
  });

  it("says when access was not allowed, or the token is of no use", async () => {
    for (const [token, expected] of [[null, "denied"], ["eyJ", "refused"]]) {
      const { back, res } = await begin();
      if (token) back.searchParams.set("token", token);
      const path = back.pathname + back.search;
      const done = await get(path, session, cookieOf(res));
      assertEquals(done.headers.get("location"), `/?connected=${expected}`);
    }
  });

  it("keeps the token out of the sign-in page's address", async () => {
    const res = await get("/accounts/callback?state=a&token=eyJsecret");
    assertEquals(res.status, 302);
    assertEquals(res.headers.get("location"), "/login?next=%2Faccounts");
  });
});

describe("puterPages()", () => {
  it("leaves out the api of the API's host, and guesses nothing", () => {
    assertEquals(puterPages("https://api.puter.com"), "https://puter.com");
    assertEquals(
      puterPages("http://api.puter.localhost:4100"),
      "http://puter.localhost:4100",
    );
    assertEquals(puterPages("http://127.0.0.1:4100"), null);
  });
});
