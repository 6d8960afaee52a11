/** Calls this origin's API as the owner whose session the browser has. */
export function sendWithSession(
  path: string,
  init: RequestInit,
): Promise<Response> {
  return fetch(path, init);
}
