import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { describeAction, KNOWN_ACTIONS } from "../../lib/i18n/audit.ts";

const LIB = new URL("../../", import.meta.url);

/** The text of all files below some directories. */
async function* sources(directory: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const url = new URL(
      encodeURIComponent(name) + (isDirectory ? "/" : ""),
      directory,
    );
    if (isDirectory) yield* sources(url);
    else if (name.endsWith(".ts")) yield await Deno.readTextFile(url);
  }
}

describe("describeAction()", () => {
  it("has words in both languages for every action that is noted", async () => {
    const noted = new Set<string>();
    for (const directory of ["lib/gateway/", "routes/"]) {
      for await (const text of sources(new URL(directory, LIB))) {
        for (const [_, action] of text.matchAll(/\baction: "(\w+\.\w+)"/g)) {
          if (action !== undefined) noted.add(action);
        }
      }
    }
    assert(noted.size > 8);
    for (const action of noted) {
      assert(KNOWN_ACTIONS.includes(action), action);
    }
    for (const action of KNOWN_ACTIONS) {
      const [en, zh] = [
        describeAction({ action }, "en"),
        describeAction({ action }, "zh"),
      ];
      assert(/^[A-Z]/.test(en) && /\p{sc=Han}/u.test(zh), action);
    }
  });

  it("says when something was taken back", () => {
    const event = { action: "account.pause", undoes: "aud_1" };
    assertEquals(describeAction(event, "en"), "Taken back: Account paused");
  });
});
