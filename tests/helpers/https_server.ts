import type { Network } from "../../lib/http/client/dial.ts";
import { makeCertificate } from "./certificate.ts";

/** A local server that plays a host of the Internet. */
export interface HttpsServer extends AsyncDisposable {
  /** Reaches the server under any public address. */
  network: Network;
  /** Addresses that were connected to, in order. */
  dialled: string[];
  /** Names that were looked up, in order. */
  resolved: string[];
}

/** How the played Internet differs from one public address per name. */
export interface HttpsServerOptions {
  /** Addresses of a name, at its n-th look-up (from 0). */
  resolve?: (name: string, count: number) => string[];
}

/** A public address that no test ever connects to. */
export const PUBLIC_ADDRESS = "93.184.215.14";

/** Serves `hostname` over TLS on a free port of this machine. */
export async function httpsServer(
  hostname: string,
  handler: (req: Request) => Response | Promise<Response>,
  options: HttpsServerOptions = {},
): Promise<HttpsServer> {
  const { ca, cert, key } = await makeCertificate(hostname);
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert,
    key,
    onListen: () => {},
  }, handler);
  const dialled: string[] = [];
  const resolved: string[] = [];
  return {
    dialled,
    resolved,
    network: {
      caCerts: [ca],
      resolve(name) {
        const count = resolved.push(name) - 1;
        const found = options.resolve?.(name, count) ?? [PUBLIC_ADDRESS];
        return Promise.resolve(found);
      },
      connect(address, signal) {
        dialled.push(address);
        const { port } = server.addr;
        return Deno.connect({ hostname: "127.0.0.1", port, signal });
      },
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
