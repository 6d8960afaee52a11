import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { Network } from "../../lib/http/client/dial.ts";
import {
  type FetchProblem,
  FetchRefusal,
} from "../../lib/http/fetch_refusal.ts";
import {
  guardedBytes,
  guardedFetch,
  type GuardedFetchOptions,
} from "../../lib/http/guarded_fetch.ts";
import { readPublicUrl } from "../../lib/http/public_url.ts";
import { isPublicAddress } from "../../lib/http/special_addresses.ts";
import { httpsServer, PUBLIC_ADDRESS } from "../helpers/https_server.ts";

const HOST = "files.vendor.com";
const URL_OF_CAT = `https://${HOST}/cat.png`;
const OPTIONS: GuardedFetchOptions = { types: ["image/*"], maxBytes: 1024 };

/** URLs that must be refused before anything is looked up or connected to. */
const FORBIDDEN_URLS = [
  "http://files.vendor.com/",
  "ftp://files.vendor.com/",
  "file:///etc/passwd",
  "data:image/png;base64,AAAA",
  "gopher://files.vendor.com/",
  "//files.vendor.com/",
  "not a url",
  "https://",
  "https://user@files.vendor.com/",
  "https://user:secret@files.vendor.com/",
  "https://files.vendor.com@127.0.0.1/",
  "https://files.vendor.com:8443/",
  "https://files.vendor.com:80/",
  "https://files.vendor.com:22/",
  "https://files.vendor.com./",
  "https://localhost/",
  "https://LOCALHOST/",
  "https://api.localhost/",
  "https://localhost.localdomain/",
  "https://printer.local/",
  "https://metadata.google.internal/computeMetadata/v1/",
  "https://instance-data.ec2.internal/",
  "https://host.docker.internal/",
  "https://redis/",
  "https://nas.lan/",
  "https://wiki.corp/",
  "https://router.home.arpa/",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://127.0.0.1./",
  "https://１２７.０.０.１/",
  "https://127。0。0。1/",
  "https://0/",
  "https://0.0.0.0/",
  "https://10.1.2.3/",
  "https://100.64.0.1/",
  "https://100.100.100.200/latest/meta-data/",
  "https://169.254.169.254/latest/meta-data/",
  "https://0xa9fea9fe/",
  "https://2852039166/",
  "https://168.63.129.16/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.0.0.192/",
  "https://192.0.2.1/",
  "https://192.88.99.1/",
  "https://192.168.1.1/",
  "https://198.18.0.1/",
  "https://198.51.100.7/",
  "https://203.0.113.7/",
  "https://224.0.0.1/",
  "https://240.0.0.1/",
  "https://255.255.255.255/",
  "https://[::]/",
  "https://[::1]/",
  "https://[::127.0.0.1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:a9fe:a9fe]/",
  "https://[::ffff:0:10.0.0.1]/",
  "https://[64:ff9b::10.0.0.1]/",
  "https://[64:ff9b::a9fe:a9fe]/",
  "https://[64:ff9b:1::8.8.8.8]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:53aa:64c:0:fffe:f5ff:fffe]/",
  "https://[2001:db8::1]/",
  "https://[3fff::1]/",
  "https://[100::1]/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/",
  "https://[fe80::1]/",
  "https://[fec0::1]/",
  "https://[ff02::1]/",
];

/** Answers of a name server that must spoil a name. */
const FORBIDDEN_ANSWERS = [
  ["127.0.0.1"],
  ["169.254.169.254"],
  ["10.0.0.5"],
  ["0.0.0.0"],
  ["::1"],
  ["::"],
  ["::ffff:10.0.0.5"],
  ["::ffff:8.8.8.8"],
  ["fd00:ec2::254"],
  ["fe80::1%eth0"],
  ["64:ff9b::7f00:1"],
  ["2002:a00:1::1"],
  [PUBLIC_ADDRESS, "192.168.0.1"],
  ["2606:2800:220:1::1", "fc00::1"],
  ["0x7f.0.0.1"],
  ["127.1"],
  ["localhost"],
];

