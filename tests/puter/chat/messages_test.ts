import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { ChatMessage, ToolCall } from "../../../lib/chat/request.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import {
  type PuterMessage,
  toPuterMessages,
} from "../../../lib/puter/chat/messages.ts";
import type { ModelFamily } from "../../../lib/puter/models/models.ts";
import { NO_RESULT } from "../../../lib/puter/chat/tool_history.ts";

const FAMILIES: ModelFamily[] = ["openai", "claude", "responses"];

function user(text: string): ChatMessage {
  return { role: "user", content: [{ type: "text", text }] };
}

function call(id: string, args: string): ToolCall {
  return { id, name: "get_weather", arguments: args };
}

function toolUse(id: string, input: unknown): PuterMessage {
  const part = { type: "tool_use", id, name: "get_weather", input };
  return { role: "assistant", content: [part] };
}

function result(id: string, content: string): PuterMessage {
  return { role: "tool", tool_call_id: id, content };
}

const WEATHER: ChatMessage[] = [
  user("Weather?"),
  {
    role: "assistant",
    text: "Looking.",
    toolCalls: [
      call("call_1", '{"city":"Paris"}'),
      call("call_2", '{"city":"Rome"}'),
    ],
  },
  { role: "tool", callId: "call_1", text: "sunny" },
  { role: "tool", callId: "call_2", text: "rain" },
];

describe("toPuterMessages() with tool calls", () => {
  for (const family of FAMILIES) {
    it(`puts each call before its result for ${family}`, () => {
      assertEquals(toPuterMessages(WEATHER, family), [
        { role: "user", content: "Weather?" },
        { role: "assistant", content: "Looking." },
        toolUse("call_1", { city: "Paris" }),
        result("call_1", "sunny"),
        toolUse("call_2", { city: "Rome" }),
        result("call_2", "rain"),
      ]);
    });
  }

  it("finds results that come in another order and later", () => {
    const [ask, calls, first, second] = WEATHER;
    assert(ask && calls && first && second);
    const messages = [ask, calls, second, user("And?"), first];
    assertEquals(toPuterMessages(messages, "openai"), [
      { role: "user", content: "Weather?" },
      { role: "assistant", content: "Looking." },
      toolUse("call_1", { city: "Paris" }),
      result("call_1", "sunny"),
      toolUse("call_2", { city: "Rome" }),
      result("call_2", "rain"),
      { role: "user", content: "And?" },
    ]);
  });

  it("gives each of two calls with one id the result that follows it", () => {
    const turn = (city: string, text: string): ChatMessage[] => [
      {
        role: "assistant",
        text: "",
        toolCalls: [call("call_1", JSON.stringify({ city }))],
      },
      { role: "tool", callId: "call_1", text },
    ];
    const messages = [...turn("Paris", "sunny"), ...turn("Rome", "rain")];
    assertEquals(toPuterMessages(messages, "openai"), [
      toolUse("call_1", { city: "Paris" }),
      result("call_1", "sunny"),
      toolUse("call_1", { city: "Rome" }),
      result("call_1", "rain"),
    ]);
  });

  it("says so when a call has no result", () => {
    const messages = WEATHER.slice(0, 3);
    assertEquals(
      toPuterMessages(messages, "claude").at(-1),
      result("call_2", NO_RESULT),
    );
  });

  it("keeps a result without a call as words of the user", () => {
    const orphan: ChatMessage = { role: "tool", callId: "x", text: "42" };
    assertEquals(toPuterMessages([user("Hi"), orphan], "claude"), [
      { role: "user", content: "Hi" },
      { role: "user", content: "Result of tool call x:\n42" },
    ]);
  });

  it("does not take a result from before the call", () => {
    const messages: ChatMessage[] = [
      { role: "tool", callId: "call_1", text: "early" },
      { role: "assistant", text: "", toolCalls: [call("call_1", "{}")] },
    ];
    assertEquals(toPuterMessages(messages, "openai"), [
      { role: "user", content: "Result of tool call call_1:\nearly" },
      toolUse("call_1", {}),
      result("call_1", NO_RESULT),
    ]);
  });

  it("marks a result that is empty", () => {
    const messages: ChatMessage[] = [
      { role: "assistant", text: "", toolCalls: [call("a", "")] },
      { role: "tool", callId: "a", text: "" },
    ];
    assertEquals(toPuterMessages(messages, "openai"), [
      toolUse("a", {}),
      result("a", "(no output)"),
    ]);
  });

  it("keeps arguments that are no JSON object", () => {
    for (const args of ["[1]", "null", "7", '"x"', '{"city":', "Paris"]) {
      const messages: ChatMessage[] = [
        { role: "assistant", text: "", toolCalls: [call("a", args)] },
      ];
      const [first] = toPuterMessages(messages, "openai");
      assertEquals(first, toolUse("a", { arguments: args }));
    }
  });

  it("makes ids that Anthropic takes", () => {
    const messages: ChatMessage[] = [
      {
        role: "assistant",
        text: "",
        toolCalls: [call("functions.f:0", "{}"), call("", "{}")],
      },
    ];
    const ids = toPuterMessages(messages, "claude")
      .flatMap((message) => message.tool_call_id ?? []);
    assertEquals(ids, ["functions_f_0", "call_2"]);
  });

  it("replays provider metadata where it came from", () => {
    const extraContent = { google: { thought_signature: "abc" } };
    const messages: ChatMessage[] = [{
      role: "assistant",
      text: "",
      toolCalls: [{ ...call("a", "{}"), extraContent }],
    }];
    const parts = (family: ModelFamily) =>
      toPuterMessages(messages, family)[0]?.content;
    assertEquals(parts("openai"), [{
      type: "tool_use",
      id: "a",
      name: "get_weather",
      input: {},
      extra_content: extraContent,
    }]);
    assertEquals(parts("claude"), toolUse("a", {}).content);
  });
});

