import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { Payloads } from "../../lib/chat/payloads.ts";
import {
  type DriverAnswer,
  driverCallBody,
  driverRoute,
  readDriverAnswer,
} from "../../lib/puter/driver_call.ts";
import { PuterError } from "../../lib/puter/errors/classify.ts";
import type { PuterAnswer } from "../../lib/puter/transport.ts";
import {
  type ScriptedAnswer,
  ScriptedTransport,
} from "./scripted_transport.ts";

const METHOD = { interface: "puter-tts", method: "synthesize" };

async function read(said: ScriptedAnswer): Promise<DriverAnswer> {
  const transport = new ScriptedTransport(() => said);
  const exchange = transport.send({ method: "POST", path: "/drivers/call" });
  return await readDriverAnswer(await exchange.answer, "acme-1");
}

async function failureCode(said: ScriptedAnswer): Promise<string> {
  const error = await assertRejects(() => read(said), PuterError);
  return error.failure.code;
}

function sound(read: PuterAnswer["read"]): PuterAnswer {
  return { status: 200, contentType: "audio/mpeg", header: () => null, read };
}

describe("driverCallBody()", () => {
  it("names no driver, so that Puter chooses it", () => {
    assertEquals(
      driverCallBody(METHOD, { text: "hi" }),
      '{"interface":"puter-tts","method":"synthesize","args":{"text":"hi"}}',
    );
    assertEquals(driverRoute(METHOD), "puter-tts:synthesize");
  });

  it("takes payloads without a copy of them", () => {
    const payloads = new Payloads();
    const bytes = new TextEncoder().encode("AAAA");
    const file = `data:audio/wav;base64,${payloads.add(bytes)}`;
    const pieces = payloads.splice(driverCallBody(METHOD, { file }));
    assert(pieces.includes(bytes));
    const text = pieces.map((piece) => new TextDecoder().decode(piece)).join(
      "",
    );
    assertEquals(JSON.parse(text).args.file, "data:audio/wav;base64,AAAA");
  });
});

describe("readDriverAnswer()", () => {
  it("gives the result of an envelope, whatever it is", async () => {
    for (const result of ["data:image/png;base64,AA==", null, { text: "x" }]) {
      assertEquals(await read({ body: { success: true, result } }), {
        type: "value",
        value: result,
        metadata: {},
      });
    }
  });

  it("gives media as they come, their first bytes included", async () => {
    const said = { contentType: "audio/mpeg", body: "ID3 and much more" };
    const answer = await read(said);
    assert(answer.type === "media");
    assertEquals(answer.contentType, "audio/mpeg");
    let text = "";
    for (;;) {
      const chunk = await answer.read();
      if (chunk === null) break;
      text += new TextDecoder().decode(chunk);
    }
    assertEquals(text, said.body);
  });

  it("finds failures in every envelope", async () => {
    const cases: [ScriptedAnswer, string][] = [
      [
        { status: 402, body: { message: "x", code: "insufficient_funds" } },
        "insufficient_funds",
      ],
      [
        {
          body: {
            success: false,
            error: { code: "insufficient_funds", message: "x", status: 402 },
          },
        },
        "insufficient_funds",
      ],
      [
        { status: 403, contentType: "text/plain", body: "Forbidden" },
        "address_refused",
      ],
      [{ contentType: "text/html", body: "<html>" }, "unreadable_answer"],
      [{ body: { success: true } }, "unreadable_answer"],
      [{ body: "no JSON" }, "unreadable_answer"],
      [{ contentType: "audio/mpeg", body: "" }, "unreadable_answer"],
    ];
    for (const [said, code] of cases) {
      assertEquals(await failureCode(said), code, JSON.stringify(said));
    }
  });

  it("puts a connection that breaks down to the network", async () => {
    let reads = 0;
    const broken = () =>
      reads++ === 0
        ? Promise.resolve(new Uint8Array([1]))
        : Promise.reject(new Error("reset"));
    const answer = await readDriverAnswer(sound(broken), "acme-1");
    assert(answer.type === "media");
    await answer.read();
    const error = await assertRejects(() => answer.read(), PuterError);
    assertEquals(error.failure.code, "network");
    const early = await assertRejects(
      () => readDriverAnswer(sound(broken), "acme-1"),
      PuterError,
    );
    assertEquals(early.failure.blame, "network");
  });
});
