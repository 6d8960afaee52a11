import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { gatewayServer } from "../helpers/gateway_server.ts";
import { OWNER_KEY } from "../helpers/gateway.ts";

const HEADERS = { authorization: `Bearer ${OWNER_KEY}` };

describe("GET /api/requests/tail over a socket", () => {
  it("shows a chat within a second, and ends when its viewer leaves", async () => {
    const server = await gatewayServer({ accounts: [] });
    const { origin } = new URL(server.baseURL);
    const leave = new AbortController();
    const response = await fetch(`${origin}/api/requests/tail`, {
      headers: HEADERS,
      signal: leave.signal,
    });
    assert(response.body !== null);
    const reader = response.body.pipeThrough(new TextDecoderStream())
      .getReader();
    let text = (await reader.read()).value ?? "";
    assert(text.startsWith("retry: "), text);
    const chat = await fetch(`${server.baseURL}/chat/completions`, {
      method: "POST",
      headers: HEADERS,
      body: JSON.stringify({
        model: "gpt-4o",
        messages: [{ role: "user", content: "hi" }],
      }),
    });
    await chat.body?.cancel();
    const ended = performance.now();
    while (!text.includes("event: request")) {
      text += (await reader.read()).value ?? "";
    }
    assert(performance.now() - ended < 1000);
    assert(text.includes(chat.headers.get("x-request-id") ?? "none"), text);
    assertEquals(server.services.feed.viewers, 1);
    leave.abort();
    await reader.read().catch(() => {});
    for (let n = 0; n < 100 && server.services.feed.viewers > 0; n++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assertEquals(server.services.feed.viewers, 0);
    await server.close();
  });
});
