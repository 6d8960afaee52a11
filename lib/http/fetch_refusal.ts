/**
 * Why nothing was fetched: `url` may not be fetched, `address` its name leads
 * where nothing may be fetched, `redirect` too many or broken ones, `status`
 * another one than asked for, `type` not among those wanted, `size` above the
 * cap, `time` used up, `network` no connection, name, certificate or answer.
 */
export type FetchProblem =
  | "url"
  | "address"
  | "redirect"
  | "status"
  | "type"
  | "size"
  | "time"
  | "network";

/**
 * A URL that was not fetched, or not to its end. The message is a sentence
 * without the URL, fit for the client that gave it.
 */
export class FetchRefusal extends Error {
  override name = "FetchRefusal";
  readonly problem: FetchProblem;
  /** HTTP status of the other server, where it is the problem. */
  readonly status: number | undefined;

  constructor(
    problem: FetchProblem,
    message: string,
    options: { cause?: unknown; status?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.problem = problem;
    this.status = options.status;
  }
}
