import { readConfig } from "../../lib/config.ts";
import { openStore } from "../../lib/store/kv.ts";
import { answered, profilesOf, take } from "../pool/pool_helpers.ts";
import { sideOn } from "./sharing_sides.ts";

/** Another gateway's process: has an account refused, and says when. */
const [dataDir = ""] = Deno.args;
const store = openStore(
  readConfig((name) => name === "DATA_DIR" ? dataDir : undefined),
);
const side = sideOn(store, profilesOf(["free"]));
take(side.pool).blame(answered(403, "forbidden", "Account suspended"));
await Deno.stdout.write(new TextEncoder().encode("refused\n"));
await side.sync.close();
await store.close();
