/** What a router knows; it may fail over any other. */
const KNOWN: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** The methods of requests that others stand in for. */
const meant = new WeakMap<Request, string>();

/**
 * The request, or one that a router can route in its place: any token is a
 * method in HTTP, such as `PROPFIND`, and its route has to refuse it. `GET`
 * stands in, as it changes nothing wherever it should arrive unrecognised.
 */
export function routable(req: Request): Request {
  if (KNOWN.has(req.method)) return req;
  const standIn = new Request(req.url, { headers: req.headers });
  meant.set(standIn, req.method);
  return standIn;
}

/** The method that a client used. */
export function methodOf(req: Request): string {
  return meant.get(req) ?? req.method;
}

/** The same request with another URL. */
export function withUrl(req: Request, url: URL): Request {
  const next = new Request(url, req);
  const method = meant.get(req);
  if (method !== undefined) meant.set(next, method);
  return next;
}