describe("toPuterMessages() with system text", () => {
  const messages: ChatMessage[] = [
    { role: "system", text: "One" },
    user("Hi"),
    { role: "system", text: "Two" },
  ];

  it("merges it in front for Claude", () => {
    assertEquals(toPuterMessages(messages, "claude"), [
      { role: "system", content: "One\n\nTwo" },
      { role: "user", content: "Hi" },
    ]);
  });

  it("keeps it in place for the others", () => {
    for (const family of ["openai", "responses"] as const) {
      assertEquals(toPuterMessages(messages, family), [
        { role: "system", content: "One" },
        { role: "user", content: "Hi" },
        { role: "system", content: "Two" },
      ]);
    }
  });

  it("gives Claude something to answer to when there is nothing else", () => {
    const [only] = messages;
    assert(only);
    assertEquals(toPuterMessages([only], "claude"), [
      { role: "user", content: "One" },
    ]);
  });
});

describe("toPuterMessages() with marks for caching", () => {
  const cache = { type: "ephemeral" as const };
  const marked: ChatMessage[] = [
    { role: "system", text: "one", cache },
    { role: "user", content: [{ type: "text", text: "Weather?", cache }] },
    {
      role: "assistant",
      text: "",
      toolCalls: [call("call_1", '{"city":"Paris"}')],
    },
    { role: "tool", callId: "call_1", text: "sunny", cache },
    { role: "system", text: "two" },
  ];

  it("tells Claude, in the places that Puter passes on", () => {
    const part = { type: "tool_use", id: "call_1", name: "get_weather" };
    assertEquals(toPuterMessages(marked, "claude"), [
      { role: "system", content: "one\n\ntwo", cache_control: cache },
      {
        role: "user",
        content: [{ type: "text", text: "Weather?", cache_control: cache }],
      },
      {
        role: "assistant",
        content: [{ ...part, input: { city: "Paris" }, cache_control: cache }],
      },
      result("call_1", "sunny"),
    ]);
  });

  it("tells nobody else", () => {
    for (const family of ["openai", "responses"] as const) {
      const sent = JSON.stringify(toPuterMessages(marked, family));
      assert(!sent.includes("cache_control"), sent);
    }
  });
});

describe("toPuterMessages() without content", () => {
  it("drops empty messages and empty parts", () => {
    const messages: ChatMessage[] = [
      { role: "system", text: "" },
      user(""),
      { role: "user", content: [] },
      { role: "assistant", text: "", toolCalls: [] },
      {
        role: "user",
        content: [{ type: "text", text: "" }, { type: "text", text: "Hi" }],
      },
    ];
    for (const family of FAMILIES) {
      assertEquals(toPuterMessages(messages, family), [
        { role: "user", content: [{ type: "text", text: "Hi" }] },
      ]);
    }
  });

  it("drops blanks for Claude only", () => {
    const messages = [user(" \n"), user("Hi")];
    assertEquals(toPuterMessages(messages, "claude").length, 1);
    assertEquals(toPuterMessages(messages, "openai").length, 2);
  });

  it("is refused when nothing is left", () => {
    for (const messages of [[], [user("")]]) {
      const error = assertThrows(
        () => toPuterMessages(messages, "openai"),
        ApiError,
      );
      assertEquals(error.status, 400);
      assertEquals(error.param, "messages");
    }
  });
});

