import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { TextLineStream } from "@std/streams/text-line-stream";
import { readConfig } from "../../../lib/config.ts";
import { WORKER_LOST } from "../../../lib/gateway/videos/job_state.ts";
import { createServices } from "../../../lib/gateway/services.ts";
import { getVideo } from "../../../lib/store/video_jobs.ts";

const CHILD = new URL("dying_child.ts", import.meta.url);
const IMPORT_MAP = new URL("../../../npm/import_map.json", import.meta.url);

/** Runs a gateway until its video is being made, and kills it. */
async function beginAndDie(dataDir: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--unstable-kv",
      `--import-map=${IMPORT_MAP.pathname}`,
      CHILD.pathname,
      dataDir,
    ],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream()).getReader();
  const { value: id = "" } = await lines.read();
  child.kill("SIGKILL");
  await child.status;
  await lines.cancel();
  assert(id.startsWith("video_"));
  return id;
}

describe("a video whose gateway was killed", () => {
  it("is failed by the next one once the claim has ended, not before", async () => {
    const dataDir = await Deno.makeTempDir();
    let aheadMs = 0;
    const id = await beginAndDie(dataDir);
    const services = createServices({
      config: readConfig((name) => name === "DATA_DIR" ? dataDir : undefined),
      videoTimes: { now: () => Date.now() + aheadMs },
      log: () => {},
    });
    await services.ready();
    const stored = await getVideo(services.store, id, Date.now());
    assertEquals(stored?.state.status, "in_progress");
    const now = await services.videos.get(id, "owner");
    assertEquals(now?.state.status, "in_progress");
    aheadMs = 90_000;
    const then = await services.videos.get(id, "owner");
    assert(then?.state.status === "failed");
    assertEquals(then.state.error, WORKER_LOST);
    await services.close();
    await Deno.remove(dataDir, { recursive: true });
  });
});
