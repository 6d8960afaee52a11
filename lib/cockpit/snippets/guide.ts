/** What a client is set up with. */
export interface SnippetValues {
  /** Without a slash at its end. */
  origin: string;
  /** The origin with `/v1`, for OpenAI's clients. */
  base: string;
  key: string;
  model: string;
}

/** One piece of text to put somewhere, such as a file or a form. */
export interface Snippet {
  /** The file, the form or the language; the same in every language. */
  title: string;
  code: string;
}

/** How one client is set up; words about it are among those of the page. */
export interface ClientGuide {
  id: string;
  name: string;
  /** The family of the self-test that tells whether it will work. */
  family: ClientFamily;
  snippets: (values: SnippetValues) => Snippet[];
}

/** Clients that depend on the same parts of the contract. */
export const FAMILIES = [
  "openai",
  "ai_sdk",
  "langchain",
  "chat_apps",
  "editors",
  "codex",
  "claude",
  "gemini",
  "browsers",
] as const;

/** One of `FAMILIES`. */
export type ClientFamily = typeof FAMILIES[number];
