import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import {
  camelCase,
  inCamelCase,
} from "../../../lib/surfaces/generate_content/field_names.ts";
import {
  readCountTokens,
  readGenerateContent,
} from "../../../lib/surfaces/generate_content/read.ts";

const TARGET = { model: "openai/gpt-4o:free", stream: false };
const HELLO = { role: "user", parts: [{ text: "Hello" }] };

function read(body: unknown) {
  return readGenerateContent(body, TARGET).request;
}

function messages(...contents: unknown[]) {
  return read({ contents }).messages;
}

function refused(body: unknown): ApiError {
  return assertThrows(() => read(body), ApiError);
}

describe("readGenerateContent()", () => {
  it("reads turns, instructions and settings", () => {
    const body = {
      systemInstruction: { parts: [{ text: "Be" }, { text: "brief" }] },
      contents: [
        HELLO,
        {
          role: "model",
          parts: [{ text: "hm", thought: true }, { text: "Hi" }, { text: "!" }],
        },
        { parts: { text: "Why?" } },
      ],
      generationConfig: {
        temperature: 0.5,
        topP: 0.9,
        topK: 40,
        maxOutputTokens: 77,
        candidateCount: 2,
        stopSequences: ["END", ""],
        presencePenalty: 0.1,
        frequencyPenalty: 0.2,
        seed: 3,
        thinkingConfig: { includeThoughts: true, thinkingBudget: 2000 },
      },
      safetySettings: [{ category: "X", threshold: "BLOCK_NONE" }],
      labels: { a: "b" },
    };
    const { request, style } = readGenerateContent(body, TARGET);
    assertEquals(request, {
      model: "openai/gpt-4o:free",
      messages: [
        { role: "system", text: "Be\nbrief" },
        { role: "user", content: [{ type: "text", text: "Hello" }] },
        { role: "assistant", text: "Hi!", toolCalls: [] },
        { role: "user", content: [{ type: "text", text: "Why?" }] },
      ],
      tools: [],
      toolChoice: { mode: "auto" },
      stop: ["END"],
      format: { type: "text" },
      choices: 2,
      stream: false,
      maxTokens: 77,
      temperature: 0.5,
      topP: 0.9,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      seed: 3,
      reasoningEffort: "medium",
    });
    assertEquals(style, {
      model: "openai/gpt-4o:free",
      includeThoughts: true,
      candidates: 2,
    });
  });

  it("reads snake case as camel case, and leaves the client's own names", () => {
    const body = {
      system_instruction: { parts: { text: "Be brief" } },
      contents: [
        {
          role: "user",
          parts: [{ inline_data: { mime_type: "image/png", data: "AA==" } }],
        },
        {
          role: "model",
          parts: [{ function_call: { id: "c1", name: "f", args: { a_b: 1 } } }],
        },
        {
          role: "user",
          parts: [{
            function_response: { id: "c1", name: "f", response: { c_d: 2 } },
          }],
        },
      ],
      tools: [{
        function_declarations: [{
          name: "f",
          parameters: {
            type: "OBJECT",
            properties: { a_b: { type: "NUMBER" } },
          },
        }],
      }],
      tool_config: { function_calling_config: { mode: "NONE" } },
      generation_config: {
        max_output_tokens: 5,
        response_mime_type: "application/json",
        response_schema: {
          type: "OBJECT",
          properties: { first_name: { type: "STRING", min_length: "2" } },
        },
      },
    };
    const request = read(body);
    assertEquals(request.messages, [
      { role: "system", text: "Be brief" },
      {
        role: "user",
        content: [{ type: "image", url: "data:image/png;base64,AA==" }],
      },
      {
        role: "assistant",
        text: "",
        toolCalls: [{ id: "c1", name: "f", arguments: '{"a_b":1}' }],
      },
      { role: "tool", callId: "c1", text: '{"c_d":2}' },
    ]);
    assertEquals(request.tools, [{
      name: "f",
      parameters: { type: "object", properties: { a_b: { type: "number" } } },
    }]);
    assertEquals(request.toolChoice, { mode: "none" });
    assertEquals(request.maxTokens, 5);
    assertEquals(request.format, {
      type: "json_schema",
      name: "response",
      strict: false,
      schema: {
        type: "object",
        properties: { first_name: { type: "string", minLength: 2 } },
        additionalProperties: false,
      },
    });
  });

  it("finds the call that a result answers by id, else by name, in order", () => {
    const call = (name: string, id?: string) => ({
      functionCall: { name, args: {}, ...(id === undefined ? {} : { id }) },
    });
    const result = (name: string, n: number, id?: string) => ({
      functionResponse: { name, response: { n }, ...(id && { id }) },
    });
    const found = messages(
      HELLO,
      {
        role: "model",
        parts: [call("f"), call("g"), call("f"), call("h", "x")],
      },
      {
        role: "user",
        parts: [
          result("g", 1),
          result("f", 2),
          result("f", 3),
          result("", 4, "x"),
        ],
      },
    );
    const calls = found[1];
    assert(calls?.role === "assistant");
    const ids = calls.toolCalls.map(({ id }) => id);
    assertEquals(new Set(ids).size, 4);
    assertEquals(
      found.slice(2).map((message) =>
        message.role === "tool"
          ? [ids.indexOf(message.callId), message.text]
          : null
      ),
      [
        [1, '{"n":1}'],
        [0, '{"n":2}'],
        [2, '{"n":3}'],
        [3, '{"n":4}'],
      ],
    );
    const error = refused({
      contents: [HELLO, { role: "user", parts: [result("f", 1)] }],
    });
    assertEquals(
      error.param,
      "contents[1].parts[0].functionResponse.name",
    );
  });

  it("puts results before what else a turn says, their images after", () => {
    const found = messages(
      HELLO,
      { role: "model", parts: [{ functionCall: { id: "c", name: "f" } }] },
      {
        role: "user",
        parts: [{ text: "and?" }, {
          functionResponse: {
            id: "c",
            name: "f",
            response: {},
            parts: [{ inlineData: { mimeType: "image/png", data: "AA==" } }],
          },
        }],
      },
    );
    assertEquals(found.slice(2), [
      { role: "tool", callId: "c", text: "{}" },
      {
        role: "user",
        content: [
          { type: "text", text: "and?" },
          { type: "image", url: "data:image/png;base64,AA==" },
        ],
      },
    ]);
  });

  it("reads images, sounds, files and addresses", () => {
    const [message] = messages({
      role: "user",
      parts: [
        { inlineData: { mimeType: "audio/mpeg", data: "AA==" } },
        { inlineData: { mimeType: "audio/wav", data: "AA==" } },
        { inlineData: { mimeType: "application/pdf", data: "AA==" } },
        { fileData: { mimeType: "image/png", fileUri: "https://a.example/b" } },
        { fileData: { mimeType: "application/pdf", fileUri: "https://a/b" } },
      ],
    });
    assert(message?.role === "user");
    assertEquals(message.content, [
      { type: "audio", data: "AA==", format: "mp3" },
      { type: "audio", data: "AA==", format: "wav" },
      {
        type: "file",
        data: "data:application/pdf;base64,AA==",
        filename: "file.pdf",
      },
      { type: "image", url: "https://a.example/b" },
      { type: "file", data: "https://a/b", filename: "file.pdf" },
    ]);
  });

  it("keeps the signature of a thought with its call", () => {
    const [, message] = messages(HELLO, {
      role: "model",
      parts: [{ functionCall: { id: "a", name: "f" }, thoughtSignature: "s" }],
    });
    assert(message?.role === "assistant");
    assertEquals(message.toolCalls, [{
      id: "a",
      name: "f",
      arguments: "{}",
      extraContent: { google: { thought_signature: "s" } },
    }]);
  });

  it("reads how freely functions may be called", () => {
    const choice = (mode: string, allowedFunctionNames?: string[]) => {
      const { tools, toolChoice } = read({
        contents: [HELLO],
        tools: [
          { functionDeclarations: [{ name: "f" }, { name: "g" }] },
          { functionDeclarations: [{ name: "h" }] },
          { googleSearch: {} },
        ],
        toolConfig: { functionCallingConfig: { mode, allowedFunctionNames } },
      });
      return [tools.map(({ name }) => name).join(""), toolChoice];
    };
    assertEquals(choice("AUTO"), ["fgh", { mode: "auto" }]);
    assertEquals(choice("VALIDATED", ["f", "h"]), ["fh", { mode: "auto" }]);
    assertEquals(choice("NONE"), ["fgh", { mode: "none" }]);
    assertEquals(choice("ANY"), ["fgh", { mode: "required" }]);
    assertEquals(choice("any", ["g", "h"]), ["gh", { mode: "required" }]);
    assertEquals(choice("ANY", ["g"]), ["g", { mode: "tool", name: "g" }]);
    assertThrows(() => choice("SOMETIMES"), ApiError);
    assertThrows(() => choice("ANY", ["x"]), ApiError);
  });

  it("reads formats of answers", () => {
    const format = (generationConfig: unknown) =>
      read({ contents: [HELLO], generationConfig }).format;
    assertEquals(format({ responseMimeType: "text/plain" }), { type: "text" });
    assertEquals(format({ responseMimeType: "application/json" }), {
      type: "json",
    });
    const schema = {
      type: "object",
      properties: { a: { type: "string" } },
      required: ["a"],
      additionalProperties: false,
    };
    const strict = {
      type: "json_schema",
      name: "response",
      strict: true,
      schema,
    };
    assertEquals(format({ responseJsonSchema: schema }), strict as never);
    assertEquals(
      format({
        responseMimeType: "application/json",
        responseSchema: {
          type: "OBJECT",
          properties: { a: { type: "STRING" } },
          required: ["a"],
          propertyOrdering: ["a"],
        },
      }),
      strict as never,
    );
  });

  it("reads how much to think", () => {
    const effort = (thinkingConfig: unknown) =>
      read({ contents: [HELLO], generationConfig: { thinkingConfig } })
        .reasoningEffort;
    assertEquals(effort({ thinkingLevel: "HIGH" }), "high");
    assertEquals(effort({ thinkingBudget: -1 }), undefined);
    assertEquals(effort({ thinkingBudget: 0 }), "none");
    assertEquals(effort({ thinkingBudget: 1024 }), "low");
    assertEquals(effort({ thinkingBudget: 8192 }), "medium");
    assertEquals(effort({ thinkingBudget: 9000 }), "high");
  });

  it("names what it cannot read", () => {
    const rows: [body: unknown, param: string | null][] = [
      [[], null],
      [{}, "contents"],
      [{ contents: [] }, "contents"],
      [{ contents: "hi" }, "contents"],
      [{ contents: [{ role: "assistant", parts: [] }] }, "contents[0].role"],
      [{ contents: [{ parts: [{ text: 1 }] }] }, "contents[0].parts[0].text"],
      [{ contents: [{ parts: [{}] }] }, "contents[0].parts[0]"],
      [
        { contents: [{ parts: [{ fileData: { fileUri: "gs://a/b" } }] }] },
        "contents[0].parts[0].fileData.fileUri",
      ],
      [
        { contents: [HELLO], generationConfig: { temperature: 3 } },
        "generationConfig.temperature",
      ],
      [
        { contents: [HELLO], generation_config: { candidate_count: 9 } },
        "generationConfig.candidateCount",
      ],
      [
        {
          contents: [HELLO],
          generationConfig: { responseMimeType: "text/x.enum" },
        },
        "generationConfig.responseMimeType",
      ],
      [
        {
          contents: [HELLO],
          generationConfig: { responseModalities: ["AUDIO"] },
        },
        "generationConfig.responseModalities[0]",
      ],
      [
        { contents: [HELLO], cachedContent: "cachedContents/1" },
        "cachedContent",
      ],
    ];
    for (const [body, param] of rows) {
      const error = refused(body);
      assertEquals([error.status, error.param], [400, param]);
    }
  });
});

describe("readCountTokens()", () => {
  it("reads contents, or a whole request", () => {
    const system = { systemInstruction: { parts: [{ text: "Be brief" }] } };
    assertEquals(
      readCountTokens({ contents: [HELLO] }, "m").messages.length,
      1,
    );
    const whole = { model: "models/m", contents: [HELLO], ...system };
    assertEquals(
      readCountTokens({ generateContentRequest: whole }, "m").messages.length,
      2,
    );
    assertThrows(() => readCountTokens(null, "m"), ApiError);
    assertThrows(() => readCountTokens({}, "m"), ApiError);
  });
});

describe("inCamelCase()", () => {
  it("changes nothing that is in camel case, and says so twice", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const once = inCamelCase(value);
      assertEquals(inCamelCase(once), once);
    }));
    assertEquals(camelCase("mime_type"), "mimeType");
    assertEquals(camelCase("_private"), "_private");
    assertEquals(camelCase("mimeType"), "mimeType");
  });
});
