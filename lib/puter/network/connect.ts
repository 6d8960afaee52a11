import { lookup } from "node:dns/promises";

/** How long the first address may take before the others are tried too. */
const HEAD_START_MS = 1000;

/** Where a server listens. */
export interface Address {
  hostname: string;
  port: number;
}

/**
 * A TCP or TLS connection. `Deno.connect` tries only one address of a name, so
 * that a machine whose IPv6 leads nowhere would never connect: the others are
 * tried when the first one fails or takes long.
 */
export async function connect(
  address: Address,
  isSecure: boolean,
): Promise<Deno.Conn> {
  const connection = await connectTcp(address);
  connection.setNoDelay();
  if (!isSecure) return connection;
  return await Deno.startTls(connection, {
    hostname: address.hostname,
    alpnProtocols: ["http/1.1"],
  });
}

async function connectTcp(address: Address): Promise<Deno.TcpConn> {
  const first = Deno.connect(address);
  const isFast = await within(first, HEAD_START_MS);
  if (isFast) return await first;
  const others = await otherAddresses(address.hostname);
  const tries = [
    first,
    ...others.map((hostname) => Deno.connect({ ...address, hostname })),
  ];
  const winner = await Promise.any(tries).catch(() => first);
  for (const attempt of tries) closeUnless(attempt, winner);
  return winner;
}

/** True when the connection stands in time. */
async function within(
  connecting: Promise<unknown>,
  ms: number,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = connecting.then(() => true, () => false);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** All addresses of a name; none when it cannot be looked up. */
async function otherAddresses(hostname: string): Promise<string[]> {
  try {
    const found = await lookup(hostname, { all: true });
    return found.map(({ address }) => address);
  } catch {
    return [];
  }
}

function closeUnless(
  attempt: Promise<Deno.TcpConn>,
  winner: Deno.TcpConn,
): void {
  attempt.then(
    (connection) => connection !== winner && connection.close(),
    () => {},
  );
}
