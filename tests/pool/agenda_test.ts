import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { AccountState } from "../../lib/pool/account_state.ts";
import { CREDIT_MS, type Deeds, taskOf } from "../../lib/pool/agenda.ts";
import type { AccountView } from "../../lib/pool/pool.ts";
import { NOW, reading } from "./pool_helpers.ts";

const MINUTE = 60_000;

function view(
  state: AccountState,
  more: Partial<AccountView> = {},
): AccountView {
  return {
    id: "a",
    username: "a",
    tier: "free",
    state,
    planMarks: [],
    inFlight: 0,
    limits: { perWindow: 30, atOnce: 3 },
    windows: [],
    credit: null,
    weight: 1,
    usedAt: null,
    ...more,
  };
}

function task(account: AccountView, now: number, deeds: Deeds = {}) {
  return taskOf(account, deeds, { now, jitter: 0.5 });
}

/** The ms after `NOW` at which a task is first due, by steps of a second. */
function firstDue(account: AccountView, deeds: Deeds = {}): number {
  for (let ms = 0; ms < 48 * 60 * MINUTE; ms += 1000) {
    if (task(account, NOW + ms, deeds) !== null) return ms;
  }
  return Infinity;
}

function credit(remaining: number, reserve = 0) {
  return { ...reading(remaining), spentSince: 0, runsDryAt: null, reserve };
}

const SPENT = {
  status: "exhausted",
  since: NOW,
  until: Date.UTC(2026, 11, 1),
  code: "insufficient_funds",
} as const;

describe("taskOf()", () => {
  it("probes a guessed rest once, shortly before its end", () => {
    const rest = (provenance: "told" | "guessed", ms: number) =>
      view({
        status: "cooling",
        since: NOW,
        until: NOW + ms,
        code: "token_refused",
        provenance,
        level: 0,
      });
    assertEquals(firstDue(rest("guessed", MINUTE)), 54_000);
    assertEquals(firstDue(rest("guessed", 60 * MINUTE)), 54 * MINUTE);
    const probed = { probe: { of: NOW, at: NOW + 54_000, count: 1 } };
    assertEquals(firstDue(rest("guessed", MINUTE), probed), Infinity);
    // What Puter tells is waited for, and a short rest ends soon enough.
    assertEquals(firstDue(rest("told", MINUTE)), Infinity);
    assertEquals(firstDue(rest("guessed", 10_000)), Infinity);
  });

  it("asks about a disabled account ever more seldom", () => {
    const disabled = view({
      status: "disabled",
      since: NOW,
      code: "suspended",
      provenance: "told",
    });
    const dues: number[] = [];
    let deeds: Deeds = {};
    for (let count = 1; count <= 10; count++) {
      const ms = firstDue(disabled, deeds);
      dues.push(ms / MINUTE);
      deeds = { probe: { of: NOW, at: NOW + ms, count } };
    }
    assertEquals(dues.slice(0, 4), [1, 3, 7, 15]);
    const [last = 0, before = 0] = dues.toReversed();
    assertEquals(last - before, 6 * 60);
  });

  it("asks nothing about a token that only a new one can replace", () => {
    for (const code of ["session_revoked", "token_v1", "scoped_token"]) {
      const state = { status: "disabled", since: NOW, code } as const;
      assertEquals(firstDue(view({ ...state, provenance: "told" })), Infinity);
    }
    const guessed = view({
      status: "disabled",
      since: NOW,
      code: "token_rejected",
      provenance: "guessed",
    });
    assertEquals(firstDue(guessed), 15_000);
  });

  it("asks for credit where the account was used, and seldom", () => {
    const ready = { status: "ready" } as const;
    const known = { credit: credit(1e7) };
    assertEquals(firstDue(view(ready)), Infinity);
    assertEquals(firstDue(view(ready, { usedAt: NOW })), 0);
    assertEquals(firstDue(view(ready, known)), Infinity);
    const used = view(ready, { ...known, usedAt: NOW + 1 });
    assertEquals(firstDue(used), CREDIT_MS);
    // Another instance has just set out to ask, and may not come back.
    const asked = { askedAt: NOW + 60_000 };
    assertEquals(firstDue(used, asked), 3 * MINUTE);
  });

  it("looks every ten minutes whether there is credit again", () => {
    assertEquals(firstDue(view(SPENT, { credit: credit(0) })), 10 * MINUTE);
    const reserved = view({ status: "ready" }, { credit: credit(5, 10) });
    assertEquals(firstDue(reserved), 10 * MINUTE);
  });

  it("looks soon after a new month began", () => {
    const account = view({ status: "ready" }, { credit: credit(5, 10) });
    const month = Date.UTC(2026, 11, 1);
    const deeds = { askedAt: month - 30_000 };
    assertEquals(task(account, month, deeds), null);
    assertEquals(task(account, month + 40_000, deeds), { type: "credit" });
  });

  it("leaves a paused account alone", () => {
    const paused = { status: "paused", since: NOW, code: "" } as const;
    assertEquals(firstDue(view(paused, { usedAt: NOW })), Infinity);
  });
});
