import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { Key, KeyDetail } from "../../../lib/browser/api_types.ts";
import {
  bodyOf,
  fieldOf,
  formOf,
  type KeyBody,
  type KeyForm,
  NEW_GUEST,
  NEW_KEY,
} from "../../../lib/browser/keys/form.ts";
import { modelScope } from "../../../lib/browser/keys/model_scope.ts";
import { stateOf } from "../../../lib/browser/keys/state.ts";
import { NewKeyBody } from "../../../lib/gateway/api_schemas/keys.ts";

const NOW = Date.UTC(2030, 0, 15);

function read(change: Partial<KeyForm>) {
  const form = { ...NEW_KEY, name: "Laptop", ...change };
  return bodyOf(form, { now: NOW, kept: null });
}

function problemsOf(change: Partial<KeyForm>) {
  const result = read(change);
  return "problems" in result ? result.problems : {};
}

function bodyFrom(change: Partial<KeyForm>) {
  const result = read(change);
  assert("body" in result, JSON.stringify(result));
  return result.body;
}

const BODY: KeyBody = {
  name: "Laptop",
  models: ["gpt-*", "claude-*"],
  surfaces: ["chat_completions"],
  perMinute: 5,
  atOnce: 1,
  dailyMicroCents: 123_456_789,
  monthlyMicroCents: null,
  expiresAt: NOW + 1234,
  ips: ["192.0.2.0/24"],
  bodies: "failed",
};

const KEY: Key = {
  ...BODY,
  id: "a",
  hint: "sk-p2a-abcd…wxyz",
  createdAt: 1,
  previousUntil: null,
  lastUsedAt: null,
  guestId: null,
};

describe("the form of a key", () => {
  it("says what the API takes, without limits where it is empty", () => {
    const body = bodyFrom({});
    assertEquals(NewKeyBody.parse(body), body);
    assertEquals(body.models, null);
    assertEquals(body.dailyMicroCents, null);
    assertEquals(body.expiresAt, null);
  });

  it("offers guests little, for a week", () => {
    const body = bodyFrom({ ...NEW_GUEST, name: "Ann" });
    assertEquals(body.dailyMicroCents, 50_000_000);
    assertEquals(body.expiresAt, NOW + 7 * 24 * 3_600_000);
    assertEquals(body.surfaces, ["chat_completions"]);
  });

  it("reads lists by lines and commas, each entry once", () => {
    const { models } = bodyFrom({ models: " gpt-*,claude-*\n\ngpt-*\n" });
    assertEquals(models, ["gpt-*", "claude-*"]);
  });

  it("reads sums to the micro-cent", () => {
    assertEquals(bodyFrom({ daily: "0.5" }).dailyMicroCents, 50_000_000);
    assertEquals(bodyFrom({ daily: "$1,25" }).dailyMicroCents, 125_000_000);
    assertEquals(bodyFrom({ daily: "0.00000001" }).dailyMicroCents, 1);
  });

  it("names each field that cannot be read", () => {
    assertEquals(problemsOf({ name: " " }), { name: "name" });
    assertEquals(problemsOf({ perMinute: "0" }), { perMinute: "count" });
    assertEquals(problemsOf({ atOnce: "1.5" }), { atOnce: "count" });
    assertEquals(problemsOf({ daily: "0" }), { daily: "money" });
    assertEquals(problemsOf({ monthly: "much" }), { monthly: "money" });
    assertEquals(problemsOf({ surfaces: [] }), { surfaces: "surfaces" });
    assertEquals(problemsOf({ expiry: "date" }), { expiresAt: "time" });
    assertEquals(
      problemsOf({ expiry: "date", expiresAt: "2001-01-01T00:00" }),
      { expiresAt: "past" },
    );
  });

  it("gives a key back as it was, its end to the millisecond", () => {
    assertEquals(
      bodyOf(formOf(KEY), { now: NOW, kept: KEY.expiresAt }),
      { body: BODY },
    );
  });

  it("keeps any sum through the form", () => {
    fc.assert(fc.property(
      fc.integer({ min: 1, max: 1e15 }),
      (dailyMicroCents) => {
        const form = formOf({ ...KEY, dailyMicroCents });
        const result = bodyOf(form, { now: NOW, kept: null });
        assert("body" in result);
        assertEquals(result.body.dailyMicroCents, dailyMicroCents);
      },
    ));
  });

  it("finds the field that the API complains about", () => {
    assertEquals(fieldOf("models[1]"), "models");
    assertEquals(fieldOf("dailyMicroCents"), "daily");
    assertEquals(fieldOf("ips[0]"), "ips");
    assertEquals(fieldOf(null), "name");
  });
});

describe("the scope of a key", () => {
  const models = [["gpt-4o", "openai/gpt-4o"], ["claude-opus"], ["grok-4"]];

  it("is everything without globs", () => {
    assertEquals(modelScope([], models).count, 3);
  });

  it("counts a model once, whichever of its names matches", () => {
    const { count, examples } = modelScope(["openai/*", "gpt*"], models);
    assertEquals(count, 1);
    assertEquals(examples, ["gpt-4o"]);
  });

  it("is nothing where no name matches", () => {
    assertEquals(modelScope(["gpt"], models), { count: 0, examples: [] });
  });
});

describe("the state of a key", () => {
  const usage = {
    lastMinute: null,
    running: null,
    dayMicroCents: 0,
    monthMicroCents: 0,
  };
  const detail = (change: Partial<KeyDetail>): KeyDetail => ({
    ...KEY,
    usage,
    ...change,
  });

  it("is the one that matters most", () => {
    assertEquals(stateOf(detail({}), NOW), "active");
    assertEquals(stateOf(detail({ previousUntil: NOW + 1 }), NOW), "grace");
    assertEquals(stateOf(detail({ previousUntil: NOW }), NOW), "active");
    const spent = { ...usage, dayMicroCents: 123_456_789 };
    assertEquals(
      stateOf(detail({ usage: spent, previousUntil: NOW + 1 }), NOW),
      "spent",
    );
    assertEquals(
      stateOf(detail({ usage: spent, expiresAt: NOW }), NOW),
      "expired",
    );
  });
});
