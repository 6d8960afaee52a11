import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fingerprint } from "../../../lib/auth/digest.ts";
import { Vault } from "../../../lib/auth/vault.ts";
import { AccountChecks } from "../../../lib/gateway/accounts/checks.ts";
import { importTokens } from "../../../lib/gateway/accounts/import.ts";
import { Accounts } from "../../../lib/gateway/accounts/accounts.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import { HEALTHY } from "../../../lib/pool/health.ts";
import { Pool } from "../../../lib/pool/pool.ts";
import { reduceHealth } from "../../../lib/pool/transitions.ts";
import { changeShared } from "../../../lib/store/account_states.ts";
import { listAccounts } from "../../../lib/store/accounts.ts";
import { memoryStore, type Store } from "../../../lib/store/kv.ts";
import { FakePuter, fakeToken } from "../fake_identity.ts";

const ALICE = "a11ce000-0000-4000-8000-000000000001";
const BOB = "b0b00000-0000-4000-8000-000000000002";
const NOW = Date.UTC(2026, 0, 15);

const REVOKED = {
  status: 401,
  body: { code: "reauth_required", reason: "session_revoked", error: "no" },
};

function vaultWith(byte: number): Vault {
  return new Vault(() => Promise.resolve(new Uint8Array(32).fill(byte)));
}

function setup(byte = 1) {
  const store = memoryStore();
  const puter = new FakePuter();
  const now = () => NOW;
  const vault = vaultWith(byte);
  const accounts = new Accounts({ store, vault, transport: puter, now });
  return { store, puter, accounts };
}

/** Stores that Puter rejected the token of an account, and it was used up. */
async function condemn(store: Store, id: string): Promise<void> {
  const at = NOW - 1;
  const disabled = reduceHealth(HEALTHY, {
    type: "disabled",
    at,
    code: "session_revoked",
    provenance: "told",
  });
  const health = reduceHealth(disabled, {
    type: "credit_gone",
    at,
    until: NOW + 1000,
    code: "insufficient_funds",
  });
  await changeShared(store, { kind: "account_state", id }, () => health);
}

/** The states of the accounts as a pool understands them. */
async function statesOf(accounts: Accounts): Promise<string[]> {
  const pool = new Pool({ maxQueueMs: 0, now: () => NOW });
  pool.setAccounts(await accounts.profiles());
  return pool.view().map(({ state }) => state.status);
}

async function refusalOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await assertRejects(() => promise, ApiError);
  assertEquals([error.status, error.param], [400, "token"]);
  return error;
}

