import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type { Protocol } from "../../lib/http/error_envelopes.ts";
import {
  companionEnv,
  type FakeCompanion,
  fakeCompanion,
} from "../helpers/fake_companion.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import {
  bodyOf,
  errorIn,
  FREE_CALLS,
  publicRoutes,
  SAMPLES,
} from "../helpers/public_routes.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Tokens that are methods by the grammar, and names of every object. */
const ODD_METHODS = ["PROPFIND", "constructor", "toString", "__proto__"];

/** Bodies that no surface can mean. */
const ODD_BODIES: Record<string, string> = {
  "nothing": "",
  "blanks": " \n\t",
  "no JSON": "{",
  "null": "null",
  "a list": "[]",
  "a number": "7",
  "a text": '"hi"',
  "an empty object": "{}",
  "half a character": '{"model":"\ud800"}',
  "a deep list": `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
  "a deep object": `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
};

const FORM = { "content-type": "multipart/form-data; boundary=b" };

describe("public routes, whatever they are sent", () => {
  let companion: FakeCompanion;
  let gateway: TestGateway;
  before(async () => {
    companion = fakeCompanion();
    gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "paid" }],
      env: companionEnv(companion),
      simulator: { delay: () => Promise.resolve() },
    });
  });
  after(async () => {
    await gateway.close();
    await companion[Symbol.asyncDispose]();
  });

  async function assertRefused(
    response: Response,
    { status, protocol, about }: {
      status: number;
      protocol: Protocol;
      about: string;
    },
  ) {
    assertEquals(
      response.status,
      status,
      `${about}: ${await response.clone().text()}`,
    );
    assert(response.headers.get("x-request-id")?.startsWith("req_"), about);
    assertEquals(response.headers.get("access-control-allow-origin"), "*");
    return await errorIn(response, protocol);
  }

  it("answers broken percent-encoding in a path with 400", async () => {
    const paths: [path: string, protocol: Protocol][] = [
      ["/v1/models/%E0%A4%A", "openai"],
      ["/models/%E0%A4%A", "openai"],
      ["/v1/v1/models/%ff", "openai"],
      ["/v1/responses/%", "openai"],
      ["/v1/videos/%zz/content", "openai"],
      ["/v1/no/such/%C3", "openai"],
      ["/v1/images/files/%80", "openai"],
      ["/v1/messages/%E0%A4%A", "anthropic"],
      ["/v1beta/models/%E0%A4%A:generateContent", "gemini"],
      ["/models/%E0%A4%A:generateContent", "gemini"],
      ["/%E0%A4%A", "openai"],
    ];
    for (const [path, protocol] of paths) {
      for (const method of METHODS) {
        const response = await gateway.fetch(path, { method, key: "" });
        const about = `${method} ${path}`;
        const { code } = await assertRefused(response, {
          status: 400,
          protocol,
          about,
        });
        if (protocol === "openai") assertEquals(code, "invalid_url", about);
      }
      const preflight = await gateway.fetch(path, { method: "OPTIONS" });
      assertEquals(preflight.status, 204, path);
    }
  });

  it("tells only the owner about paths of the cockpit's endpoints", async () => {
    const path = "/api/requests/%E0%A4%A";
    const stranger = await gateway.fetch(path, { key: "" });
    assertEquals(stranger.status, 401);
    assertEquals(stranger.headers.get("access-control-allow-origin"), null);
    await stranger.body?.cancel();
    const owner = await gateway.fetch(path);
    assertEquals(owner.status, 400);
    assertEquals((await errorIn(owner, "openai")).code, "invalid_url");
  });

  it("takes ids that are encoded twice, or are no encoding inside", async () => {
    for (const base of ["/v1/models", "/v1beta/models"]) {
      for (
        const id of ["%25", "%2525", "%25zz", "a%252Fb", "%00", "%F0%9F%98%80"]
      ) {
        const about = `${base}/${id}`;
        await assertRefused(await gateway.fetch(about), {
          status: 404,
          protocol: base === "/v1/models" ? "openai" : "gemini",
          about,
        });
      }
    }
  });

  it("finds nothing by ids that are longer than any", async () => {
    const long = "x".repeat(5000);
    for (
      const path of [
        `/v1/models/${long}`,
        `/v1/responses/${long}`,
        `/v1/responses/${long}/input_items`,
        `/v1/videos/${long}`,
        `/v1/videos/${long}/content`,
        `/v1/images/files/${long}`,
        `/v1/images/files/img_${long}`,
        `/v1/responses/resp_${long}`,
        `/v1/videos/video_${long}`,
      ]
    ) {
      const about = path.slice(0, 40);
      await assertRefused(await gateway.fetch(path), {
        status: 404,
        protocol: "openai",
        about,
      });
    }
    for (
      const [path, status] of [
        [`/v1/videos?after=video_${long}`, 400],
        [`/v1/responses/none/input_items?after=${long}`, 404],
      ] as const
    ) {
      const response = await gateway.fetch(path);
      assertEquals(response.status, status, await response.text());
    }
  });

  it("5: answers wrong methods with 405 and allow on every route", async () => {
    const byPath = new Map<string, string[]>();
    for (const route of await publicRoutes()) {
      const [method = "", path = ""] = route.split(" ");
      byPath.set(path, [...byPath.get(path) ?? [], method]);
    }
    assert(byPath.size > 20);
    for (const [path, methods] of byPath) {
      const known = methods.includes("GET") ? [...methods, "HEAD"] : methods;
      for (const method of [...METHODS, ...ODD_METHODS]) {
        if (methods.includes(method)) continue;
        const about = `${method} ${path}`;
        const response = await gateway.fetch(path.replace("{id}", "a"), {
          method,
        });
        const allow = response.headers.get("allow")?.split(", ").sort();
        assertEquals(allow, [...known, "OPTIONS"].sort(), about);
        await assertRefused(response, {
          status: 405,
          protocol: protocolOf(path),
          about,
        });
      }
    }
  });

  it("serves no page for a method that it does not know", async () => {
    for (const method of ODD_METHODS) {
      for (const path of ["/", "/login"]) {
        const response = await gateway.fetch(path, { method, key: "" });
        assertEquals(response.status, 405, `${method} ${path}`);
        await response.body?.cancel();
      }
    }
  });

  it("answers HEAD as GET, without a body", async () => {
    for (const { route, path, status } of FREE_CALLS) {
      if (!route.startsWith("GET ")) continue;
      const response = await gateway.fetch(path, { method: "HEAD" });
      assertEquals(response.status, status, path);
      assert(response.headers.get("x-request-id")?.startsWith("req_"));
      assertEquals(await response.text(), "", path);
    }
  });

  it("3: ignores query parameters that it does not know", async () => {
    for (
      const { route, path, fields, ...call } of [...SAMPLES, ...FREE_CALLS]
    ) {
      const more = "beta=true&api-version=2026-10-21&__proto__=x&a[]=%zz&=";
      const url = `${path}${path.includes("?") ? "&" : "?"}${more}`;
      const response = await gateway.fetch(url, {
        method: route.slice(0, route.indexOf(" ")),
        body: bodyOf(fields),
      });
      const text = await response.text();
      assertEquals(response.status, "status" in call ? call.status : 200, text);
    }
  });

  it("9: reads JSON whatever the content type says", async () => {
    for (const { route, path, fields } of SAMPLES) {
      const body = bodyOf(fields);
      if (typeof body !== "string") continue;
      for (
        const type of ["text/plain", "application/json; charset=utf-8", "x/y"]
      ) {
        const headers = { "content-type": type };
        const response = await gateway.fetch(path, {
          method: "POST",
          body,
          headers,
        });
        const text = await response.text();
        assertEquals(response.status, 200, `${route} ${type}: ${text}`);
      }
    }
  });

  it("refuses bodies that say nothing, in the protocol of the route", async () => {
    for (const { path, protocol } of SAMPLES) {
      for (const [about, body] of Object.entries(ODD_BODIES)) {
        for (const headers of [{}, FORM] as Record<string, string>[]) {
          const response = await gateway.fetch(path, {
            method: "POST",
            body,
            headers,
          });
          const { status } = response;
          assert(
            [400, 404, 415].includes(status),
            `${path} ${about}: ${status}`,
          );
          await assertRefused(response, {
            status,
            protocol,
            about: `${path} ${about}`,
          });
        }
      }
    }
  });

  it("is unmoved by keys that objects are made of", async () => {
    for (const { path, protocol, fields } of SAMPLES) {
      if (typeof bodyOf(fields) !== "string") continue;
      const json = JSON.stringify(fields).slice(1);
      for (const name of ["__proto__", "constructor", "toString"]) {
        const body = `{"${name}":{"status":500,"polluted":"yes"},${json}`;
        const response = await gateway.fetch(path, { method: "POST", body });
        const text = await response.text();
        assertEquals(response.status, 200, `${path} ${name}: ${text}`);
        assertEquals(({} as Record<string, unknown>).polluted, undefined);
        if (fields.model === undefined) continue;
        const asModel = await gateway.post(path, { ...fields, model: name });
        if (asModel.ok) await asModel.body?.cancel();
        else {
          await assertRefused(asModel, {
            status: 404,
            protocol,
            about: `${path} ${name}`,
          });
        }
      }
    }
  });

  it("takes headers of any size and number", async () => {
    const headers: Record<string, string> = {
      "x-huge": "x".repeat(100_000),
      "accept-language": "é".repeat(2000),
      "openai-beta": ",".repeat(10_000),
    };
    for (let i = 0; i < 500; i++) headers[`x-${i}`] = String(i);
    for (const { path, fields } of SAMPLES) {
      const response = await gateway.fetch(path, {
        method: "POST",
        body: bodyOf(fields),
        headers,
      });
      const text = await response.text();
      assertEquals(response.status, 200, `${path}: ${text}`);
    }
    const key = "k".repeat(100_000);
    const response = await gateway.fetch("/v1/models", { key });
    await assertRefused(response, {
      status: 401,
      protocol: "openai",
      about: "a huge key",
    });
  });
});

function protocolOf(path: string): Protocol {
  if (path.startsWith("/v1beta/")) return "gemini";
  return path.startsWith("/v1/messages") ? "anthropic" : "openai";
}
