import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  companionEnv,
  type FakeCompanion,
  fakeCompanion,
} from "../helpers/fake_companion.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { rich } from "../helpers/rich_bodies.ts";
import { mutation } from "../helpers/mutations.ts";
import {
  errorIn,
  type Sample,
  SAMPLES,
  TINY,
} from "../helpers/public_routes.ts";

/** What is true of a schema that a damaged one contradicts itself in. */
const MISFIT = /^The model did not give an answer in the requested format/;

describe("bodies that were damaged", () => {
  let companion: FakeCompanion;
  let gateway: TestGateway;
  before(async () => {
    companion = fakeCompanion();
    gateway = await testGateway({
      accounts: Array.from({ length: 8 }, () => ({ tier: "paid" as const })),
      env: companionEnv(companion),
      simulator: { delay: () => Promise.resolve() },
    });
  });
  after(async () => {
    await gateway.close();
    await companion[Symbol.asyncDispose]();
  });

  for (const { path, protocol, fields } of SAMPLES.flatMap(byModels)) {
    const body = rich(path, fields);
    if (body === null) continue;
    it(`are answered or refused by ${nameOf(path, body)} in its own words`, async () => {
      const whole = await gateway.post(path, body);
      const text = await whole.text();
      assert(whole.ok, text);
      await fc.assert(
        fc.asyncProperty(mutation(body), async (damaged) => {
          const response = await gateway.post(path, damaged);
          const { status } = response;
          if (status < 400) return assertNoError(response);
          const { message } = await errorIn(response, protocol);
          const isMisfit = status === 502 && MISFIT.test(message);
          assert(status < 500 || isMisfit, `${status}: ${message}`);
        }),
        { numRuns: 150 },
      );
    });
  }
});

/** 141: what failed is never told as a success. */
async function assertNoError(response: Response) {
  const type = response.headers.get("content-type");
  const text = await response.text();
  if (type !== "application/json") return;
  const { error = null, ...rest } = JSON.parse(text);
  assertEquals(error, null);
  assert(Object.keys(rest).length > 0);
}

/** A sample as it is, and for models whose vendors are asked otherwise. */
function byModels(sample: Sample): Sample[] {
  if (sample.model !== TINY) return [sample];
  return [TINY, "gpt-4o", "claude-haiku-4-5"].map((model) => ({
    ...sample,
    path: sample.path.replace(TINY, model),
    fields: sample.protocol === "gemini"
      ? sample.fields
      : { ...sample.fields, model },
  }));
}

function nameOf(path: string, { model }: Record<string, unknown>): string {
  return model === undefined ? path : `${path} for ${model}`;
}
