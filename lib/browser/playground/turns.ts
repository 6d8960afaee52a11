/** A picture of a conversation, as a data URL. */
export interface Picture {
  url: string;
  name: string;
}

/** What the user said. */
export interface UserTurn {
  kind: "user";
  text: string;
  pictures: Picture[];
}

/** A tool that the model wants to have called. */
export interface ToolCall {
  id: string;
  name: string;
  /** JSON, unless the model wrote something else. */
  arguments: string;
}

/** Tokens as the upstream counted them. */
export interface TokenUsage {
  prompt: number;
  completion: number;
  cached: number;
  reasoning: number;
}

/** Why an answer is not what was asked for. */
export interface AnswerFault {
  /** In the words of the error's envelope; empty when nothing was heard. */
  message: string;
  code: string | null;
  /** HTTP status; 0 when there was no answer, or it had begun. */
  status: number;
  /** What happened, as the gateway explains it. */
  explanation?: string[];
}

/** How an answer came about; what is not known is absent. */
export interface AnswerFigures {
  requestId?: string;
  /** Ms from the question to the first token, as seen here. */
  firstTokenMs?: number;
  /** Ms from the question to the end, as seen here. */
  durationMs?: number;
  usage?: TokenUsage;
  /** Who served it: `simulator`, `companion`, or absent for Puter. */
  upstream?: string;
  /** The model that served it, where another name was asked for. */
  servedModel?: string;
  account?: string;
  costMicroCents?: number;
}

/** How far an answer is. */
export type AnswerState = "running" | "done" | "stopped" | "failed";

/** What the model said. */
export interface AnswerTurn {
  kind: "answer";
  state: AnswerState;
  model: string;
  text: string;
  reasoning: string;
  refusal: string;
  toolCalls: ToolCall[];
  /** URLs of pictures it made. */
  images: string[];
  finish: string | null;
  fault: AnswerFault | null;
  figures: AnswerFigures;
}

/** What the tools gave, typed by hand. */
export interface ResultsTurn {
  kind: "results";
  results: { callId: string; name: string; text: string }[];
}

/** One step of a conversation. */
export type Turn = UserTurn | AnswerTurn | ResultsTurn;

/** An answer of which nothing has come yet. */
export function emptyAnswer(model: string): AnswerTurn {
  return {
    kind: "answer",
    state: "running",
    model,
    text: "",
    reasoning: "",
    refusal: "",
    toolCalls: [],
    images: [],
    finish: null,
    fault: null,
    figures: {},
  };
}
