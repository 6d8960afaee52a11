import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type { KeyChange } from "../../lib/auth/keys.ts";
import { SURFACES } from "../../lib/auth/policy.ts";
import type { RequestRecord } from "../../lib/store/requests/record.ts";
import {
  companionEnv,
  type FakeCompanion,
  fakeCompanion,
} from "../helpers/fake_companion.ts";
import {
  type GatewayRequest,
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";
import {
  bodyOf,
  errorIn,
  FREE_CALLS,
  type FreeCall,
  publicRoutes,
  type Sample,
  SAMPLES,
} from "../helpers/public_routes.ts";

/** Every way in which clients send a key. */
const FORMS: [name: string, value: (key: string) => string][] = [
  ["authorization", (key) => `Bearer ${key}`],
  ["authorization", (key) => `bearer ${key}`],
  ["x-api-key", (key) => key],
  ["api-key", (key) => key],
  ["x-goog-api-key", (key) => key],
];

const HOME = "192.0.2.9";
const ELSEWHERE = "203.0.113.9";
const ORIGIN = "https://app.example";

describe("the samples of public routes", () => {
  it("are one or more for each route, and for no other", async () => {
    const sampled = [...SAMPLES, ...FREE_CALLS].map(({ route }) => route);
    assertEquals(
      [...new Set(sampled)].sort(),
      (await publicRoutes()).sort(),
    );
  });

  it("are of every surface that a key can be limited to", () => {
    const surfaces = new Set(SAMPLES.map(({ surface }) => surface));
    assertEquals([...surfaces].sort(), [...SURFACES].sort());
  });
});

/** Waits for records: that of a film is made when the film is. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 2000;
  while (!isSo()) {
    assert(performance.now() < deadline, "A record is missing");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A gateway with a companion, and the records it has made. */
interface Watched extends AsyncDisposable {
  gateway: TestGateway;
  records: RequestRecord[];
}

async function watched(env: Record<string, string> = {}): Promise<Watched> {
  const companion: FakeCompanion = fakeCompanion();
  const gateway = await testGateway({
    accounts: [{ tier: "paid" }, { tier: "paid" }],
    env: { ...companionEnv(companion), ...env },
    simulator: { delay: () => Promise.resolve() },
  });
  const records: RequestRecord[] = [];
  const { recorder } = gateway.services;
  const push = recorder.push.bind(recorder);
  recorder.push = (record) => {
    records.push(record);
    push(record);
  };
  return {
    gateway,
    records,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await companion[Symbol.asyncDispose]();
    },
  };
}

