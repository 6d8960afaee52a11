import { testGateway } from "../../helpers/gateway.ts";

// Opens streams that go on, each after a large image, and prints how many bytes
// are held for them. Needs --v8-flags=--expose-gc.

const STREAMS = 3;
const IMAGE_BYTES = 4_000_000;

const { gc } = globalThis as unknown as { gc: () => void };

function heldBytes(): number {
  gc();
  gc();
  return Deno.memoryUsage().external;
}

const gateway = await testGateway();
await (await gateway.fetch("/v1/models")).body?.cancel();
const before = heldBytes();
for (let i = 0; i < STREAMS; i++) {
  const url = `data:image/png;base64,${"A".repeat(IMAGE_BYTES)}`;
  const response = await gateway.post("/v1/chat/completions", {
    model: "gpt-4o",
    stream: true,
    messages: [{
      role: "user",
      content: [
        { type: "text", text: "TDELAY:60000" },
        { type: "image_url", image_url: { url } },
      ],
    }],
  });
  await response.body?.getReader().read();
}
await new Promise((resolve) => setTimeout(resolve, 100));
// deno-lint-ignore no-console
console.log(JSON.stringify({ held: heldBytes() - before, image: IMAGE_BYTES }));
Deno.exit(0);
