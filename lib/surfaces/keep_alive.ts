/**
 * A sign of life of a server-sent stream: a comment, which every client skips.
 * Source: WHATWG HTML, "Interpreting an event stream".
 */
export const KEEP_ALIVE = new TextEncoder().encode(": keep-alive\n\n");