describe("every public route", () => {
  let all: Watched;
  let gateway: TestGateway;
  before(async () => {
    all = await watched();
    gateway = all.gateway;
  });
  after(async () => await all[Symbol.asyncDispose]());

  async function keyWith(policy: KeyChange = {}) {
    return await gateway.services.keys.create({ name: "k", ...policy });
  }

  function send(
    { route, path, fields }: Sample | FreeCall,
    init: GatewayRequest = {},
  ): Promise<Response> {
    return gateway.fetch(path, {
      method: route.slice(0, route.indexOf(" ")),
      body: bodyOf(fields),
      ...init,
    });
  }

  /** The one record of a call. */
  async function recordOf(response: Response): Promise<RequestRecord> {
    const id = response.headers.get("x-request-id");
    const found = () => all.records.filter((record) => record.id === id);
    await until(() => found().length > 0);
    const [record, ...others] = found();
    assertEquals(others, []);
    assert(record !== undefined);
    return record;
  }

  function assertServed(record: RequestRecord, sample: Sample, keyId: string) {
    const { surface, model, upstream } = sample;
    assertEquals({
      surface: record.surface,
      model: record.model,
      upstream: record.upstream,
      status: record.status,
      keyId: record.keyId,
    }, { surface, model, upstream, status: 200, keyId });
    const [attempt, ...others] = record.attempts;
    assertEquals(others, []);
    if (upstream === "companion") {
      assertEquals([attempt?.accountId, record.accountId], [
        "companion",
        undefined,
      ]);
    } else {
      assertEquals(attempt?.accountId, record.accountId);
      const ids = gateway.services.puter.pool.view().map(({ id }) => id);
      assert(ids.includes(record.accountId ?? ""), record.accountId);
    }
  }

  /** A refusal, told in the protocol of its route, for every origin. */
  async function refusal(
    call: Sample | FreeCall,
    init: GatewayRequest,
    status: number,
  ) {
    const response = await send(call, {
      ...init,
      headers: { origin: ORIGIN, ...init.headers },
    });
    assertEquals(response.status, status, call.route);
    assertEquals(response.headers.get("access-control-allow-origin"), "*");
    assert(response.headers.get("x-request-id")?.startsWith("req_"));
    const error = await errorIn(response, call.protocol);
    return { response, error };
  }

  function assertNoRecord({ headers }: Response) {
    const id = headers.get("x-request-id");
    assertEquals(all.records.filter((record) => record.id === id), []);
  }

  for (const sample of SAMPLES) {
    const { path, surface, protocol } = sample;
    const others = SURFACES.filter((other) => other !== surface);

    it(`12: ${path} takes keys in every header`, async () => {
      const client = await keyWith();
      for (const [name, valueOf] of FORMS) {
        for (
          const [key, id] of [[OWNER_KEY, "owner"], [client.key, client.id]]
        ) {
          const headers = { [name]: valueOf(key ?? "") };
          const response = await send(sample, { key: "", headers });
          const text = await response.text();
          assertEquals(response.status, 200, `${name}: ${text}`);
          assertServed(await recordOf(response), sample, id ?? "");
        }
      }
    });

    it(`1: ${path} is served at every base path`, async () => {
      const bare = path.replace(/^\/v1(beta)?/, "");
      const base = path.slice(0, path.length - bare.length);
      const bases = protocol === "gemini"
        ? ["", "/v1", "/v1/v1", "/v1beta", "/v1beta/v1beta", "/v1/v1beta"]
        : ["", "/v1", "/v1/v1"];
      assert(bases.includes(base));
      for (const each of [...bases, `/${base}/`]) {
        const response = await send({ ...sample, path: `${each}${bare}` });
        await response.text();
        assertEquals(response.status, 200, `${each}${bare}`);
        assertServed(await recordOf(response), sample, "owner");
      }
    });

    it(`${path} takes a key of its surface and model alone`, async () => {
      const fit = await keyWith({
        surfaces: [surface],
        models: [sample.model],
      });
      const response = await send(sample, { key: fit.key });
      await response.text();
      assertEquals(response.status, 200);
      assertServed(await recordOf(response), sample, fit.id);

      const { key } = await keyWith({ surfaces: others });
      const wrong = await refusal(sample, { key }, 403);
      assert(wrong.error.message.includes(surface), wrong.error.message);
      assertRefused(await recordOf(wrong.response), 403);

      const elsewhere = await keyWith({ models: ["no-such-*"] });
      const unseen = await refusal(sample, { key: elsewhere.key }, 404);
      assert(unseen.error.message.includes(sample.model));
      if (protocol === "openai") {
        assertEquals([wrong.error.code, unseen.error.code], [
          "insufficient_permissions",
          "model_not_found",
        ]);
      }
      assertRefused(await recordOf(unseen.response), 404);
    });

    it(`${path} refuses a key beyond its calls of a minute`, async () => {
      const { key } = await keyWith({ perMinute: 1 });
      const first = await send(sample, { key });
      await first.text();
      assertEquals(first.status, 200);
      const { response, error } = await refusal(sample, { key }, 429);
      assertEquals(response.headers.get("x-should-retry"), null);
      const seconds = Number(response.headers.get("retry-after"));
      assert(seconds > 0 && seconds <= 60, `${seconds}`);
      if (protocol === "openai") {
        assertEquals(error.code, "rate_limit_exceeded");
      }
      assertRefused(await recordOf(response), 429);
    });

    it(`133: ${path} refuses a key that has spent its budget`, async () => {
      const { key } = await keyWith({ dailyMicroCents: 1 });
      const { keys, limits } = gateway.services;
      const caller = await keys.authenticate(
        new Headers({ "x-api-key": key }),
      );
      (await limits.admit(caller)).end({ costMicroCents: 1 });
      const { response, error } = await refusal(sample, { key }, 429);
      assertEquals(response.headers.get("x-should-retry"), "false");
      assertEquals(response.headers.get("retry-after"), null);
      assert(error.message.includes("budget"), error.message);
      if (protocol === "openai") {
        assertEquals(error.code, "insufficient_quota");
      }
      assertRefused(await recordOf(response), 429);
    });
  }

  function assertRefused(record: RequestRecord, status: number) {
    assertEquals([record.status, record.blame], [status, "client"]);
    assertEquals([record.attempts, record.accountId], [[], undefined]);
  }

  for (const call of [...SAMPLES, ...FREE_CALLS]) {
    const name = `${call.route}, ${call.path}`;

    it(`14, 15: ${name} refuses what opens nothing`, async () => {
      const revoked = await keyWith();
      await gateway.services.keys.revoke(revoked.id);
      const expired = await keyWith({ expiresAt: Date.now() - 1 });
      for (const key of ["", "sk-nothing", revoked.key, expired.key]) {
        const { response, error } = await refusal(call, { key }, 401);
        assertEquals(response.headers.get("www-authenticate"), "Bearer");
        assert(key === "" || !error.message.includes(key));
        assertNoRecord(response);
      }
    });

    it(`${name} refuses a key that is used elsewhere`, async () => {
      const { key } = await keyWith({ ips: [HOME] });
      for (const address of [ELSEWHERE, undefined]) {
        const init = address === undefined ? { key } : { key, address };
        assertNoRecord((await refusal(call, init, 403)).response);
      }
      const response = await send(call, { key, address: HOME });
      await response.text();
      assertEquals(response.status, "status" in call ? call.status : 200);
    });

    it(`19: ${name} answers preflights from anywhere`, async () => {
      const names = "authorization,x-stainless-lang,x-any";
      const response = await gateway.fetch(call.path, {
        method: "OPTIONS",
        key: "",
        headers: {
          origin: ORIGIN,
          "access-control-request-headers": names,
          "access-control-request-method": "POST",
        },
      });
      assertEquals(response.status, 204);
      const { headers } = response;
      assertEquals(headers.get("access-control-allow-origin"), "*");
      assertEquals(headers.get("access-control-allow-headers"), names);
      assertNoRecord(response);
    });
  }

  for (const call of FREE_CALLS) {
    it(`${call.route}, ${call.path} costs nothing, in every header`, async () => {
      const client = await keyWith({ perMinute: 1 });
      for (const [name, valueOf] of FORMS) {
        for (const key of [OWNER_KEY, client.key]) {
          const headers = { [name]: valueOf(key) };
          const response = await send(call, { key: "", headers });
          const text = await response.text();
          assertEquals(response.status, call.status, `${name}: ${text}`);
          assertNoRecord(response);
        }
      }
    });

    const { surface } = call;
    if (surface === undefined) continue;
    it(`${call.route}, ${call.path} is for keys of ${surface}`, async () => {
      const own = await keyWith({ surfaces: [surface] });
      const response = await send(call, { key: own.key });
      await response.text();
      assertEquals(response.status, call.status);
      const others = SURFACES.filter((other) => other !== surface);
      const { key } = await keyWith({ surfaces: others });
      await refusal(call, { key }, 403);
    });
  }
});

