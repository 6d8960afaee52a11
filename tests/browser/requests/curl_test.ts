import { assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { SURFACES } from "../../../lib/auth/policy.ts";
import { curlOf, quoted } from "../../../lib/browser/requests/curl.ts";

const BASE = {
  origin: "https://gateway.example",
  model: "gpt-5-nano",
  stream: true,
  body: null,
};

async function shell(script: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", script] })
    .output();
  return new TextDecoder().decode(stdout);
}

describe("a call as a command line", () => {
  it("holds the model alone where no body was kept", () => {
    const text = curlOf({ ...BASE, surface: "chat_completions" });
    assertEquals(
      text,
      [
        "curl 'https://gateway.example/v1/chat/completions'",
        '-H "Authorization: Bearer $API_KEY"',
        "-H 'Content-Type: application/json'",
        `-d '{"model":"gpt-5-nano","messages":[{"role":"user","content":"Hello"}],"stream":true}'`,
      ].join(" \\\n  "),
    );
  });

  it("holds the body that was kept, as it was", () => {
    const body = `{"model":"m","messages":[{"content":"it's"}]}`;
    const text = curlOf({ ...BASE, surface: "messages", body });
    assertStringIncludes(text, "/v1/messages");
    assertStringIncludes(text, "x-api-key: $API_KEY");
    assertStringIncludes(text, quoted(body));
  });

  it("names Gemini's model in its path", () => {
    const text = curlOf({ ...BASE, model: "a/b", surface: "generate_content" });
    assertStringIncludes(
      text,
      "/v1beta/models/a%2Fb:streamGenerateContent?alt=sse",
    );
  });

  it("knows a path for every surface", () => {
    for (const surface of SURFACES) {
      const text = curlOf({ ...BASE, surface });
      const isChat = text.includes("/v1/chat/completions");
      assertEquals(isChat, surface === "chat_completions", surface);
    }
  });

  it("quotes any text for a shell", async () => {
    const texts = fc.sample(fc.string({ unit: "grapheme" }), 20)
      .map((text) => text.replaceAll("\0", ""));
    for (const text of [...texts, "$(id)`id`'\"\\", "a\nb"]) {
      assertEquals(await shell(`printf %s ${quoted(text)}`), text);
    }
  });
});
