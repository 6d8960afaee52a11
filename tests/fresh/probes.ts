/** One request and what either implementation answers. */
export interface Probe {
  name: string;
  url: string;
  init?: RequestInit;
  status: number;
  /** Expected headers; null means absent. */
  headers?: Record<string, string | null>;
  body?: string;
  json?: unknown;
  /** Fresh answers this differently from memory, where only tests run. */
  onDisk?: boolean;
}

const HTML = "text/html; charset=utf-8";
const REMOTE = { transport: "tcp", hostname: "localhost", port: 1234 };

/** The same on Fresh and on the stand-in of `npm/fresh`. */
export const PROBES: Probe[] = [
  {
    name: "runs middlewares in the order they stand in",
    url: "/api/trace?x=1",
    status: 200,
    headers: { "x-tags": "api, root two, root one, first" },
    json: {
      method: "GET",
      path: "/api/trace",
      origin: "http://localhost",
      trace: ["first", "root one", "root two", "api"],
      remote: REMOTE,
    },
  },
  {
    name: "takes the origin from a trusted proxy",
    url: "/api/trace",
    init: {
      method: "DELETE",
      headers: {
        "x-forwarded-proto": "https",
        "x-forwarded-host": "example.com",
      },
    },
    status: 200,
    json: {
      method: "DELETE",
      path: "/api/trace",
      origin: "https://example.com",
      trace: ["first", "root one", "root two", "api"],
      remote: REMOTE,
    },
  },
  {
    name: "folds double slashes",
    url: "//api///trace",
    init: { method: "POST" },
    status: 200,
    json: {
      method: "POST",
      path: "/api/trace",
      origin: "http://localhost",
      trace: ["first", "root one", "root two", "api"],
      remote: REMOTE,
    },
  },
  {
    name: "matches an exact path with a slash at its end",
    url: "/api/map/",
    status: 200,
    body: "got",
  },
  {
    name: "prefers an exact path to a parameter",
    url: "/api/map",
    status: 200,
    body: "got",
  },
  {
    name: "picks the handler of the method",
    url: "/api/map",
    init: { method: "POST", body: "this" },
    status: 200,
    body: "posted this",
  },
  {
    name: "answers HEAD from GET without a body",
    url: "/api/map",
    init: { method: "HEAD" },
    status: 200,
    headers: { "x-map": "get" },
    body: "",
  },
  {
    name: "answers 404 to a method the map lacks",
    url: "/api/map",
    init: { method: "PUT" },
    status: 404,
    body: "Not Found",
  },
  {
    name: "answers 404 to OPTIONS the map lacks",
    url: "/api/map",
    init: { method: "OPTIONS" },
    status: 404,
    headers: { allow: null },
  },
  {
    name: "leaves reserved characters of a parameter encoded",
    url: "/api/a%2Fb%20c%40d",
    status: 200,
    json: { params: { id: "a%2Fb c%40d" } },
  },
  {
    name: "does not match a parameter with a slash at its end",
    url: "/api/x/",
    status: 404,
    headers: { "x-tags": null },
    body: "Not Found",
  },
  {
    name: "gathers the rest of a path",
    url: "/api/rest/a/b%2Fc",
    status: 200,
    json: { params: { path: "a/b%2Fc" } },
  },
  {
    name: "gathers an empty rest",
    url: "/api/rest",
    status: 200,
    json: { params: { path: "" } },
  },
  {
    name: "distinguishes letter case",
    url: "/API/map",
    status: 404,
  },
  {
    name: "answers an HttpError with its message",
    url: "/api/teapot?say=short",
    status: 418,
    headers: { "x-tags": null },
    body: "short",
  },
  {
    name: "answers an HttpError without message by its status text",
    url: "/api/teapot",
    status: 418,
    body: "I'm a teapot",
  },
  {
    name: "hides other errors",
    url: "/api/broken",
    status: 500,
    body: "Internal server error",
  },
  {
    name: "keeps a redirect on this host",
    url: "/api/redirect?to=//evil.example/x//y?q=//z",
    status: 302,
    headers: { location: "/evil.example/x/y?q=//z" },
    body: "",
  },
  {
    name: "shows a page inside layout and shell",
    url: "/",
    status: 200,
    headers: {
      "content-type": HTML,
      "x-tags": "site, root two, root one, first",
      link: null,
    },
    body: '<body><main data-trace="first > root one > root two > ' +
      'site"><h1>Home</h1></main></body></html>',
  },
  {
    name: "shows a page without handler for any method",
    url: "/",
    init: { method: "DELETE" },
    status: 200,
    headers: { "content-type": HTML },
  },
  {
    name: "gives data, status and headers of the handler to the page",
    url: "/data",
    status: 203,
    headers: { "content-type": HTML, "x-page": "yes" },
    body: "<p>&lt;b>&amp;&quot;</p>",
  },
  {
    name: "shows the error page of the group with the status of the error",
    url: "/gone",
    status: 410,
    headers: { "content-type": HTML, "x-tags": "root two, root one, first" },
    body: "<h1>Sorry: 410</h1></main>",
  },
  {
    name: "shows the error page when a handler is missing",
    url: "/data",
    init: { method: "DELETE" },
    status: 404,
    body: "<h1>Sorry: 404</h1>",
  },
  {
    name: "shows the error page when a page fails to render",
    url: "/broken",
    status: 500,
    body: "<h1>Sorry: 500</h1>",
  },
  {
    name: "answers in plain text when nothing matches",
    url: "/nowhere",
    status: 404,
    headers: { "content-type": "text/plain;charset=UTF-8" },
    body: "Not Found",
  },
  {
    name: "serves a static file that must be asked for again",
    url: "/style.css",
    status: 200,
    headers: {
      "content-type": "text/css; charset=UTF-8",
      "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
      "content-length": "24",
      "x-tags": "first",
    },
    body: "body {\n  color: teal;\n}\n",
  },
  {
    name: "serves a static file with a blank in its name",
    onDisk: true,
    url: "/two%20words.svg",
    status: 200,
    headers: { "content-type": "image/svg+xml" },
    body: "hello\n",
  },
  {
    name: "answers HEAD of a static file without its body",
    url: "/style.css",
    init: { method: "HEAD" },
    status: 200,
    headers: { "content-length": "24" },
    body: "",
  },
  {
    name: "refuses to post to a static file",
    url: "/style.css",
    init: { method: "POST" },
    status: 405,
    body: "Method Not Allowed",
  },
  {
    name: "redirects a static file of another build",
    url: "/style.css?__frsh_c=other&a=b",
    status: 307,
    headers: { location: "/style.css?a=b" },
    body: "",
  },
  {
    name: "answers a missing favicon without a page",
    url: "/favicon.ico",
    status: 404,
    body: "",
  },
  {
    name: "does not serve what lies outside of static/",
    onDisk: true,
    url: "/..%2Fmain.ts",
    status: 404,
  },
];
