import type { ApiSend } from "./ask_model.ts";

/** Calls this origin's API as the owner whose session the browser has. */
export function sendWithSession(
  path: string,
  init: RequestInit,
): Promise<Response> {
  return fetch(path, init);
}

/** Calls this origin's API with a client key, and never as the owner. */
export function sendWithKey(key: string): ApiSend {
  return function send(path, init) {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${key}`);
    return fetch(path, { ...init, headers, credentials: "omit" });
  };
}
