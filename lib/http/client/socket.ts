/** A connection to a server. */
export class Socket {
  /** To be set once a byte came back since it was last idle. */
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

  /**
   * Reads into `buffer`; gives the number of bytes, or null when the server has
   * closed the connection.
   */
  read(buffer: Uint8Array): Promise<number | null> {
    return this.#connection.read(buffer);
  }

  /** Closes the connection; a read or write under way rejects. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }
}
