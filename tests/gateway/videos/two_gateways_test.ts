import { assert, assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { Vault } from "../../../lib/auth/vault.ts";
import { readConfig } from "../../../lib/config.ts";
import {
  createServices,
  type Services,
} from "../../../lib/gateway/services.ts";
import { WORKER_LOST } from "../../../lib/gateway/videos/job_state.ts";
import { simulatorTransport } from "../../../lib/puter/simulator/mod.ts";
import { createVideo, getVideo } from "../../../lib/store/video_jobs.ts";
import type { VideoRecord } from "../../../lib/store/video_record.ts";
import { type TestGateway, testGateway } from "../../helpers/gateway.ts";
import { videoRecord } from "../../helpers/video_records.ts";
import { createVideoJob, filmCalls, VEO } from "../../helpers/videos.ts";

const HOLD_MS = 60_000;

/** Waits until something holds, for two seconds at most. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 2000;
  while (!await isSo()) {
    assert(performance.now() < deadline, "Not within two seconds");
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

describe("video jobs of two gateways on one database", () => {
  let first: TestGateway;
  let second: Services;
  /** How much later it is for the second one, in ms. */
  let aheadMs: number;
  /** Ends what the simulated vendor is waiting for. */
  let finish: () => void;

  beforeEach(async () => {
    aheadMs = 0;
    const gate = Promise.withResolvers<void>();
    finish = gate.resolve;
    first = await testGateway({
      simulator: {
        delay: (_ms, signal) =>
          new Promise((resolve, reject) => {
            gate.promise.then(resolve);
            signal.addEventListener("abort", () => reject(signal.reason));
          }),
      },
      // Its claims are not renewed: for the others it is as good as dead.
      services: { videoTimes: { holdMs: HOLD_MS, renewMs: 10 * HOLD_MS } },
    });
    second = createServices({
      config: readConfig(() => undefined),
      store: first.services.store,
      transport: simulatorTransport(first.simulator),
      vault: new Vault(() => Promise.resolve(new Uint8Array(32).fill(7))),
      log: () => {},
      videoTimes: {
        holdMs: HOLD_MS,
        renewMs: 5,
        now: () => Date.now() + aheadMs,
      },
    });
    await second.ready();
  });
  afterEach(async () => {
    finish();
    await second.close();
    await first.close();
  });

  async function stateOf(id: string): Promise<VideoRecord["state"] | null> {
    return (await second.videos.get(id, "owner"))?.state ?? null;
  }

  async function statusIs(id: string, status: string): Promise<boolean> {
    return (await stateOf(id))?.status === status;
  }

  const sweep = () => second.videos.upkeep.run(0, new AbortController().signal);

  /** A job whose creator died before it asked Puter. */
  async function orphan(
    change: Partial<VideoRecord> = {},
    prompt = "a cat",
  ): Promise<string> {
    const { id, createdAt, expiresAt } = second.videos.newId();
    const record = videoRecord({
      id,
      createdAt,
      expiresAt,
      keyId: "owner",
      model: VEO,
      upstream: "simulator",
      state: {
        status: "queued",
        worker: { instance: "dead", until: createdAt + HOLD_MS },
      },
      ...change,
    });
    await createVideo(second.store, record, { prompt, extras: {} });
    return id;
  }

  it("fail a job whose worker died while Puter worked, and never ask again", async () => {
    const { id } = await createVideoJob(first, { prompt: "a cat TDELAY:1" });
    await until(() => statusIs(id, "in_progress"));
    aheadMs = HOLD_MS - 1000;
    await sweep();
    assertEquals(await statusIs(id, "in_progress"), true);
    aheadMs = 2 * HOLD_MS;
    await Promise.all([sweep(), sweep(), second.videos.get(id, "owner")]);
    const state = await stateOf(id);
    assert(state?.status === "failed");
    assertEquals(state.error, WORKER_LOST);
    // It was not dead after all: what is told stays told.
    finish();
    await until(() => first.services.puter.pool.view()[0]?.inFlight === 0);
    assertEquals((await stateOf(id))?.status, "failed");
    assertEquals(filmCalls(first), 1);
  });

  it("take over a job that was not begun, and ask once", async () => {
    const id = await orphan();
    await sweep();
    assertEquals((await stateOf(id))?.status, "queued");
    assertEquals(filmCalls(first), 0);
    aheadMs = 2 * HOLD_MS;
    await Promise.all([
      sweep(),
      second.videos.get(id, "owner"),
      second.videos.get(id, "owner"),
    ]);
    await until(() => statusIs(id, "completed"));
    assertEquals(filmCalls(first), 1);
  });

  it("race for an orphan, and one of them gets it", async () => {
    const state = { status: "queued" } as const;
    const ids = [await orphan({ state }), await orphan({ state })];
    await Promise.all(ids.flatMap((id) => [
      first.services.videos.get(id, "owner"),
      second.videos.get(id, "owner"),
    ]));
    for (const id of ids) await until(() => statusIs(id, "completed"));
    assertEquals(filmCalls(first), 2);
  });

  it("fail an orphan whose key was revoked", async () => {
    const id = await orphan({ keyId: "key_gone", state: { status: "queued" } });
    await sweep();
    const record = await second.videos.get(id, "key_gone");
    assert(record?.state.status === "failed");
    assertEquals(record.state.error.code, "invalid_api_key");
    assertEquals(filmCalls(first), 0);
  });

  it("fail at their shutdown what runs, and say so", async () => {
    const { id } = await createVideoJob(first, { prompt: "a cat TDELAY:1" });
    await until(() => statusIs(id, "in_progress"));
    await first.services.videos.close();
    const state = await stateOf(id);
    assert(state?.status === "failed");
    assertEquals(state.error.code, "gateway_shutdown");
  });

  it("hand on at their shutdown what has not begun", async () => {
    const [{ id: account = "" } = {}] = await first.services.accounts.list();
    const running = Array.from(
      { length: 20 },
      () =>
        first.services.puter.pool.acquire({
          route: "puter-video-generation:generate",
          model: VEO,
          exclude: new Set(),
          scope: { cancelled: false, add() {}, remove() {} } as never,
        }),
    );
    assertEquals(first.services.puter.pool.viewOne(account)?.inFlight, 20);
    const { id } = await createVideoJob(first);
    await first.services.videos.close();
    const left = await getVideo(second.store, id, Date.now());
    assertEquals(left?.state, { status: "queued" });
    await until(() => statusIs(id, "completed"));
    assertEquals(filmCalls(first), 1);
    for (const lease of running) (await lease).release();
  });

  it("stop at their next renewal what another one has deleted", async () => {
    const id = await orphan({ state: { status: "queued" } }, "TDELAY:1");
    await until(() => statusIs(id, "in_progress"));
    const inFlight = () => second.puter.pool.view()[0]?.inFlight;
    assertEquals(inFlight(), 1);
    await first.services.videos.delete(id, "owner");
    await until(() => inFlight() === 0);
    assertEquals(await stateOf(id), null);
  });
});
