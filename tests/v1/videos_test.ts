import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { videoSchema } from "../../lib/surfaces/videos/schema.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import {
  createVideoJob,
  endOfVideo,
  filmCalls,
  PIXEL,
  showVideoJob,
  untilVideo,
  VEO,
} from "../helpers/videos.ts";

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

async function refusal(response: Response) {
  const { error } = await response.json();
  return [response.status, error.code, error.param];
}

describe("/v1/videos", () => {
  let gateway: TestGateway;
  /** Bodies of calls that were sent to Puter. */
  let sent: string[];
  /** Pauses between attempts of jobs, in ms. */
  let pauses: number[];
  /** Ends what the simulated vendor is waiting for. */
  let finish: () => void;

  beforeEach(async () => {
    sent = [];
    pauses = [];
    const gate = Promise.withResolvers<void>();
    finish = gate.resolve;
    gateway = await testGateway({
      simulator: {
        delay: (_ms, signal) =>
          new Promise((resolve, reject) => {
            gate.promise.then(resolve);
            signal.addEventListener("abort", () => reject(signal.reason));
          }),
      },
      services: {
        videoTimes: {
          renewMs: 5,
          pause: (ms) => {
            pauses.push(ms);
            return Promise.resolve();
          },
        },
      },
      wrap: (transport) => ({
        kind: transport.kind,
        send(call) {
          const pieces = call.body ?? [];
          const decoder = new TextDecoder();
          const text = pieces.map((piece) => decoder.decode(piece)).join("");
          if (text !== "") sent.push(text);
          return transport.send(call);
        },
      }),
    });
  });
  afterEach(async () => {
    finish();
    await gateway.close();
  });

  it("104: takes a form without a file, and shows a job with all keys", async () => {
    const response = await gateway.fetch("/v1/videos", {
      method: "POST",
      body: form({
        model: VEO,
        prompt: "a cat",
        seconds: "6",
        size: "1280x720",
      }),
    });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("openai-poll-after-ms"), "1000");
    assertEquals(response.headers.get("x-puter2api-upstream"), "simulator");
    const video = await response.json();
    assertEquals(Object.keys(video), Object.keys(videoSchema.shape));
    assertEquals(videoSchema.parse(video), video);
    assertEquals(
      [video.status, video.progress, video.seconds, video.size, video.prompt],
      ["queued", 0, "6", "1280x720", "a cat"],
    );
    assertEquals(video.expires_at - video.created_at, 24 * 60 * 60);
    await endOfVideo(gateway, video.id);
    const { args, interface: name } = JSON.parse(sent.at(-1) ?? "");
    assertEquals(name, "puter-video-generation");
    assertEquals(args, {
      prompt: "a cat",
      model: "veo-3.1-lite-generate-preview",
      seconds: 6,
      size: "1280x720",
    });
  });

  it("104: takes JSON; the model's first length and size where none is named", async () => {
    const video = await createVideoJob(gateway, {
      seconds: null,
      negative_prompt: "dogs",
      seed: 7,
      generate_audio: false,
      unheard_of: true,
    });
    assertEquals([video.seconds, video.size], ["4", "1280x720"]);
    await endOfVideo(gateway, video.id);
    const { args } = JSON.parse(sent.at(-1) ?? "");
    assertEquals(
      [args.negative_prompt, args.seed, args.generate_audio],
      ["dogs", 7, false],
    );
    const response = await gateway.post("/v1/videos", { prompt: "a cat" });
    assertEquals((await response.json()).model, "veo-3.1-lite");
  });

  it("105: reaches completed with progress that never falls; gives the bytes", async () => {
    const { id } = await createVideoJob(gateway, { prompt: "a cat TDELAY:1" });
    const running = await untilVideo(
      gateway,
      id,
      ({ status }) => status === "in_progress",
    );
    const missing = await gateway.fetch(`/v1/videos/${id}/content`);
    assertEquals(await refusal(missing), [404, "video_not_ready", "video_id"]);
    finish();
    const seen = [...running, ...await untilVideo(gateway, id)];
    const progress = seen.map((video) => video.progress);
    assertEquals(progress, progress.toSorted((a, b) => a - b));
    assertEquals([seen.at(-1)?.status, progress.at(-1)], ["completed", 100]);
    assert(seen.at(-1)?.completed_at !== null);
    const shown = await gateway.fetch(`/v1/videos/${id}`);
    await shown.body?.cancel();
    assertEquals(shown.headers.get("openai-poll-after-ms"), null);

    const content = await gateway.fetch(`/v1/videos/${id}/content`);
    assertEquals(content.status, 200);
    assertEquals(content.headers.get("content-type"), "video/mp4");
    assertEquals(content.headers.get("content-length"), "24");
    assertEquals(content.headers.get("accept-ranges"), "bytes");
    const bytes = await content.bytes();
    assertEquals(new TextDecoder().decode(bytes.subarray(4, 8)), "ftyp");
    assertEquals(filmCalls(gateway), 1);
  });

  it("105: gives ranges and heads, of what a vendor keeps and of what is kept here", async () => {
    for (const prompt of ["a cat", "a cat TDATA"]) {
      const { id } = await createVideoJob(gateway, { prompt });
      await endOfVideo(gateway, id);
      const path = `/v1/videos/${id}/content`;
      const part = await gateway.fetch(path, {
        headers: { range: "bytes=4-7" },
      });
      assertEquals(part.status, 206);
      assertEquals(part.headers.get("content-range"), "bytes 4-7/24");
      assertEquals(part.headers.get("content-length"), "4");
      assertEquals(await part.text(), "ftyp");
      const outside = await gateway.fetch(path, {
        headers: { range: "bytes=24-" },
      });
      await outside.body?.cancel();
      assertEquals(outside.status, 416);
      assertEquals(outside.headers.get("content-range"), "bytes */24");
      const head = await gateway.fetch(path, { method: "HEAD" });
      assertEquals([head.status, head.body], [200, null]);
      assertEquals(head.headers.get("content-length"), "24");
      const still = await gateway.fetch(`${path}?variant=thumbnail`);
      assertEquals(await refusal(still), [404, "variant_not_found", "variant"]);
    }
  });

  it("106: lists page by page, deletes, remixes", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      const { id } = await createVideoJob(gateway, { prompt: `cat ${count}` });
      await endOfVideo(gateway, id);
      ids.push(id);
    }
    const seen: string[] = [];
    for (let after = "";;) {
      const response = await gateway.fetch(`/v1/videos?limit=2${after}`);
      assertEquals(response.status, 200);
      const page = await response.json();
      assertEquals(page.object, "list");
      assertEquals([page.first_id, page.last_id], [
        page.data[0].id,
        page.data.at(-1).id,
      ]);
      seen.push(...page.data.map(({ id }: { id: string }) => id));
      if (!page.has_more) break;
      after = `&after=${page.last_id}`;
    }
    assertEquals(seen, ids.toReversed());
    const ascending = await gateway.fetch("/v1/videos?order=asc&limit=1");
    const { data: [oldest], has_more } = await ascending.json();
    assertEquals([oldest.id, oldest.prompt, has_more], [ids[0], "cat 0", true]);
    for (const query of ["limit=101", "order=up", "after=x"]) {
      const response = await gateway.fetch(`/v1/videos?${query}`);
      assertEquals((await refusal(response))[0], 400);
    }

    const [id = ""] = ids;
    const remix = await gateway.post(`/v1/videos/${id}/remix`, {
      prompt: "a dog",
    });
    assertEquals(remix.status, 200);
    const remixed = await remix.json();
    assertEquals(remixed.remixed_from_video_id, id);
    assertEquals([remixed.prompt, remixed.model], ["a dog", VEO]);
    assertEquals((await endOfVideo(gateway, remixed.id)).status, "completed");

    const deleted = await gateway.fetch(`/v1/videos/${id}`, {
      method: "DELETE",
    });
    assertEquals(deleted.status, 200);
    assertEquals(await deleted.json(), {
      id,
      object: "video.deleted",
      deleted: true,
    });
    for (
      const [method, path] of [
        ["GET", ""],
        ["DELETE", ""],
        ["GET", "/content"],
        ["POST", "/remix"],
      ]
    ) {
      const response = await gateway.fetch(`/v1/videos/${id}${path}`, {
        method,
        ...(method === "POST" ? { body: '{"prompt":"x"}' } : {}),
      });
      assertEquals(
        await refusal(response),
        [404, "video_not_found", "video_id"],
        `${method} ${path}`,
      );
    }
  });

  it("107: shows a failed video, whose content is 404", async () => {
    const { id } = await createVideoJob(gateway, { prompt: "a TFLAG cat" });
    const video = await endOfVideo(gateway, id);
    assertEquals(video.status, "failed");
    assertEquals(video.completed_at, null);
    assertEquals(typeof video.error?.code, "string");
    assert((video.error?.message ?? "").length > 0);
    const content = await gateway.fetch(`/v1/videos/${id}/content`);
    assertEquals(await refusal(content), [404, "video_failed", "video_id"]);
    const remix = await gateway.post(`/v1/videos/${id}/remix`, { prompt: "x" });
    assertEquals(await refusal(remix), [
      400,
      "video_not_completed",
      "video_id",
    ]);
  });

  it("107: says of a video that Puter lost that it is lost and charged", async () => {
    const refused = await gateway.post("/v1/videos", {
      model: "sora-2",
      prompt: "a cat",
    });
    assertEquals(await refusal(refused), [400, "model_not_supported", "model"]);
    assertEquals(filmCalls(gateway), 0);
    const { id } = await createVideoJob(gateway, {
      model: "sora-2",
      accept_lost_result: true,
    });
    const { status, error } = await endOfVideo(gateway, id);
    assertEquals([status, error?.code], ["failed", "video_lost"]);
    assertStringIncludes(error?.message ?? "", "charged");
    assertEquals(filmCalls(gateway), 1);
  });

  it("107: does not repeat a call that may have been charged", async () => {
    gateway.simulator.faults.next("drop_before_head");
    const { id } = await createVideoJob(gateway);
    const { status, error } = await endOfVideo(gateway, id);
    assertEquals([status, error?.code], ["failed", "upstream_error"]);
    assertStringIncludes(error?.message ?? "", "may have been made");
    assertEquals(filmCalls(gateway), 1);
    const { id: other } = await createVideoJob(gateway, { prompt: "T503" });
    const end = await endOfVideo(gateway, other);
    assertEquals([end.status, end.error?.code], [
      "failed",
      "service_unavailable",
    ]);
    assertEquals(filmCalls(gateway), 2);
  });

  it("107: waits for room, and fails only when there is none for long", async () => {
    gateway.simulator.faults.next("upstream_rate_limited");
    const { id } = await createVideoJob(gateway);
    assertEquals((await endOfVideo(gateway, id)).status, "completed");
    assertEquals(pauses.length, 1);
    const { id: other } = await createVideoJob(gateway, { prompt: "TFLAG" });
    assertEquals((await endOfVideo(gateway, other)).status, "failed");
    assertEquals(pauses.length, 1);
  });

  it("108: waits for the film on the predecessor's route", async () => {
    const response = await gateway.post("/v1/videos/generations", {
      model: VEO,
      prompt: "a cat",
      seconds: 8,
      size: "1280x720",
    });
    assertEquals(response.status, 200);
    const { created, data } = await response.json();
    assert(Number.isInteger(created));
    assertEquals(data, [{ url: "https://vendor.example/files/clip.mp4" }]);
    const own = await gateway.post("/v1/videos/generations", {
      model: VEO,
      prompt: "a cat TDATA",
    });
    const { data: [{ url }] } = await own.json();
    assert(url.startsWith("data:video/mp4;base64,"));
    const refused = await gateway.post("/v1/videos/generations", {
      prompt: "a cat",
      model: "sora-2",
    });
    assertEquals(await refusal(refused), [400, "model_not_supported", "model"]);
    const listed = await gateway.fetch("/v1/videos");
    assertEquals((await listed.json()).data, []);
  });

  it("refuses what the model does not make before anything is called", async () => {
    const cases: [Record<string, unknown>, unknown[]][] = [
      [{ seconds: "5" }, [400, "invalid_value", "seconds"]],
      [{ size: "640x480" }, [400, "invalid_value", "size"]],
      [{ size: "huge" }, [400, "invalid_value", "size"]],
      [{ seconds: "soon" }, [400, "invalid_value", "seconds"]],
      [{ prompt: 5 }, [400, "invalid_type", "prompt"]],
      [{ prompt: undefined }, [
        400,
        "missing_required_parameter",
        "prompt",
      ]],
      [{ model: "no-such-model" }, [404, "model_not_found", null]],
      [{ model: "gpt-4o" }, [404, "model_not_found", null]],
      [{ input_reference: "file:///etc/passwd" }, [
        400,
        "invalid_value",
        "input_reference",
      ]],
      [{ input_reference: { file_id: "file_1" } }, [
        400,
        "unsupported_value",
        "input_reference.file_id",
      ]],
      [{ input_reference: "data:image/png;base64,AAAA" }, [
        400,
        "invalid_value",
        "input_reference",
      ]],
      [{ input_reference: "https://127.0.0.1/cat.png" }, [
        400,
        "invalid_value",
        "input_reference",
      ]],
    ];
    for (const [fields, wanted] of cases) {
      const body = { model: VEO, prompt: "a cat", ...fields };
      const response = await gateway.post("/v1/videos", body);
      assertEquals(await refusal(response), wanted, JSON.stringify(fields));
    }
    assertEquals(filmCalls(gateway), 0);
  });

  it("asks by tier where a model knows sizes by tiers", async () => {
    const model = "seedance-2-0";
    const video = await createVideoJob(gateway, { model, size: "1280x720" });
    assertEquals([video.size, video.seconds], ["720p", "5"]);
    const upright = await gateway.post("/v1/videos", {
      model,
      prompt: "a cat",
      size: "720x1280",
    });
    assertEquals(await refusal(upright), [400, "invalid_value", "size"]);
  });

  it("begins with a picture, from a form or a data URL; a remix has it too", async () => {
    const picture = `data:image/png;base64,${
      btoa(String.fromCharCode(...PIXEL))
    }`;
    const file = new File([PIXEL], "first.bin");
    const response = await gateway.fetch("/v1/videos", {
      method: "POST",
      body: form({ model: VEO, prompt: "a cat", input_reference: file }),
    });
    const { id } = await response.json();
    await endOfVideo(gateway, id);
    const remix = await gateway.post(`/v1/videos/${id}/remix`, { prompt: "x" });
    await endOfVideo(gateway, (await remix.json()).id);
    const other = await createVideoJob(gateway, {
      input_reference: { image_url: picture },
    });
    await endOfVideo(gateway, other.id);
    const inputs = sent.filter((text) => text.includes("video-generation"))
      .map((text) => JSON.parse(text).args.input_reference);
    assertEquals(inputs, [picture, picture, picture]);
  });

  it("shows a job to the key that created it, and to no other", async () => {
    const { key } = await gateway.services.keys.create({ name: "one" });
    const { key: stranger } = await gateway.services.keys.create({
      name: "two",
    });
    const { id } = await createVideoJob(gateway, {}, { key });
    await untilOwn();
    for (const other of [stranger, undefined]) {
      const init = other === undefined ? {} : { key: other };
      for (
        const [method, path] of [
          ["GET", ""],
          ["DELETE", ""],
          ["GET", "/content"],
          ["POST", "/remix"],
        ]
      ) {
        const response = await gateway.fetch(`/v1/videos/${id}${path}`, {
          method,
          ...init,
          ...(method === "POST" ? { body: '{"prompt":"x"}' } : {}),
        });
        assertEquals((await refusal(response))[1], "video_not_found");
      }
      const list = await gateway.fetch("/v1/videos", init);
      assertEquals((await list.json()).data, []);
    }
    async function untilOwn() {
      while (
        (await showVideoJob(gateway, id, { key })).status !== "completed"
      ) {
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    }
  });

  it("keeps keys to their surfaces, models and calls at once", async () => {
    const { key: mute } = await gateway.services.keys.create({
      name: "chat",
      surfaces: ["chat_completions"],
    });
    for (
      const [method, path] of [
        ["POST", ""],
        ["GET", ""],
        ["GET", "/video_1"],
        ["GET", "/video_1/content"],
        ["DELETE", "/video_1"],
      ]
    ) {
      const response = await gateway.fetch(`/v1/videos${path}`, {
        method,
        key: mute,
        ...(method === "POST"
          ? { body: JSON.stringify({ model: VEO, prompt: "x" }) }
          : {}),
      });
      assertEquals((await refusal(response))[0], 403, `${method} ${path}`);
    }
    const { key } = await gateway.services.keys.create({
      name: "one at a time",
      atOnce: 1,
      models: ["veo-*"],
    });
    const body = { model: VEO, prompt: "a cat TDELAY:1" };
    await createVideoJob(gateway, body, { key });
    const second = await gateway.post("/v1/videos", body, { key });
    assertEquals((await refusal(second))[1], "rate_limit_exceeded");
    const other = await gateway.post("/v1/videos", {
      ...body,
      model: "hailuo-02",
    }, { key });
    assertEquals((await refusal(other))[1], "model_not_found");
  });

  it("stops waiting for a job that is deleted", async () => {
    const { id } = await createVideoJob(gateway, { prompt: "a cat TDELAY:1" });
    await untilVideo(gateway, id, ({ status }) => status === "in_progress");
    const [account] = gateway.services.puter.pool.view();
    assertEquals(account?.inFlight, 1);
    const deleted = await gateway.fetch(`/v1/videos/${id}`, {
      method: "DELETE",
    });
    await deleted.body?.cancel();
    while (gateway.services.puter.pool.view()[0]?.inFlight !== 0) {
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const kv = await gateway.services.store.kv();
    for (const prefix of ["videos", "video_asks", "videos_open", "blobs"]) {
      assertEquals(await Array.fromAsync(kv.list({ prefix: [prefix] })), []);
    }
  });

  it("records a job at its end, as one request", async () => {
    const { id } = await createVideoJob(gateway);
    await endOfVideo(gateway, id);
    await gateway.services.recorder.flush();
    const response = await gateway.fetch("/api/requests?surface=videos");
    const { requests } = await response.json();
    assertEquals(requests.length, 1);
    const [{ model, status, attempts }] = requests;
    assertEquals([model, status], [VEO, 200]);
    assertEquals(attempts.length, 1);
  });
});

