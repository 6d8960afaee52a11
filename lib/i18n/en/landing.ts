/** English words of the page that everybody may see. */
export const landingEn = {
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
  signIn: "Open the cockpit",
  reference: "API reference (OpenAPI)",
};
