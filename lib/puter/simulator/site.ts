import { notFound } from "./endpoints.ts";
import { PiecesBody } from "./body.ts";
import type { SimReply } from "./reply.ts";
import type { SimRequest } from "./request.ts";

/** Answers a request to the web site, where no API route exists. */
export function answerSite({ method }: SimRequest): SimReply {
  if (method !== "GET") {
    return withFrameOptions(notFound());
  }
  return withFrameOptions({
    status: 302,
    contentType: "",
    headers: { location: "/" },
    body: new PiecesBody({ pieces: [] }),
  });
}

function withFrameOptions(reply: SimReply): SimReply {
  const headers = { ...reply.headers, "x-frame-options": "SAMEORIGIN" };
  return { ...reply, headers };
}
