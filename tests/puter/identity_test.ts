import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { PuterError } from "../../lib/puter/errors/classify.ts";
import {
  type Identity,
  type MeteringUsage,
  meteringUsage,
  type Tier,
  tierOf,
  whoami,
} from "../../lib/puter/identity.ts";
import { type Script, ScriptedTransport } from "./scripted_transport.ts";

const TOKEN = "not-a-real-token";

const TEMPORARY = {
  username: "swift_camera_701041",
  uuid: "e379f009-11b2-4cbe-ba95-a82f792000b7",
  email_confirmed: false,
  requires_email_confirmation: false,
  requires_phone_verification: false,
  requires_card_verification: false,
  is_temp: true,
};

const USAGE = {
  usage: { total: 542216.4, allowanceUsed: 542216.4 },
  allowanceInfo: {
    remaining: 24457783.6,
    monthUsageAllowance: 25000000,
    addons: {},
  },
};

function saying(body: unknown, status = 200): ScriptedTransport {
  return new ScriptedTransport(() => ({ status, body }));
}

function who(more: Record<string, unknown> = {}): Promise<Identity> {
  return whoami(saying({ ...TEMPORARY, ...more }), TOKEN);
}

describe("whoami()", () => {
  it("asks with the token in the header's place alone", async () => {
    const transport = saying(TEMPORARY);
    await whoami(transport, TOKEN);
    assertEquals(transport.calls, [
      { method: "GET", path: "/whoami", token: TOKEN },
    ]);
  });

  it("reads a temporary account", async () => {
    assertEquals(await who(), {
      accountId: "e379f009-11b2-4cbe-ba95-a82f792000b7",
      username: "swift_camera_701041",
      isTemporary: true,
      emailConfirmed: false,
      pending: null,
      subscription: undefined,
    });
  });

  const pending: [Record<string, unknown>, Identity["pending"]][] = [
    [{ requires_email_confirmation: true }, "email"],
    [{ requires_email_confirmation: true, email_confirmed: true }, null],
    [{ requires_phone_verification: true }, "phone"],
    [{ requires_card_verification: true }, "card"],
  ];
  for (const [fields, check] of pending) {
    it(`waits for ${check} given ${JSON.stringify(fields)}`, async () => {
      assertEquals((await who(fields)).pending, check);
    });
  }

  const plans: [unknown, Identity["subscription"]][] = [
    [undefined, undefined],
    [null, undefined],
    [true, { active: true }],
    ["basic", { active: true, name: "basic" }],
    ["user_free", { active: false, name: "user_free" }],
    [{ active: true, tier: "business" }, { active: true, name: "business" }],
    [{ active: false, tier: "basic" }, { active: false, name: "basic" }],
    [{ tier: "free" }, { active: false, name: "free" }],
    [{}, { active: false }],
  ];
  for (const [subscription, plan] of plans) {
    it(`reads the plan ${JSON.stringify(subscription)}`, async () => {
      assertEquals((await who({ subscription })).subscription, plan);
    });
  }

  it("throws the failure when Puter refuses the token", async () => {
    const body = { message: "Account suspended", code: "forbidden" };
    const thrown = await assertRejects(
      () => whoami(saying(body, 403), TOKEN),
      PuterError,
    );
    assertEquals(thrown.failure.code, "suspended");
  });

  it("throws when the answer is no identity", async () => {
    for (const body of [{}, [], "hello", { username: "x" }]) {
      const thrown = await assertRejects(
        () => whoami(saying(body), TOKEN),
        PuterError,
      );
      assertEquals(thrown.failure.code, "unreadable_answer");
    }
  });

  it("blames the network when the connection breaks", async () => {
    const broken: Script = () => {
      throw new TypeError("connection reset");
    };
    const thrown = await assertRejects(
      () => whoami(new ScriptedTransport(broken), TOKEN),
      PuterError,
    );
    assertEquals(thrown.failure.blame, "network");
  });
});

describe("meteringUsage()", () => {
  it("reads the credit in micro-cents", async () => {
    assertEquals(await meteringUsage(saying(USAGE), TOKEN), {
      remaining: 24457783.6,
      allowance: 25000000,
      bought: 0,
      unit: "micro_cents",
    });
  });

  it("tells what was bought and not yet used", async () => {
    const addons = { purchasedCredits: 700, consumedPurchaseCredits: 200 };
    const cases: [number, number][] = [[1000, 500], [300, 300]];
    for (const [remaining, bought] of cases) {
      const allowanceInfo = { remaining, monthUsageAllowance: 600, addons };
      const usage = await meteringUsage(saying({ allowanceInfo }), TOKEN);
      assertEquals(usage.bought, bought);
    }
  });

  it("says when the scale is unknown", async () => {
    const allowanceInfo = {
      remaining: 5,
      monthUsageAllowance: 10,
      unit: "credits",
    };
    const usage = await meteringUsage(saying({ allowanceInfo }), TOKEN);
    assertEquals(usage.unit, "credits");
  });

  it("invents no credit", async () => {
    const body = { allowanceInfo: { remaining: "25" } };
    await assertRejects(() => meteringUsage(saying(body), TOKEN), PuterError);
  });
});

describe("tierOf()", () => {
  const usage = (
    allowance: number,
    unit: MeteringUsage["unit"] = "micro_cents",
  ) => ({ remaining: 1, allowance, bought: 0, unit });
  const rows: [Record<string, unknown>, MeteringUsage | undefined, Tier][] = [
    [{}, undefined, "temporary"],
    [{ is_temp: false }, undefined, "free"],
    [{ is_temp: false }, usage(50_000_000), "free"],
    [{ is_temp: false }, usage(500_000_000), "paid"],
    [{ is_temp: false }, usage(500_000_000, "credits"), "free"],
    [{ is_temp: false, subscription: "basic" }, undefined, "paid"],
    [{ is_temp: false, subscription: "user_free" }, undefined, "free"],
    [{ subscription: { active: false, tier: "x" } }, undefined, "temporary"],
  ];
  for (const [fields, metering, tier] of rows) {
    it(`is ${tier} for ${JSON.stringify([fields, metering])}`, async () => {
      assertEquals(tierOf(await who(fields), metering), tier);
    });
  }
});
