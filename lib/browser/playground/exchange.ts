/** Most characters of events that are kept of one exchange. */
const MAX_KEPT = 500_000;

/** What went over the wire for one answer; kept until the page is left. */
export class Exchange {
  readonly path: string;
  readonly request: unknown;
  /** HTTP status; 0 until an answer begins. */
  status = 0;
  headers: [name: string, value: string][] = [];
  /** Data of events, or the body as a whole. */
  readonly events: string[] = [];
  /** Events that were too many to be kept. */
  missed = 0;
  #kept = 0;

  constructor(path: string, request: unknown) {
    this.path = path;
    this.request = request;
  }

  /** Notes the head of the answer. */
  answered(res: Response): void {
    this.status = res.status;
    this.headers = [...res.headers];
  }

  /** Notes an event. */
  event(data: string): void {
    if (this.#kept + data.length > MAX_KEPT) {
      this.missed++;
      return;
    }
    this.#kept += data.length;
    this.events.push(data);
  }
}