describe("Accounts.connect()", () => {
  it("seals and stores an account that Puter confirms", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE, issuedAt: 100 });
    puter.accept(token, ALICE, { is_temp: true });
    const { account, outcome, messages } = await accounts.connect(token);
    assertEquals(outcome, "added");
    assertEquals(messages, ["The account user_a11c is connected"]);
    assertEquals(account, {
      id: ALICE,
      username: "user_a11c",
      tier: "temporary",
      pending: null,
      tokenKind: "full_access",
      tokenFingerprint: fingerprint(token),
      tokenIssuedAt: 100_000,
      tokenExpiresAt: null,
      addedAt: NOW,
      updatedAt: NOW,
      checkedAt: NOW,
      problem: null,
      renewedAt: NOW,
    });
    assertEquals(await accounts.list(), [account]);
    assertEquals(await accounts.get(ALICE), account);
    const [profile] = await accounts.profiles();
    assertEquals(profile?.token, token);
    assertEquals(profile?.problem, undefined);
    const stored = JSON.stringify(await listAccounts(store));
    assertEquals(stored.includes(token), false);
    await store.close();
  });

  it("takes a plan or a large allowance for a paid account", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.accept(token, ALICE, { subscription: { active: true, tier: "pro" } });
    assertEquals((await accounts.connect(token)).account.tier, "paid");
    assertEquals(puter.calls, ["/whoami"]);
    const other = fakeToken({ accountId: BOB });
    puter.accept(other, BOB);
    puter.usage(other, { remaining: 1, monthUsageAllowance: 900_000_000 });
    assertEquals((await accounts.connect(other)).account.tier, "paid");
    await store.close();
  });

  it("refuses tokens that cannot serve, and stores nothing", async () => {
    const { store, puter, accounts } = setup();
    const expired = fakeToken({ accountId: ALICE, expiresAt: NOW / 1000 - 1 });
    const scoped = fakeToken({ accountId: ALICE, kind: "scoped" });
    const revoked = fakeToken({ accountId: ALICE, issuedAt: 1 });
    puter.whoami(revoked, REVOKED);
    const foreign = fakeToken({ accountId: ALICE, issuedAt: 2 });
    puter.accept(foreign, BOB);
    const refusals: [string, string][] = [
      ["no token at all", "not a Puter token"],
      [expired, "expired on 2026-01-14"],
      [scoped, "scoped"],
      [revoked, "revoked"],
      [foreign, "another account"],
    ];
    for (const [token, words] of refusals) {
      const error = await refusalOf(accounts.connect(token));
      assertStringIncludes(error.message, words);
      assertEquals(error.message.includes(token), false);
    }
    assertEquals(await accounts.list(), []);
    await store.close();
  });

  it("stores an account unchecked when Puter cannot be reached", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.whoami(token, "broken");
    const { account, messages } = await accounts.connect(token);
    assertEquals(account.checkedAt, null);
    assertEquals(account.tier, "temporary");
    assertEquals(account.username, "account a11ce000");
    assertStringIncludes(messages.join(), "checked later");
    assertEquals((await accounts.profiles())[0]?.token, token);
    await store.close();
  });

  it("tells of a check that the owner has to pass first", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE, kind: "session" });
    puter.accept(token, ALICE, {
      email_confirmed: false,
      requires_email_confirmation: true,
    });
    const { account, messages } = await accounts.connect(token);
    assertEquals(account.pending, "email");
    assertStringIncludes(messages[1] ?? "", "confirm its e-mail address");
    assertStringIncludes(messages[2] ?? "", "full-access API token");
    assertEquals((await accounts.profiles())[0]?.problem, {
      code: "email_confirmation_required",
      since: NOW,
    });
    assertEquals(await statesOf(accounts), ["disabled"]);
    await store.close();
  });

  it("says 503 when tokens cannot be sealed, without asking Puter", async () => {
    const { store, puter } = setup();
    const missing = new ApiError("no key", { status: 503, code: "missing" });
    const vault = new Vault(() => Promise.reject(missing));
    const accounts = new Accounts({ store, vault, transport: puter });
    const token = fakeToken({ accountId: ALICE });
    const error = await assertRejects(() => accounts.connect(token), ApiError);
    assertEquals(error.code, "missing");
    assertEquals(puter.calls, []);
    await store.close();
  });
});

