/** How the guarded fetcher reaches the Internet; tests have their own. */
export interface Network {
  /** All addresses of a name; empty when it has none. */
  resolve(name: string, signal: AbortSignal): Promise<string[]>;
  /** A connection to an address, at the port of https. */
  connect(address: string, signal: AbortSignal): Promise<Deno.TcpConn>;
  /** Roots that are trusted besides the usual ones, in PEM. */
  caCerts?: string[];
}

const HTTPS_PORT = 443;

/** How long one address may take before the next one is tried, in ms. */
const CONNECT_MS = 5000;

/** More addresses of one name are not tried. */
const MAX_TRIES = 4;

/** The Internet itself. */
export const internet: Network = { resolve: resolveName, connect };

/**
 * A TLS connection to one of `addresses`, to nowhere else: the name is only
 * what the certificate has to prove.
 *
 * @throws the error of the last address that was tried
 */
export async function dialTls(
  network: Network,
  addresses: readonly string[],
  { hostname, signal }: { hostname: string; signal: AbortSignal },
): Promise<Deno.TlsConn> {
  let last: unknown;
  for (const address of addresses.slice(0, MAX_TRIES)) {
    signal.throwIfAborted();
    try {
      return await dialOne(network, address, { hostname, signal });
    } catch (cause) {
      last = cause;
    }
  }
  signal.throwIfAborted();
  throw last;
}

async function dialOne(
  network: Network,
  address: string,
  { hostname, signal }: { hostname: string; signal: AbortSignal },
): Promise<Deno.TlsConn> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), CONNECT_MS);
  const either = AbortSignal.any([signal, late.signal]);
  let connection: Deno.Conn | undefined;
  const close = () => connection?.close();
  try {
    const tcp = await network.connect(address, either);
    connection = tcp;
    if (either.aborted) throw either.reason;
    either.addEventListener("abort", close);
    const tls = await Deno.startTls(tcp, {
      hostname,
      alpnProtocols: ["http/1.1"],
      caCerts: network.caCerts ?? [],
    });
    connection = tls;
    await tls.handshake();
    return tls;
  } catch (cause) {
    closeQuietly(connection);
    throw cause;
  } finally {
    either.removeEventListener("abort", close);
    clearTimeout(timer);
  }
}

function closeQuietly(connection: Deno.Conn | undefined): void {
  try {
    connection?.close();
  } catch {
    // It is closed already: by the abort, or taken over by TLS.
  }
}

async function resolveName(
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  // A name that ends with a dot is looked up as it is, not in search domains.
  const found = await Promise.allSettled([
    Deno.resolveDns(`${name}.`, "A", { signal }),
    Deno.resolveDns(`${name}.`, "AAAA", { signal }),
  ]);
  signal.throwIfAborted();
  // IPv4 first: an IPv6 that leads nowhere is common, the reverse is rare.
  return found.flatMap((one) => one.status === "fulfilled" ? one.value : []);
}

function connect(address: string, signal: AbortSignal): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: address, port: HTTPS_PORT, signal });
}
