/** English words of the frame around every page. */
export const shellEn = {
  skip: "Skip to content",
  pages: {
    overview: "Overview",
    accounts: "Accounts",
    keys: "Keys",
    requests: "Requests",
    analytics: "Analytics",
    playground: "Playground",
    connect: "Connect",
    settings: "Settings",
    login: "Sign in",
  },
  navigation: "Pages",
  more: "More",
  preferences: "Language, theme and session",
  language: "Language",
  theme: "Theme",
  themes: { system: "System", light: "Light", dark: "Dark" },
  signOut: "Sign out",
  notices: "Messages",
  dismiss: "Dismiss",
  simulator: {
    label: "Simulator",
    only:
      "No account is connected: the built-in simulator answers, and what it says is invented.",
    beside:
      "The simulator is on: models whose names begin with simulator/ give invented answers.",
    connect: "Connect an account",
  },
  error: {
    notFound: "There is no such page",
    notFoundHelp: "The address may be mistyped, or the page has moved.",
    failed: "This page failed",
    failedHelp: "The server's log says why. Nothing was changed.",
    home: "Back to the start",
  },
};