describe("toPuterMessages() of any conversation", () => {
  const text = fc.oneof(fc.constant(""), fc.string({ maxLength: 6 }));
  const id = fc.constantFrom("a", "b", "c", "d.e");
  const message = fc.oneof(
    fc.record({ role: fc.constant("system" as const), text }),
    fc.record({
      role: fc.constant("user" as const),
      content: fc.array(
        fc.record({ type: fc.constant("text" as const), text }),
        { maxLength: 3 },
      ),
    }),
    fc.record({
      role: fc.constant("assistant" as const),
      text,
      toolCalls: fc.array(
        fc.record({
          id,
          name: fc.constant("f"),
          arguments: fc.oneof(fc.json(), text),
        }),
        { maxLength: 3 },
      ),
    }),
    fc.record({ role: fc.constant("tool" as const), callId: id, text }),
  );
  // One real message, so that something is always left to send.
  const conversation = fc.array(message, { maxLength: 12 })
    .map((messages): ChatMessage[] => [...messages, user("end")]);
  const family = fc.constantFrom(...FAMILIES);

  function every(
    check: (
      sent: PuterMessage[],
      given: ChatMessage[],
      to: ModelFamily,
    ) => void,
  ): void {
    fc.assert(
      fc.property(conversation, family, (given, to) => {
        check(toPuterMessages(given, to), given, to);
      }),
      { numRuns: 400 },
    );
  }

  function idOfCall(message: PuterMessage | undefined): unknown {
    const [part] = Array.isArray(message?.content) ? message.content : [];
    return part?.type === "tool_use" ? part.id : undefined;
  }

  it("follows every call directly by its result, and no other", () => {
    every((sent) => {
      sent.forEach((message, index) => {
        const callId = idOfCall(message);
        if (callId !== undefined) {
          assertEquals(sent[index + 1]?.role, "tool");
          assertEquals(sent[index + 1]?.tool_call_id, callId);
        }
        if (message.role === "tool") {
          assertEquals(idOfCall(sent[index - 1]), message.tool_call_id);
        }
      });
    });
  });

  it("sends one message per call, with one part and an object", () => {
    every((sent, given) => {
      const calls = sent.filter((message) => idOfCall(message) !== undefined);
      const wanted = given.flatMap((message) =>
        message.role === "assistant" ? message.toolCalls : []
      );
      assertEquals(calls.length, wanted.length);
      for (const { content } of calls) {
        assert(Array.isArray(content) && content.length === 1);
        const input = content[0]?.input;
        assert(typeof input === "object" && input !== null);
        assert(!Array.isArray(input));
      }
    });
  });

  it("has no empty content", () => {
    every((sent) => {
      for (const { content } of sent) {
        assert(content.length > 0);
        for (const part of typeof content === "string" ? [] : content) {
          assert(part.type !== "text" || part.text !== "");
        }
      }
    });
  });

  it("loses no result of a tool", () => {
    every((sent, given) => {
      const results = given.filter(({ role }) => role === "tool").length;
      const kept = sent.filter(({ role, content }) =>
        (role === "tool" && content !== NO_RESULT) ||
        (typeof content === "string" &&
          content.startsWith("Result of tool call "))
      ).length;
      assertEquals(kept, results);
    });
  });

  it("keeps the order of what users and assistants said", () => {
    every((sent, given, to) => {
      const said = given.flatMap((message) => {
        const texts = message.role === "user"
          ? message.content.map((part) => part.type === "text" ? part.text : "")
          : message.role === "assistant"
          ? [message.text]
          : [];
        return texts.filter((one) =>
          (to === "claude" ? one.trim() : one) !== ""
        );
      });
      const heard = sent.filter(({ role }) =>
        role === "user" || role === "assistant"
      ).flatMap(({ content }) =>
        typeof content === "string"
          ? [content]
          : content.flatMap((part) => part.type === "text" ? [part.text] : [])
      ).filter((one) => !String(one).startsWith("Result of tool call "));
      assertEquals(heard, said);
    });
  });
});
