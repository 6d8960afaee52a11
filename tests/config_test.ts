import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "../lib/config.ts";

function configOf(env: Record<string, string>) {
  return readConfig((name) => env[name]);
}

describe("readConfig()", () => {
  it("has a default for everything", () => {
    assertEquals(configOf({}), {
      port: 8000,
      host: undefined,
      onDeploy: false,
      dataDir: ".data",
      kvUrl: undefined,
      kvAccessToken: undefined,
      apiMasterKey: undefined,
      metricsKey: undefined,
      encryptionKey: undefined,
      puterAuthTokens: "",
      puterApiUrl: "https://api.puter.com",
      companion: null,
      settings: {},
      headHoldMs: 10_000,
      maxBodyBytes: 33_554_432,
      maxMultipartBytes: 67_108_864,
      noAuth: false,
      trustProxy: 0,
      warnings: [],
    });
  });

  it("believes as many proxies as it is told of, and Deno Deploy", () => {
    assertEquals(configOf({ TRUST_PROXY: "2" }).trustProxy, 2);
    assertEquals(configOf({ DENO_DEPLOY: "1" }).trustProxy, "deploy");
    const told = { DENO_DEPLOY: "1", TRUST_PROXY: "0" };
    assertEquals(configOf(told).trustProxy, 0);
    assertThrows(() => configOf({ TRUST_PROXY: "yes" }), Error, "TRUST_PROXY");
  });

  it("reads blank values as absent and trims the others", () => {
    const config = configOf({
      PORT: " ",
      SIMULATOR: "",
      DATA_DIR: " /srv/data\n",
      NO_AUTH: "",
    });
    assertEquals(config.port, 8000);
    assertEquals(config.settings, {});
    assertEquals(config.dataDir, "/srv/data");
    assertEquals(config.noAuth, false);
  });

  it("knows Deno Deploy by either of its variables", () => {
    assertEquals(configOf({ DENO_DEPLOY: "true" }).onDeploy, true);
    assertEquals(configOf({ DENO_DEPLOYMENT_ID: "x" }).onDeploy, true);
  });

  it("reads switches in the usual spellings", () => {
    assertEquals(configOf({ NO_AUTH: "1" }).noAuth, true);
    assertEquals(configOf({ NO_AUTH: "True" }).noAuth, true);
    assertEquals(configOf({ NO_AUTH: "off" }).noAuth, false);
    assertEquals(configOf({ SIMULATOR: "ON" }).settings.simulator, "on");
  });

  it("takes plain http for Puter on this machine only", () => {
    for (
      const url of [
        "http://localhost:4100",
        "http://api.puter.localhost:4100",
        "http://127.0.0.1:9",
        "http://[::1]:9",
        "https://puter.example",
      ]
    ) {
      assertEquals(configOf({ PUTER_API_URL: `${url}/` }).puterApiUrl, url);
    }
    for (
      const url of [
        "http://api.puter.com",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "ftp://localhost",
      ]
    ) {
      assertThrows(() => configOf({ PUTER_API_URL: url }), Error, "https://");
    }
  });

  it("reads the companion endpoint, with a key or without", () => {
    const url = { COMPANION_BASE_URL: "https://host.example/v1/" };
    const baseUrl = "https://host.example/v1";
    assertEquals(configOf(url).companion, { baseUrl, apiKey: null });
    assertEquals(
      configOf({ ...url, COMPANION_API_KEY: " sk-1 " }).companion,
      { baseUrl, apiKey: "sk-1" },
    );
  });

  it("names the variable of an unusable value", () => {
    const unusable: Record<string, string> = {
      PORT: "80 80",
      MAX_QUEUE_MS: "-1",
      DEFAULT_MAX_TOKENS: "0",
      MAX_BODY_BYTES: "32MiB",
      KEEP_ALIVE_MS: "5",
      RECORD_DAYS: "1e3",
      SIMULATOR: "maybe",
      STRATEGY: "best",
      REQUEST_BUDGET_MS: "1",
      CORS_ORIGINS: "https://a.example/path",
      NO_AUTH: "perhaps",
      PUTER_API_URL: "https://api.puter.com/drivers",
      KV_URL: "/var/kv",
      COMPANION_BASE_URL: "http://api.openai.com/v1",
      COMPANION_API_KEY: "sk-without-a-base-url",
      API_MASTER_KEY: "sch\u00fcssel-der-sch\u00fcssel",
      ENCRYPTION_KEY: "short",
    };
    for (const [name, value] of Object.entries(unusable)) {
      assertThrows(() => configOf({ [name]: value }), Error, name);
    }
  });

  it("never repeats a secret in an error", () => {
    const secret = "hunter2";
    const unusable: Record<string, string> = {
      API_MASTER_KEY: `${secret}\u0007`,
      ENCRYPTION_KEY: secret,
      PUTER_API_URL: `https://me:${secret}@api.puter.com`,
      COMPANION_BASE_URL: `https://me:${secret}@host.example/v1`,
      COMPANION_API_KEY: secret,
      KV_URL: `redis://:${secret}@kv`,
    };
    for (const [name, value] of Object.entries(unusable)) {
      const error = assertThrows(() => configOf({ [name]: value }), Error);
      assertEquals(error.message.includes(secret), false, name);
    }
  });

  it("warns of what is allowed but dangerous", () => {
    const env = { API_MASTER_KEY: "hunter2", NO_AUTH: "1" };
    const { warnings } = configOf(env);
    assertEquals(warnings.length, 2);
    assertEquals(warnings.join().includes("hunter2"), false);
    const shared = configOf({ KV_URL: "http://denokv:4512" }).warnings;
    assertEquals(shared.length, 2);
    const onDeploy = { DENO_DEPLOY: "1", KV_URL: "https://kv.example" };
    assertEquals(configOf(onDeploy).warnings.length, 1);
    const key = "correct horse battery staple";
    assertEquals(configOf({ API_MASTER_KEY: key }).warnings, []);
  });
});
