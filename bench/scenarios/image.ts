import type { ImageJob, ImageResult } from "../loads/image.ts";
import type { Target } from "../loads/target.ts";
import { type Bench, load, rangeOf, type Row } from "../scenario.ts";

const BYTES = 10 * 1024 * 1024;

/** A large image on its way to an OpenAI-style model and to Claude. */
export async function largeImage(bench: Bench): Promise<Row[]> {
  return [
    await forwarded(bench, "gpt-bench"),
    await forwarded(bench, "claude-bench"),
  ];
}

async function forwarded(bench: Bench, model: string): Promise<Row> {
  const gateway = await copies(await bench.fresh.gateway(), model);
  const result = Math.max(...gateway.copies);
  return {
    what: `image of 10 MiB to ${model}: copies in memory`,
    reference: null,
    gateway: result,
    result,
    range: rangeOf(gateway.copies),
    limit: 2,
    faults: gateway.faults,
  };
}

async function copies(target: Target, model: string) {
  const job: ImageJob = {
    kind: "image",
    target,
    model,
    bytes: BYTES,
    times: 5,
  };
  const { growthKiB, faults } = await load<ImageJob, ImageResult>(job);
  return { copies: growthKiB.map((size) => size * 1024 / BYTES), faults };
}
