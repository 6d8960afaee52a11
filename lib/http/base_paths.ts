/** First path segments that belong to the public API. */
const API_ROOTS = new Set([
  "audio",
  "chat",
  "completions",
  "embeddings",
  "images",
  "messages",
  "models",
  "moderations",
  "ocr",
  "rerank",
  "responses",
  "videos",
]);

/** The path of an absolute URL, without parsing the rest of it. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  if (start < 0) return "/";
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
}

const GOOGLE_BASE = /^(?:\/v1(?:beta)?)*\/v1beta(?:\/v1(?:beta)?)*(?=\/|$)/;

/** The second version of Cohere's API; its `rerank` is asked as in the first. */
const COHERE_RERANK = /^(?:\/v1)*\/v2\/rerank\/*$/;

/** What only Google's clients ask of a model, whatever version they name. */
const GOOGLE_ACTION =
  /^\/(?:v1\/)*(models\/.+:(?:generateContent|streamGenerateContent|countTokens|embedContent|batchEmbedContents))\/*$/;

/** The path of a request of Google's clients; null for all others. */
function googlePath(path: string): string | null {
  const base = GOOGLE_BASE.exec(path)?.[0];
  if (base !== undefined) {
    return `/v1beta${path.slice(base.length).replace(/\/+$/, "")}`;
  }
  const action = GOOGLE_ACTION.exec(path)?.[1];
  return action === undefined ? null : `/v1beta/${action}`;
}

/**
 * The canonical path of an API request that came without `/v1` or with it
 * twice, as clients with a wrong base URL send it; null where nothing changes.
 * Query strings are not part of it.
 */
export function canonicalPath(pathname: string): string | null {
  const path = pathname.includes("//")
    ? pathname.replace(/\/{2,}/g, "/")
    : pathname;
  const google = googlePath(path);
  if (google !== null) return google === pathname ? null : google;
  if (COHERE_RERANK.test(path)) return "/v1/rerank";
  if (path.startsWith("/v1/v1/") || path === "/v1/v1") {
    return path.replace(/^(?:\/v1)+/, "/v1");
  }
  if (path.startsWith("/v1/")) {
    return path.length > 4 && path.endsWith("/")
      ? path.replace(/\/+$/, "")
      : path === pathname
      ? null
      : path;
  }
  const end = path.indexOf("/", 1);
  const root = end < 0 ? path.slice(1) : path.slice(1, end);
  if (!API_ROOTS.has(root)) return null;
  return `/v1${path.replace(/\/+$/, "")}`;
}
