import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { checkAbort } from "../../../lib/browser/self_test/abort.ts";
import { CHECKS } from "../../../lib/browser/self_test/checks.ts";
import { openLab } from "../../../lib/browser/self_test/lab.ts";
import {
  familyStates,
  type Results,
  runSelfTest,
} from "../../../lib/browser/self_test/runner.ts";
import { CLIENTS, FAMILIES } from "../../../lib/cockpit/snippets/mod.ts";
import { en } from "../../../lib/i18n/en.ts";

function answering(text: string, type = "text/event-stream") {
  const lab = openLab("a", () =>
    Promise.resolve(
      new Response(text, {
        headers: { "content-type": type, "x-request-id": "req_1" },
      }),
    ));
  return lab;
}

describe("the self-test", () => {
  it("has checks for every family, and words for every check", () => {
    const words = en.connect.test;
    for (const family of FAMILIES) {
      assert(CHECKS.some(({ families }) => families.includes(family)), family);
      assert(family in words.families);
    }
    for (const { id } of CHECKS) assert(id in words.checks, id);
  });

  it("finds every check broken where something else answers", async () => {
    const results: Results = {};
    const checks = CHECKS.filter(({ id }) => id !== "cors" && id !== "abort");
    await runSelfTest(
      answering("<html>Welcome</html>", "text/html"),
      (id, verdict) => results[id] = verdict,
      checks,
    );
    for (const { id } of checks) assertEquals(results[id]?.state, "fail", id);
    const states = familyStates(results, checks);
    assertEquals(states.openai, "fail");
    assertEquals(states.codex, "fail");
  });

  it("calls a check that throws broken, and goes on", async () => {
    const lab = openLab("a", () => Promise.reject(new TypeError("offline")));
    const states: string[] = [];
    await runSelfTest(lab, (_, verdict) => states.push(verdict.state), [
      { id: "models", families: ["openai"], run: () => lab.models() as never },
      { id: "whole", families: ["openai"], run: () => lab.whole() as never },
    ]);
    assertEquals(states, ["fail", "fail"]);
  });

  it("never says that what could not be tested works", () => {
    const states = familyStates({
      cors: { state: "skip", reason: "corsClosed" },
    });
    assertEquals(states.browsers, "skip");
  });

  it("waits with a family until all its checks are made", () => {
    const states = familyStates({ models: { state: "pass" } });
    assertEquals(states.openai, "waiting");
    const all = Object.fromEntries(
      CHECKS.map(({ id }) => [id, { state: "pass" }]),
    ) as Results;
    assert(Object.values(familyStates(all)).every((state) => state === "pass"));
  });
});

describe("the check of leaving", () => {
  const part = 'data: {"choices":[]}\n\n';

  it("passes where the record says that it was cancelled", async () => {
    const lab = answering(part);
    const statuses = [null, 499];
    lab.recordStatus = () => Promise.resolve(statuses.shift() ?? null);
    assertEquals(await checkAbort(lab, 0), { state: "pass" });
  });

  it("fails where the request went on, or left no record", async () => {
    for (const status of [200, null]) {
      const lab = answering(part);
      lab.recordStatus = () => Promise.resolve(status);
      assertEquals(await checkAbort(lab, 0), {
        state: "fail",
        problem: "notCancelled",
      });
    }
  });

  it("is not made where the answer was complete at once", async () => {
    const verdict = await checkAbort(answering(`${part}data: [DONE]\n\n`), 0);
    assertEquals(verdict, { state: "skip", reason: "tooShort" });
  });
});

describe("the snippets of clients", () => {
  const values = {
    origin: "https://gateway.example",
    base: "https://gateway.example/v1",
    key: "sk-of-mine",
    model: "vendor/model",
  };

  it("hold the address, and the key or the model", () => {
    const clients = Object.values(CLIENTS).flat();
    assertEquals(clients.length, 15);
    for (const { id, snippets } of clients) {
      const text = snippets(values).map(({ code }) => code).join("\n");
      assert(text.includes(values.origin), id);
      assert(text.includes(values.key), id);
      assert(id === "open_webui" || text.includes(values.model), id);
      assert(id in en.connect.notes, id);
    }
  });

  it("leave out /v1 where the client adds it by itself", () => {
    const without = ["nextchat", "cherry_studio", "claude_code", "gemini"];
    for (const { id, snippets } of Object.values(CLIENTS).flat()) {
      const text = snippets(values).map(({ code }) => code).join("\n");
      assertEquals(text.includes(values.base), !without.includes(id), id);
    }
  });
});