describe("a second token of an account", () => {
  const newer = fakeToken({ accountId: ALICE, issuedAt: 200 });
  const older = fakeToken({ accountId: ALICE, issuedAt: 100 });
  const session = fakeToken({
    accountId: ALICE,
    kind: "session",
    issuedAt: 300,
  });

  function setupBoth() {
    const all = setup();
    for (const token of [newer, older, session]) all.puter.accept(token, ALICE);
    return all;
  }

  it("replaces an older one, and one of a lesser kind", async () => {
    const { store, accounts } = setupBoth();
    await accounts.connect(session);
    const better = await accounts.connect(older);
    assertEquals(better.outcome, "replaced");
    assertStringIncludes(better.messages[0] ?? "", "better kind");
    const second = await accounts.connect(newer);
    assertEquals(second.outcome, "replaced");
    assertStringIncludes(second.messages[0] ?? "", "newer");
    assertEquals((await accounts.profiles()).map(({ token }) => token), [
      newer,
    ]);
    await store.close();
  });

  it("is not taken when it is older or of a lesser kind", async () => {
    const { store, accounts } = setupBoth();
    await accounts.connect(newer);
    for (const token of [older, session]) {
      const { outcome, account } = await accounts.connect(token);
      assertEquals(outcome, "kept");
      assertEquals(account.tokenFingerprint, fingerprint(newer));
    }
    assertEquals((await accounts.profiles())[0]?.token, newer);
    await store.close();
  });

  it("replaces a better one that no longer works", async () => {
    const { store, puter, accounts } = setupBoth();
    await accounts.connect(newer);
    puter.whoami(newer, "broken");
    assertEquals((await accounts.connect(session)).outcome, "kept");
    puter.whoami(newer, REVOKED);
    assertEquals((await accounts.connect(session)).outcome, "replaced");
    await store.close();
  });

  it("replaces one that was sealed under a lost key", async () => {
    const { store, puter, accounts } = setupBoth();
    await accounts.connect(newer);
    const vault = vaultWith(2);
    const later = new Accounts({ store, vault, transport: puter });
    const [unreadable] = await later.profiles();
    assertEquals(unreadable?.token, "");
    assertEquals(unreadable?.problem?.since, NOW);
    assertEquals((await later.connect(older)).outcome, "replaced");
    assertEquals((await later.profiles())[0]?.token, older);
    await store.close();
  });

  it("clears the state that the one before had earned", async () => {
    const { store, accounts } = setupBoth();
    await accounts.connect(older);
    const before = await accounts.recheck(ALICE);
    assertEquals(before?.renewedAt, NOW);
    await condemn(store, ALICE);
    await accounts.connect(newer);
    assertEquals(await statesOf(accounts), ["ready"]);
    assertEquals((await accounts.connect(newer)).outcome, "confirmed");
    assertEquals(await statesOf(accounts), ["ready"]);
    await store.close();
  });

  it("starts anew although Puter cannot be asked about it", async () => {
    const { store, puter, accounts } = setupBoth();
    await accounts.connect(older);
    await condemn(store, ALICE);
    puter.whoami(newer, "broken");
    const { account, outcome } = await accounts.connect(newer);
    assertEquals([outcome, account.checkedAt], ["replaced", null]);
    assertEquals([account.username, account.addedAt], ["user_a11c", NOW]);
    assertEquals(await statesOf(accounts), ["ready"]);
    await store.close();
  });

  it("ends as the better one when both come at once", async () => {
    const { store, accounts } = setupBoth();
    await Promise.all([session, older, newer].map((t) => accounts.connect(t)));
    assertEquals((await accounts.profiles()).map(({ token }) => token), [
      newer,
    ]);
    await store.close();
  });
});

describe("Accounts.profiles()", () => {
  it("gives the stored state to a working account", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.accept(token, ALICE);
    await accounts.connect(token);
    const before = await changeShared(
      store,
      { kind: "account_state", id: ALICE },
      () =>
        reduceHealth(HEALTHY, {
          type: "credit_gone",
          at: NOW,
          until: NOW + 1,
          code: "insufficient_funds",
        }),
    );
    assertEquals(before, true);
    assertEquals(await statesOf(accounts), ["exhausted"]);
    await store.close();
  });

  it("passes over states that an older version stored", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.accept(token, ALICE);
    await accounts.connect(token);
    const place = { kind: "account_state", id: ALICE } as const;
    await changeShared(
      store,
      place,
      () => ({ status: "disabled", since: NOW }),
    );
    assertEquals(await statesOf(accounts), ["ready"]);
    await store.close();
  });

  it("keeps what the owner has set when an account gets a new token", async () => {
    const { store, puter, accounts } = setup();
    const old = fakeToken({ accountId: ALICE, issuedAt: 1 });
    const token = fakeToken({ accountId: ALICE, issuedAt: 2 });
    for (const one of [old, token]) puter.accept(one, ALICE);
    await accounts.connect(old);
    await accounts.set(ALICE, {
      paused: true,
      weight: 3,
      reserveMicroCents: 7,
    });
    await accounts.connect(token);
    const [profile] = await accounts.profiles();
    assertEquals(profile?.token, token);
    assertEquals([profile?.weight, profile?.reserveMicroCents], [3, 7]);
    assertEquals(await statesOf(accounts), ["paused"]);
    await accounts.set(ALICE, { paused: false });
    assertEquals(await statesOf(accounts), ["ready"]);
    assertEquals(await accounts.set(BOB, { paused: true }), null);
    await store.close();
  });
});

describe("Accounts.remove()", () => {
  it("forgets the account and says whether there was one", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.accept(token, ALICE);
    await accounts.connect(token);
    assertEquals(await accounts.remove(ALICE), true);
    assertEquals(await accounts.remove(ALICE), false);
    assertEquals(await accounts.get(ALICE), null);
    assertEquals(await accounts.profiles(), []);
    await store.close();
  });
});

