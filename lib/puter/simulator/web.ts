import type { SimReply } from "./reply.ts";
import type { SimRequest } from "./request.ts";

/** Reads a request of the platform. */
export async function toRequest(req: Request): Promise<SimRequest> {
  const url = new URL(req.url);
  const body = req.body === null
    ? undefined
    : [new Uint8Array(await req.arrayBuffer())];
  return {
    method: req.method,
    host: req.headers.get("host")?.replace(/:\d+$/, "") ?? url.hostname,
    path: url.pathname,
    query: url.searchParams,
    header: (name) => req.headers.get(name),
    body,
  };
}

/** Makes a response of the platform; its body is pulled, never pushed. */
export function toResponse(
  { status, body }: SimReply,
  headers: Record<string, string>,
): Response {
  if (status === 304) return new Response(null, { status, headers });
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = await body.pull();
      if (bytes === null) controller.close();
      else controller.enqueue(bytes.slice());
    },
    cancel: () => body.cancel(),
  }, { highWaterMark: 0 });
  return new Response(stream, { status, headers });
}