describe("/v1/videos of the simulator", () => {
  it("105: serves films before any account is connected", async () => {
    const gateway = await testGateway({ accounts: [] });
    const response = await gateway.post("/v1/videos", { prompt: "a cat" });
    assertEquals(response.headers.get("x-puter2api-upstream"), "simulator");
    const { id, model } = await response.json();
    assertEquals(model, "simulator/veo-3.1-lite");
    assertEquals((await endOfVideo(gateway, id)).status, "completed");
    const content = await gateway.fetch(`/v1/videos/${id}/content`);
    assertEquals(content.headers.get("content-type"), "video/mp4");
    assertEquals((await content.bytes()).byteLength, 24);
    await gateway.close();
  });
});

describe("/v1/videos with accounts that cannot pay", () => {
  it("says so before anything is called, and asks those that can", async () => {
    const gateway = await testGateway({
      accounts: [{ tier: "free", allowance: 30_000_000 }],
    });
    const [{ id = "" } = {}] = await gateway.services.accounts.list();
    await gateway.services.readCredit(id);
    const response = await gateway.post("/v1/videos", {
      model: VEO,
      prompt: "a cat",
      seconds: 8,
    });
    assertEquals(response.headers.get("x-should-retry"), "false");
    assertEquals(await refusal(response), [429, "insufficient_quota", null]);
    assertEquals(filmCalls(gateway), 0);
    const short = await createVideoJob(gateway, { seconds: 4 });
    assertEquals((await endOfVideo(gateway, short.id)).status, "completed");

    const rich = gateway.simulator.addAccount({ tier: "paid" });
    const added = await gateway.post("/api/accounts", { token: rich.token });
    await added.body?.cancel();
    const long = await createVideoJob(gateway, { seconds: 8 });
    assertEquals((await endOfVideo(gateway, long.id)).status, "completed");
    assertEquals(gateway.simulator.calls.at(-1)?.accountId, rich.accountId);
    await gateway.close();
  });
});