/** The sample that a listed model should serve; chat and images have theirs. */
function sampleFor(
  { input_modalities: input, output_modalities: output }: {
    input_modalities: string[];
    output_modalities: string[];
  },
): Sample | undefined {
  const takesText = input.includes("text");
  const path = output.includes("video")
    ? "/v1/videos"
    : output.includes("audio")
    ? takesText ? "/v1/audio/speech" : "/v1/audio/conversions"
    : takesText
    ? undefined
    : input.includes("audio")
    ? "/v1/audio/transcriptions"
    : "/v1/ocr";
  return SAMPLES.find((sample) => sample.path === path);
}

describe("every listed model", () => {
  it("29: that is for sound, films or documents serves them", async () => {
    await using all = await watched();
    const { gateway } = all;
    const { data } = await (await gateway.fetch("/v1/models")).json();
    const paths = new Set<string>();
    for (const { id: model, architecture } of data) {
      const sample = sampleFor(architecture);
      if (sample === undefined) continue;
      paths.add(sample.path);
      const response = await gateway.fetch(sample.path, {
        method: "POST",
        body: bodyOf({
          ...sample.fields,
          model,
          // Puter loses the films of some models: a client has to insist.
          ...(sample.surface === "videos" ? { accept_lost_result: true } : {}),
        }),
      });
      const text = await response.text();
      assertEquals(response.status, 200, `${model}: ${text}`);
    }
    assertEquals(paths.size, 5);
  });
});

describe("every public route where authentication is off", () => {
  it("16: takes any key and none, and names nobody in its record", async () => {
    await using open = await watched({ NO_AUTH: "1" });
    for (const call of [...SAMPLES, ...FREE_CALLS]) {
      for (const key of ["", "anything"]) {
        const response = await open.gateway.fetch(call.path, {
          method: call.route.slice(0, call.route.indexOf(" ")),
          body: bodyOf(call.fields),
          key,
        });
        const text = await response.text();
        const expected = "status" in call ? call.status : 200;
        assertEquals(response.status, expected, `${call.route}: ${text}`);
      }
    }
    await until(() => open.records.length >= 2 * SAMPLES.length);
    assertEquals(open.records.length, 2 * SAMPLES.length);
    for (const { keyId, status } of open.records) {
      assertEquals([keyId, status], ["anonymous", 200]);
    }
  });
});