/** A network that must not be used. */
function forbiddenNetwork(answer?: string[]): Network {
  return {
    resolve: (name) => {
      if (answer === undefined) throw new Error(`Looked up ${name}`);
      return Promise.resolve(answer);
    },
    connect: (address) => {
      throw new Error(`Connected to ${address}`);
    },
  };
}

async function assertRefused(
  problem: FetchProblem,
  url: string,
  options: Partial<GuardedFetchOptions>,
): Promise<FetchRefusal> {
  const error = await assertRejects(
    () => guardedBytes(url, { ...OPTIONS, ...options }),
    FetchRefusal,
  );
  assertEquals([url, error.problem], [url, problem]);
  return error;
}

function png(body: BodyInit = "cat", headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set("content-type", "image/png");
  return new Response(body, { headers: all });
}

describe("guardedFetch", () => {
  it("refuses every URL that may not be public, and touches nothing", async () => {
    assert(FORBIDDEN_URLS.length >= 40);
    for (const url of FORBIDDEN_URLS) {
      await assertRefused("url", url, { network: forbiddenNetwork() });
    }
  });

  it("refuses a name that leads anywhere private, and does not connect", async () => {
    for (const answer of FORBIDDEN_ANSWERS) {
      const network = forbiddenNetwork(answer);
      await assertRefused("address", URL_OF_CAT, { network });
    }
  });

  it("refuses a redirect to every forbidden URL", async () => {
    await using server = await httpsServer(HOST, (req) => {
      const index = Number(new URL(req.url).searchParams.get("to"));
      const location = encodeURI(FORBIDDEN_URLS[index] ?? "");
      return new Response(null, { status: 302, headers: { location } });
    });
    for (const [index, url] of FORBIDDEN_URLS.entries()) {
      // Relative references stay on the server that was asked.
      if (url.startsWith("//") || url === "not a url") continue;
      const from = `${URL_OF_CAT}?to=${index}`;
      await assertRefused("url", from, { network: server.network });
    }
  });

  it("checks the name of every hop anew", async () => {
    const handler = () =>
      new Response(null, {
        status: 307,
        headers: { location: "https://rebind.vendor.com/" },
      });
    await using server = await httpsServer(HOST, handler, {
      resolve: (name) => name === HOST ? [PUBLIC_ADDRESS] : ["10.0.0.1"],
    });
    await assertRefused("address", URL_OF_CAT, { network: server.network });
    assertEquals(server.dialled, [PUBLIC_ADDRESS]);
  });

  it("connects to the address that was checked, not to a later answer", async () => {
    await using server = await httpsServer(HOST, () => png(), {
      resolve: (_, count) => count === 0 ? [PUBLIC_ADDRESS] : ["127.0.0.1"],
    });
    const { network } = server;
    await guardedBytes(URL_OF_CAT, { ...OPTIONS, network });
    assertEquals(server.resolved, [HOST]);
    assertEquals(server.dialled, [PUBLIC_ADDRESS]);
  });

  it("refuses a name that changes its mind between two hops", async () => {
    const handler = () =>
      new Response(null, { status: 302, headers: { location: "/again" } });
    await using server = await httpsServer(HOST, handler, {
      resolve: (_, count) => count === 0 ? [PUBLIC_ADDRESS] : ["127.0.0.1"],
    });
    await assertRefused("address", URL_OF_CAT, { network: server.network });
    assertEquals(server.dialled, [PUBLIC_ADDRESS]);
  });

  it("fetches a file, and sends nothing of the asker along", async () => {
    const seen: Headers[] = [];
    await using server = await httpsServer(HOST, (req) => {
      seen.push(req.headers);
      return png();
    });
    const { network } = server;
    const file = await guardedBytes(URL_OF_CAT, { ...OPTIONS, network });
    assertEquals(file.mediaType, "image/png");
    assertEquals(new TextDecoder().decode(file.bytes), "cat");
    assertEquals([...seen[0]?.keys() ?? []].sort(), [
      "accept",
      "accept-encoding",
      "connection",
      "host",
      "user-agent",
    ]);
  });

  it("follows redirects, relative ones too, but not for ever", async () => {
    await using server = await httpsServer(HOST, (req) => {
      const { pathname } = new URL(req.url);
      const location = pathname === "/cat.png" ? "/once" : "/loop";
      if (pathname === "/once") return png();
      return new Response(null, { status: 301, headers: { location } });
    });
    const { network } = server;
    await guardedBytes(URL_OF_CAT, { ...OPTIONS, network });
    await assertRefused("redirect", `https://${HOST}/loop`, { network });
    await using lost = await httpsServer(
      HOST,
      () => new Response(null, { status: 302 }),
    );
    await assertRefused("redirect", URL_OF_CAT, { network: lost.network });
  });

  it("refuses what is too large, whether it says so or not", async () => {
    await using server = await httpsServer(HOST, (req) => {
      const chunk = new Uint8Array(600);
      const isStreamed = req.url.endsWith("?streamed");
      return png(
        isStreamed ? ReadableStream.from([chunk, chunk]) : new Uint8Array(1025),
      );
    });
    const { network } = server;
    await assertRefused("size", URL_OF_CAT, { network });
    await assertRefused("size", `${URL_OF_CAT}?streamed`, { network });
  });

  it("refuses other types, compressed content and other statuses", async () => {
    await using server = await httpsServer(HOST, (req) => {
      switch (new URL(req.url).search) {
        case "?html":
          return new Response("<p>", {
            headers: { "content-type": "text/html" },
          });
        case "?none":
          return new Response(new Uint8Array(3));
        case "?zipped":
          return png("zip", { "content-encoding": "br" });
        case "?partial":
          return new Response("c", {
            status: 206,
            headers: { "content-type": "image/png" },
          });
        default:
          return new Response("no", { status: 404 });
      }
    });
    const { network } = server;
    await assertRefused("type", `${URL_OF_CAT}?html`, { network });
    await assertRefused("type", `${URL_OF_CAT}?none`, { network });
    await assertRefused("type", `${URL_OF_CAT}?zipped`, { network });
    await assertRefused("status", `${URL_OF_CAT}?partial`, { network });
    const missing = await assertRefused("status", URL_OF_CAT, { network });
    assertEquals(missing.status, 404);
  });

  it("sends one range of bytes on, and nothing else in its place", async () => {
    await using server = await httpsServer(HOST, (req) => {
      assertEquals(req.headers.get("range"), "bytes=1-");
      return new Response("at", {
        status: 206,
        headers: {
          "content-type": "image/png",
          "content-range": "bytes 1-2/3",
        },
      });
    });
    const { network } = server;
    const file = await guardedFetch(URL_OF_CAT, {
      ...OPTIONS,
      network,
      range: "bytes=1-",
    });
    assertEquals(file.status, 206);
    assertEquals(file.length, 2);
    assertEquals(file.header("Content-Range"), "bytes 1-2/3");
    assertEquals(await new Response(file.body).text(), "at");
    for (const range of ["bytes=0-1,3-4", "bytes=0-\r\nx: y", "lines=1-"]) {
      await assertRefused("url", URL_OF_CAT, { network, range });
    }
  });

  it("refuses a certificate of another name, or of nobody known", async () => {
    await using server = await httpsServer("other.vendor.com", () => png());
    const { network } = server;
    await assertRefused("network", URL_OF_CAT, { network });
    const { caCerts: _, ...untrusting } = network;
    await assertRefused("network", "https://other.vendor.com/", {
      network: untrusting,
    });
  });

  it("gives up on a server that is silent, or takes too long", async () => {
    const silent = Promise.withResolvers<Response>();
    await using server = await httpsServer(HOST, () => silent.promise);
    const { network } = server;
    await assertRefused("time", URL_OF_CAT, { network, idleMs: 30 });
    await assertRefused("time", URL_OF_CAT, { network, timeoutMs: 30 });
    silent.resolve(png());
  });

  it("ends with its caller's signal, also in the middle of a body", async () => {
    const sent = Promise.withResolvers<void>();
    await using server = await httpsServer(HOST, () =>
      png(
        new ReadableStream({
          async pull(controller) {
            controller.enqueue(new Uint8Array(1));
            await sent.promise;
          },
          cancel: () => sent.resolve(),
        }),
      ));
    const { network } = server;
    const abort = new AbortController();
    const { signal } = abort;
    const { body } = await guardedFetch(URL_OF_CAT, {
      ...OPTIONS,
      network,
      signal,
    });
    const reader = body.getReader();
    await reader.read();
    const next = assertRejects(() => reader.read(), Error, "enough");
    abort.abort(new Error("enough"));
    await next;
    sent.resolve();
    await assertRejects(
      () => guardedFetch(URL_OF_CAT, { ...OPTIONS, network, signal }),
      Error,
      "enough",
    );
  });

  it("refuses a name without addresses", async () => {
    await using server = await httpsServer(HOST, () => png(), {
      resolve: () => [],
    });
    await assertRefused("network", URL_OF_CAT, { network: server.network });
  });

  it("tries the next address when one cannot be reached", async () => {
    await using server = await httpsServer(HOST, () => png(), {
      resolve: () => [PUBLIC_ADDRESS, "93.184.215.15"],
    });
    const { network } = server;
    const { bytes } = await guardedBytes(URL_OF_CAT, {
      ...OPTIONS,
      network: {
        ...network,
        connect: (address, signal) =>
          address === PUBLIC_ADDRESS
            ? Promise.reject(new Deno.errors.ConnectionRefused())
            : network.connect(address, signal),
      },
    });
    assertEquals(bytes.byteLength, 3);
    assertEquals(server.dialled, ["93.184.215.15"]);
  });
});

