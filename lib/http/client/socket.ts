/** A connection to a server. */
export class Socket {
  /** True once a byte came back since it was last idle. */
  hasAnswered = false;
  /** When it became idle, in `performance.now()`. */
  idleSince = 0;
  readonly #connection: Deno.Conn;
  #isClosed = false;

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let sent = await this.#connection.write(bytes);
    while (sent < bytes.byteLength) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  /** Reads into `buffer`; null when the server has closed the connection. */
  async read(buffer: Uint8Array): Promise<Uint8Array | null> {
    const length = await this.#connection.read(buffer);
    if (length === null) return null;
    this.hasAnswered = true;
    return buffer.subarray(0, length);
  }

  /** Closes the connection; a read or write under way rejects. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }
}
