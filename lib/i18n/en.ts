import { accountStatesEn } from "./account_states_en.ts";
import { tracesEn } from "./traces_en.ts";

/** English words of the cockpit. */
export const en = {
  accountStates: accountStatesEn,
  traces: tracesEn,
  title: "puter-2api",
  description: "One OpenAI-compatible API over your own Puter accounts.",
  skip: "Skip to content",
  otherLanguage: "中文",
  home: {
    headline: "Your Puter accounts, one API",
    lead:
      "This gateway speaks the OpenAI API at the edge and calls Puter with your own accounts behind it. Any client that lets you choose a base URL and a key can use it.",
    status: "Status",
    baseUrl: "API base URL",
    databaseName: "Database",
    database: {
      ready: "Ready",
      unassigned: "Not assigned",
      unreachable: "Cannot be opened",
    },
    databaseHelp: {
      unassigned:
        "Keys, accounts and records need a Deno KV database. Assign a KV database to this app, then redeploy.",
      unreachable:
        "Keys, accounts and records need a database. Make DATA_DIR a writable directory or, with KV_URL set, check that its server runs and accepts KV_ACCESS_TOKEN.",
    },
    answers: "Answered by",
    answeredBy: {
      puter: "Puter, through connected accounts",
      simulator: "The built-in simulator: no account is connected yet",
      nobody: "Nobody: no account is connected",
      unknown: "Unknown without a database",
    },
    simulatorHelp:
      "Simulated answers are invented on this server, and their models are marked simulator/. Connect an account to reach real models.",
    use: "Use it",
    useLead:
      "Give your client the base URL above and a key. From a terminal it looks like this:",
    connect: "Connect an account",
    connectSteps: [
      "Sign in at puter.com, open puter.com/?action=copyauth, or Account, API Token in its dashboard, and copy the token. It begins with eyJ.",
      "Send it to this server with your owner key, which the server printed once in its log at the first start. Or set the variable PUTER_AUTH_TOKENS and start again.",
      "Ask for the list of models, or use the form above: real models have taken the place of the simulated ones.",
    ],
    connectNote:
      "The token is sealed before it is stored, and sent to Puter alone. It acts for your whole account, so connect only accounts that are yours.",
  },
  tryIt: {
    heading: "Try it",
    key: "Key",
    keyHint: "Stays in this tab and is forgotten when you leave.",
    load: "Load models",
    loading: "Loading…",
    model: "Model",
    modelHint: "Load the models with your key first.",
    message: "Message",
    firstMessage: "Say hello in one sentence.",
    send: "Send",
    stop: "Stop",
    answer: "Answer",
    waiting: "Waiting for the first word…",
    simulated: "This is a simulated answer: no model was asked.",
    stopped: "Stopped.",
    cut: "The answer was cut at its length limit.",
    filtered: "The answer was withheld by a content filter.",
    broken: "The answer broke off before its end.",
    empty: "The answer is empty.",
    unreachable: "The server cannot be reached.",
    failed: "The request failed with status",
    noModels: "This key has no models to offer.",
    needsScript: "The form needs JavaScript.",
  },
  error: {
    notFound: "There is no such page",
    notFoundHelp: "The address may be mistyped, or the page has moved.",
    failed: "This page failed",
    failedHelp: "The server's log says why. Nothing was changed.",
    home: "Back to the start",
  },
};
