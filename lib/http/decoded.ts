/**
 * A parameter of a path as the client meant it: some encode the slashes of an
 * id, and others do not. What is no encoding is taken as it stands.
 */
export function decoded(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}
