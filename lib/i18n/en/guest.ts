/** English words of the page of a guest link. */
export const guestEn = {
  lead:
    "You were invited to talk to AI models here. What you write goes to the model you choose; this page keeps nothing once it is closed.",
  ends: "This link ends",
  today: "Today {spent} of {budget}",
  month: "This month {spent} of {budget}",
  noBudget: "Today {spent}",
  left: "{n} of {limit} calls left this minute",
  noKey:
    "This link is not complete: the part after # is missing. Ask whoever gave it to you for the whole link.",
  closed: "This link is no longer valid.",
  loading: "Opening…",
  model: "Model",
  noModels: "No model can be used with this link now.",
  conversation: "Conversation",
  you: "You",
  prompt: "Your message",
  promptHint: "Enter sends, Shift+Enter begins a new line",
  send: "Send",
  stop: "Stop",
  clear: "Start over",
  empty: "Ask anything. The answer appears here as it is written.",
  thinking: "Waiting for the first words…",
  stopped: "Stopped",
  noScript: "This page needs JavaScript.",
  unreachable: "The gateway cannot be reached. Check your connection.",
  broken: "The answer broke off.",
};
