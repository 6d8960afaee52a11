import type { Pool } from "../pool/pool.ts";
import type { Catalogue } from "../puter/models/catalogue.ts";
import type { PuterTransport } from "../puter/transport.ts";

/** Something that speaks Puter's wire, and the accounts to call it with. */
export interface Upstream {
  transport: PuterTransport;
  catalogue: Catalogue;
  pool: Pool;
}