describe("importTokens()", () => {
  it("connects each token and reports failures by fingerprint", async () => {
    const { store, puter, accounts } = setup();
    const alice = fakeToken({ accountId: ALICE });
    const bob = fakeToken({ accountId: BOB });
    puter.accept(alice, ALICE);
    puter.whoami(bob, "broken");
    const list = `${alice},\n Bearer ${bob}; ${alice} retired-token`;
    const reports = await importTokens(accounts, list);
    assertEquals(reports.map(({ outcome }) => outcome), [
      "added",
      "added",
      "failed",
    ]);
    assertEquals(reports.map((report) => report.fingerprint), [
      fingerprint(alice),
      fingerprint(bob),
      fingerprint("retired-token"),
    ]);
    const shown = JSON.stringify(reports);
    assertEquals(shown.includes(alice) || shown.includes("retired-"), false);
    assertEquals((await accounts.list()).length, 2);
    await store.close();
  });

  it("asks nothing about tokens that are there already", async () => {
    const { store, puter, accounts } = setup();
    const alice = fakeToken({ accountId: ALICE });
    puter.accept(alice, ALICE);
    await importTokens(accounts, alice);
    await condemn(store, ALICE);
    const [before] = await accounts.profiles();
    puter.calls.length = 0;
    const [report] = await importTokens(accounts, alice);
    assertEquals(report?.outcome, "present");
    assertEquals(puter.calls, []);
    assertEquals(await accounts.profiles(), [before]);
    await store.close();
  });

  it("does nothing with an empty list", async () => {
    const { store, accounts } = setup();
    assertEquals(await importTokens(accounts, " \n,"), []);
    await store.close();
  });
});

describe("AccountChecks", () => {
  it("confirms what was stored unchecked, once Puter answers", async () => {
    const { store, puter, accounts } = setup();
    const alice = fakeToken({ accountId: ALICE });
    const bob = fakeToken({ accountId: BOB });
    puter.whoami(alice, "broken");
    puter.whoami(bob, "broken");
    await importTokens(accounts, `${alice} ${bob}`);
    const checks = new AccountChecks({ accounts });
    assertEquals(await checks.run(), 2);
    puter.accept(alice, ALICE);
    puter.whoami(bob, REVOKED);
    assertEquals(await checks.run(), 0);
    const [first, second] = await accounts.list();
    assertEquals([first?.username, first?.checkedAt], ["user_a11c", NOW]);
    assertEquals([second?.problem, second?.checkedAt], [
      "session_revoked",
      null,
    ]);
    assertEquals(await statesOf(accounts), ["ready", "disabled"]);
    await store.close();
  });

  it("asks again about a refusal that may have an end", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.whoami(token, "broken");
    await accounts.connect(token);
    const checks = new AccountChecks({ accounts });
    puter.whoami(token, {
      status: 401,
      body: { code: "token_auth_failed", error: "no" },
    });
    assertEquals(await checks.run(), 1);
    assertEquals(await statesOf(accounts), ["disabled"]);
    const kv = await store.kv();
    const before = (await kv.get(["revision"])).versionstamp;
    assertEquals(await checks.run(), 1);
    assertEquals((await kv.get(["revision"])).versionstamp, before);
    puter.accept(token, ALICE);
    assertEquals(await checks.run(), 0);
    assertEquals(await statesOf(accounts), ["ready"]);
    await store.close();
  });

  it("writes nothing while an account goes on waiting", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    const waiting = {
      email_confirmed: false,
      requires_email_confirmation: true,
    };
    puter.accept(token, ALICE, waiting);
    await accounts.connect(token);
    const kv = await store.kv();
    const before = (await kv.get(["revision"])).versionstamp;
    const checks = new AccountChecks({ accounts });
    assertEquals(await checks.run(), 1);
    assertEquals((await kv.get(["revision"])).versionstamp, before);
    puter.accept(token, ALICE);
    assertEquals(await checks.run(), 0);
    assertEquals(await statesOf(accounts), ["ready"]);
    await store.close();
  });

  it("runs by itself until nothing waits", async () => {
    const { store, puter, accounts } = setup();
    const token = fakeToken({ accountId: ALICE });
    puter.whoami(token, "broken");
    await accounts.connect(token);
    const checks = new AccountChecks({ accounts, pauseMs: 1 });
    checks.start();
    puter.accept(token, ALICE);
    for (let i = 0; i < 500; i++) {
      if ((await accounts.get(ALICE))?.checkedAt !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert((await accounts.get(ALICE))?.checkedAt === NOW);
    checks.close();
    await store.close();
  });
});
