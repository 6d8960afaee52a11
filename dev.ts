import { Builder } from "fresh/dev";
import { buildOptions, serveOptions } from "./fresh.config.ts";

const builder = new Builder(buildOptions);

if (Deno.args.includes("build")) {
  await builder.build();
} else {
  await builder.listen(() => import("./main.ts"), serveOptions);
}
