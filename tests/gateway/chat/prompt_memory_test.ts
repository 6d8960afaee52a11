import { assert } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { importMapOptions } from "../../../bench/children.ts";

describe("a stream", () => {
  it("lets go of its prompt when its answer has begun", async () => {
    const script = new URL("hold_images.ts", import.meta.url).pathname;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        "--v8-flags=--expose-gc",
        ...importMapOptions(),
        script,
      ],
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert(text !== "", new TextDecoder().decode(stderr));
    const { held, image } = JSON.parse(text.trim().split("\n").at(-1) ?? "");
    assert(held < image, `${held} bytes are held`);
  });
});
