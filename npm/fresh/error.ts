import type { ErrorStatus } from "@std/http/status";

export type { ErrorStatus };

/** An error that answers with its own status; see the nearest `_error` file. */
export class HttpError extends Error {
  status: ErrorStatus;

  constructor(status: ErrorStatus, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
  }
}
