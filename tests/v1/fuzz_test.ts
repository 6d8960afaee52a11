import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { Protocol } from "../../lib/http/error_envelopes.ts";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import {
  companionEnv,
  type FakeCompanion,
  fakeCompanion,
} from "../helpers/fake_companion.ts";
import { wavBytes } from "../helpers/forms.ts";
import { VEO } from "../helpers/videos.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { rich } from "../helpers/rich_bodies.ts";
import { mutation } from "../helpers/mutations.ts";
import {
  errorIn,
  type Sample,
  SAMPLES,
  TINY,
} from "../helpers/public_routes.ts";

type Entry = [name: string, value: string | File];

const SOUND = new File([wavBytes()], "a.wav");
const PICTURE = new File([Uint8Array.fromBase64(PIXEL_PNG)], "a.png");
const EMPTY = new File([], "");

/** Fields that other models take. */
const PARTICULAR = new Set(["include[]", "chunking_strategy[type]"]);

/** What is true of a schema that a damaged one contradicts itself in. */
const MISFIT = /^The model did not give an answer in the requested format/;

/** Routes that take forms, and the fields they know. */
const FORMS: Record<string, Entry[]> = {
  "/v1/audio/transcriptions": [
    ["file", SOUND],
    ["model", "whisper-1"],
    ["language", "en"],
    ["prompt", "Names"],
    ["response_format", "verbose_json"],
    ["temperature", "0.2"],
    ["timestamp_granularities[]", "word"],
    ["include[]", "logprobs"],
    ["stream", "false"],
    ["chunking_strategy[type]", "server_vad"],
  ],
  "/v1/audio/translations": [
    ["file", SOUND],
    ["model", "whisper-1"],
    ["response_format", "srt"],
  ],
  "/v1/audio/conversions": [
    ["file", SOUND],
    ["voice", "21m00Tcm4TlvDq8ikWAM"],
    ["voice_settings[stability]", "0.5"],
    ["remove_background_noise", "true"],
    ["seed", "7"],
  ],
  "/v1/images/edits": [
    ["image[]", PICTURE],
    ["model", "gpt-image-1"],
    ["prompt", "a hat"],
    ["n", "1"],
    ["size", "1024x1024"],
    ["stream", "false"],
  ],
  "/v1/videos": [
    ["model", VEO],
    ["prompt", "a cat"],
    ["seconds", "4"],
    ["size", "1280x720"],
    ["input_reference", PICTURE],
  ],
};

const ODD_TEXTS = [
  "",
  " ",
  "\0",
  "null",
  "-1",
  "NaN",
  "1e99",
  "{}",
  "[",
  "__proto__",
  "constructor",
  "data:,",
  "x".repeat(5000),
];

/** Fields of a form: some as they are, some of an odd value, name or number. */
function damagedForm(entries: Entry[]): fc.Arbitrary<Entry[]> {
  const names = entries.map(([name]) => name);
  const name = fc.constantFrom(
    ...names,
    ...names.map((name) => `${name}[]`),
    ...names.map((name) => `${name}[__proto__][a]`),
    "",
    "[]",
    "a[b",
    "__proto__",
    "constructor[prototype]",
  );
  const value = fc.oneof(
    fc.constantFrom<Entry[1]>(...ODD_TEXTS, EMPTY, SOUND, PICTURE),
    fc.string(),
  );
  return fc.tuple(
    fc.subarray(entries, { minLength: Math.max(0, entries.length - 2) }),
    fc.array(fc.tuple(name, value), { maxLength: 3 }),
  ).chain(([kept, more]) =>
    fc.shuffledSubarray([...kept, ...more], {
      minLength: kept.length + more.length,
    })
  );
}

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

  async function assertAnswered(response: Response, protocol: Protocol) {
    const { status } = response;
    if (status < 400) return await assertNoError(response);
    const { message } = await errorIn(response, protocol);
    const isMisfit = status === 502 && MISFIT.test(message);
    assert(status < 500 || isMisfit, `${status}: ${message}`);
  }

  for (const [path, entries] of Object.entries(FORMS)) {
    it(`are answered or refused by ${path} where they are forms`, async () => {
      async function send(form: Entry[]): Promise<Response> {
        const body = new FormData();
        for (const [name, value] of form) body.append(name, value);
        return await gateway.fetch(path, { method: "POST", body });
      }
      const whole = await send(
        entries.filter(([name]) => !PARTICULAR.has(name)),
      );
      const text = await whole.text();
      assert(whole.ok, text);
      await fc.assert(
        fc.asyncProperty(damagedForm(entries), async (form) => {
          await assertAnswered(await send(form), "openai");
        }),
        { numRuns: 150 },
      );
    });
  }

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
          await assertAnswered(response, protocol);
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
