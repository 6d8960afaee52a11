import { Socket } from "../../http/client/socket.ts";
import { connect } from "./connect.ts";

/** Puter closes idle connections after 5 s; ours are given up before that. */
const IDLE_MS = 4000;

/** Idle connections beyond this are closed at once. */
const MAX_IDLE = 256;

/** Connections to one server, kept for a while between requests. */
export class Sockets {
  readonly #isSecure: boolean;
  readonly #address: { hostname: string; port: number };
  /** The one that became idle last is the last one. */
  #idle: Socket[] = [];
  #sweep: ReturnType<typeof setTimeout> | undefined;

  constructor(server: URL) {
    this.#isSecure = server.protocol === "https:";
    this.#address = {
      hostname: server.hostname.replace(/^\[|\]$/g, ""),
      port: Number(server.port) || (this.#isSecure ? 443 : 80),
    };
  }

  /** A connection that can be used again, if there is one. */
  takeIdle(): Socket | undefined {
    const socket = this.#idle.at(-1);
    if (socket === undefined || isStale(socket)) return undefined;
    this.#idle.pop();
    socket.hasAnswered = false;
    return socket;
  }

  async open(): Promise<Socket> {
    return new Socket(await connect(this.#address, this.#isSecure));
  }

  /** Takes back a connection whose answer was read to its end. */
  keep(socket: Socket): void {
    if (this.#idle.length >= MAX_IDLE) return socket.close();
    socket.idleSince = performance.now();
    this.#idle.push(socket);
    if (this.#sweep === undefined) this.#sweepLater();
  }

  #sweepLater(): void {
    const sweep = setTimeout(() => this.#closeStale(), IDLE_MS);
    Deno.unrefTimer(sweep);
    this.#sweep = sweep;
  }

  #closeStale(): void {
    const fresh = this.#idle.filter((socket) => !isStale(socket));
    for (const socket of this.#idle) if (isStale(socket)) socket.close();
    this.#idle = fresh;
    this.#sweep = undefined;
    if (fresh.length > 0) this.#sweepLater();
  }
}

function isStale({ idleSince }: Socket): boolean {
  return performance.now() - idleSince >= IDLE_MS;
}