describe("isPublicAddress", () => {
  it("accepts addresses of the public Internet, also behind NAT64", () => {
    const addresses = [
      "1.1.1.1",
      "8.8.8.8",
      "93.184.215.14",
      "172.15.0.1",
      "172.32.0.1",
      "100.63.0.1",
      "2606:4700:4700::1111",
      "2a00:1450:4001:81b::200e",
      "64:ff9b::808:808",
    ];
    for (const address of addresses) {
      assertEquals([address, isPublicAddress(address)], [address, true]);
    }
  });

  it("refuses every private IPv4 address in every form that carries it", () => {
    const privateV4 = fc.oneof(
      fc.tuple(
        fc.constantFrom(0, 10, 127),
        fc.nat(255),
        fc.nat(255),
        fc.nat(255),
      ),
      fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
      fc.tuple(
        fc.constant(172),
        fc.integer({ min: 16, max: 31 }),
        fc.nat(255),
        fc.nat(255),
      ),
      fc.tuple(
        fc.constant(100),
        fc.integer({ min: 64, max: 127 }),
        fc.nat(255),
        fc.nat(255),
      ),
      fc.tuple(
        fc.integer({ min: 224, max: 255 }),
        fc.nat(255),
        fc.nat(255),
        fc.nat(255),
      ),
    );
    fc.assert(fc.property(privateV4, ([a, b, c, d]) => {
      const dotted = `${a}.${b}.${c}.${d}`;
      const hex = ((a << 8) | b).toString(16) + ":" +
        ((c << 8) | d).toString(16);
      const forms = [
        dotted,
        `::ffff:${dotted}`,
        `::ffff:${hex}`,
        `::${hex}`,
        `64:ff9b::${hex}`,
        `2002:${hex}::1`,
      ];
      for (const form of forms) {
        assertEquals([form, isPublicAddress(form)], [form, false]);
      }
      const urls = [
        `https://${a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d}/`,
        `https://0x${a.toString(16)}.${b}.0${c.toString(8)}.${d}/`,
        `https://[::ffff:${dotted}]/`,
      ];
      for (const url of urls) {
        assertThrows(() => readPublicUrl(url), FetchRefusal);
      }
    }));
  });
});
