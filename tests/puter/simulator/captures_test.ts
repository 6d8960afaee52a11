import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  type NewAccount,
  Simulator,
} from "../../../lib/puter/simulator/mod.ts";
import {
  assertAsCaptured,
  type Capture,
  readCaptures,
  replay,
} from "./captures.ts";

const NOW = Date.UTC(2026, 10, 23, 6, 34, 29);

/** The token a capture was made with; several stand for a broken one. */
function tokenOf(
  kind: string | undefined,
  { simulator, account }: { simulator: Simulator; account: NewAccount },
): string | undefined {
  const { accountId, tokens } = account;
  switch (kind) {
    case undefined:
      return undefined;
    case "garbage":
      return "garbage";
    case "forged":
      return tokens.full_access.replace(/\.[^.]*$/, ".forged");
    case "revoked":
      simulator.revoke(tokens.full_access);
      return tokens.full_access;
    case "expired_2s":
    case "expired_32s": {
      const ago = kind === "expired_2s" ? 2000 : 32_000;
      const options = { kind: "full_access", expiresAt: NOW - ago } as const;
      return simulator.issueToken(accountId, options);
    }
    default:
      return Object.entries(tokens).find(([name]) => name === kind)?.[1];
  }
}

async function send(capture: Capture): Promise<Response> {
  const simulator = new Simulator({ now: () => NOW });
  const account = simulator.addAccount({
    tier: "temporary",
    ...capture.account,
  });
  const token = tokenOf(capture.token, { simulator, account });
  if (capture.after !== undefined) {
    await spend(capture.after, { simulator, account });
  }
  return await replay(capture, { simulator, token });
}

/** One call of the app, and one of the owner. */
async function spend(
  body: unknown,
  { simulator, account }: { simulator: Simulator; account: NewAccount },
): Promise<void> {
  const capture = { name: "before", response: NO_RESPONSE };
  const answers = [
    await replay(
      { ...capture, method: "POST", path: "/drivers/call", body },
      { simulator, token: account.tokens.app },
    ),
    await replay(
      { ...capture, method: "GET", path: "/drivers/list-interfaces" },
      { simulator, token: account.tokens.full_access },
    ),
  ];
  for (const answer of answers) await answer.text();
}

const NO_RESPONSE = { status: 0, contentType: "", body: null };

for (const subject of ["errors", "gates", "identity", "cors"]) {
  describe(`the simulator answers as Puter did: ${subject}`, () => {
    for (const capture of readCaptures(subject)) {
      it(capture.name, async () => {
        await assertAsCaptured(await send(capture), capture);
      });
    }
  });
}

describe("the simulator lists models as Puter did", () => {
  for (const capture of readCaptures("models")) {
    it(capture.name, async () => {
      const response = await send(capture);
      const { models } = await response.clone().json();
      const { response: expected } = capture;
      const { models: entries } = expected.body as { models: { id: string }[] };
      const shown = entries.map(({ id }) =>
        models.find((model: { id: string }) => model.id === id)
      );
      assertEquals(shown.filter((entry) => entry === undefined), []);
      const reduced = new Response(JSON.stringify({ models: shown }), response);
      await assertAsCaptured(reduced, capture);
    });
  }
});
