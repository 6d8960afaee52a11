/** English words of the page `connect`. */
export const connectEn = {
  heading: "Connect",
  lead: "Set up a client with the address of this gateway and a key.",
  values: "Filled in below",
  address: "Address",
  key: "Key",
  keyHint:
    "Stays in this page: it is not sent anywhere and gone when you leave.",
  keyPlaceholder: "Paste a client key",
  keyFresh: "The key you just made is filled in.",
  makeKey: "Make a key for {client}",
  made: "A key named {client} was made and is filled in",
  model: "Model",
  clients: "Client",
  kinds: {
    libraries: "Libraries",
    chat_apps: "Chat applications",
    coding: "For programmers",
  },
  notes: {
    curl: "One call from a terminal.",
    python:
      "OpenAI's library; OPENAI_BASE_URL and OPENAI_API_KEY work as well.",
    node:
      "OpenAI's library; in a browser it also needs dangerouslyAllowBrowser.",
    ai_sdk: "Vercel's AI SDK with its package for compatible gateways.",
    langchain:
      "Some model names make LangChain use the Responses API, which is served too.",
    lobechat:
      "For your own LobeChat; in its settings the same values go to OpenAI.",
    nextchat:
      "The address goes in without /v1. Listing models is off by default there.",
    open_webui:
      "Or in Admin Settings, Connections, OpenAI. Models are listed by themselves.",
    cherry_studio:
      "The address goes in without /v1; models are fetched with Manage.",
    cline: "The same values fit Roo Code.",
    continue: "Add more entries for more models.",
    aider: "The prefix openai/ belongs to aider and is not sent.",
    codex: "Codex speaks the Responses API, which this gateway serves.",
    claude_code:
      "Claude Code speaks the Messages API; the address goes in without /v1.",
    gemini:
      "For clients of Google's Gemini API; the address goes in without a version.",
  },
  test: {
    heading: "Self-test",
    lead:
      "Calls this very address as your clients would, through whatever proxies stand in between, and judges the answers.",
    cost:
      "About 12 short calls to the model you choose; with a cheap one well under a cent.",
    costSimulator: "About 12 short calls to the simulator, which cost nothing.",
    model: "Model of the test",
    run: "Run the self-test",
    again: "Run again",
    running: "Testing: {done} of {n}",
    done: "{pass} passed, {fail} failed, {skip} could not be made",
    spent: "This run cost {cost}.",
    notRun: "Not run yet",
    states: {
      pass: "Works",
      fail: "Broken",
      skip: "Not tested",
      waiting: "Testing…",
    },
    verdicts: { pass: "Passed", fail: "Failed", skip: "Not made" },
    families: {
      openai: "OpenAI SDKs",
      ai_sdk: "AI SDK",
      langchain: "LangChain",
      chat_apps: "LobeChat, NextChat, Open WebUI, Cherry Studio",
      editors: "Cline, Continue, aider",
      codex: "Codex",
      claude: "Claude Code, Anthropic SDKs",
      gemini: "Gemini SDKs",
      browsers: "Clients in web pages",
    },
    results: "Checks",
    byFamily: "By client",
    checks: {
      models: "The list of models can be read",
      whole: "A whole answer has its form",
      role: "A stream names the role first, and once",
      end: "A stream ends with a reason and [DONE]",
      usage: "Usage comes when it is asked for, and only then",
      flow: "Streams arrive in parts, not all at once",
      tools: "Tool calls come as clients gather them",
      parallel: "Several tool calls at once stay apart",
      unauthorized: "A wrong key gets 401",
      unknownModel: "An unknown model gets 404",
      badField: "A wrong field gets 400 and is named",
      abort: "Leaving frees what works for it",
      cors: "Web pages may call (CORS)",
      responses: "Responses: events in their order",
      messages: "Messages: events in their order",
      gemini: "Gemini: streamed content",
    },
    problems: {
      status: "The answer had status {status}.",
      notJson: "A part of the answer is no JSON.",
      notEventStream:
        "The stream came as {type} in place of text/event-stream: something between rewrites it.",
      shape: "{field} is not as it must be.",
      noRole: "The first chunk does not name the assistant's role.",
      roleRepeated: "The role came {count} times.",
      noFinish: "No chunk says why the answer ended.",
      noDone: "The stream does not end with [DONE].",
      usageMissing: "The last chunk does not tell the usage.",
      usageUnasked: "Usage came although nobody asked.",
      noToolCall: "The model called no tool. Try a model that can.",
      toolIdRepeated: "The id of a tool call came not exactly once.",
      toolNameRepeated: "The name of a tool call came not exactly once.",
      toolIndex: "The calls are not numbered from 0 on.",
      toolArguments: "The arguments of a call are no JSON object.",
      toolFinish: "The answer did not end with tool_calls.",
      param: "The error names {param} as the field.",
      notCancelled: "The request went on after its client had left.",
      corsOrigin: "Pages of {origin} are not let in.",
      corsHeaders: "These headers are not allowed: {names}.",
      eventOrder: "The event {name} is missing or comes too early.",
      eventName: "The event {name} is not named by its event: line.",
      buffered:
        "The stream came in {count} parts, all at once: a proxy between holds it back. Switch its buffering off.",
      unreachable: "No answer came.",
    },
    reasons: {
      oneCallOnly:
        "This model made one call only, so there was nothing to tell apart.",
      tooShort: "The answer was complete before it could be stopped.",
      corsClosed: "The settings let no web page call, so this was not tried.",
    },
  },
};
