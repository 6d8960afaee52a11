import { isRecord, textsOf } from "../../../record.ts";
import type { Prompt, PromptTool } from "../prompt.ts";

/** Words of tool names and descriptions that say nothing. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  ("get set fetch find list create make run call tool tools function the and " +
    "for with from that this current given returns return user about into " +
    "some when what which use used using").split(" "),
);

/** Chinese words by the English ones in which tools are named. */
const CHINESE: readonly [RegExp, string][] = [
  [/天气|气温|温度/, "weather temperature forecast"],
  [/时间|几点/, "time clock"],
  [/搜索|查找|查询|查一下/, "search lookup query"],
  [/计算|加|减|乘|除/, "calculate calculator add multiply"],
  [/翻译/, "translate"],
  [/股票|股价/, "stock price"],
  [/新闻/, "news"],
  [/邮件/, "email mail"],
  [/城市|地点/, "city location"],
];

/** The tools a question is about, the most fitting first. */
export function matchingTools({ text, tools }: Prompt): PromptTool[] {
  const question = inEnglish(text);
  const named = tools.filter(({ name }) =>
    question.includes(name.toLowerCase())
  );
  if (named.length > 0) return named;
  const words = wordsOf(question);
  const scored = tools.map((tool) => ({ tool, score: scoreOf(tool, words) }))
    .filter(({ score }) => score >= 2)
    .sort((one, other) => other.score - one.score);
  if (scored.length > 0) return best(scored, question);
  if (/\btools?\b|工具/.test(question)) return tools.slice(0, 1);
  return tools.filter((tool) => wantsNumbers(tool, text)).slice(0, 1);
}

/** Several tools only where the question joins what they are about. */
function best(
  scored: { tool: PromptTool; score: number }[],
  question: string,
): PromptTool[] {
  const most = /\b(and|both|also)\b|和|以及/.test(question) ? scored.length : 1;
  return scored.slice(0, most).map(({ tool }) => tool);
}

function inEnglish(text: string): string {
  const found = CHINESE.filter(([chinese]) => chinese.test(text));
  return [text, ...found.map(([, english]) => english)].join(" ").toLowerCase();
}

function wordsOf(text: string): string[] {
  const words = text.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()
    .match(/[a-z]{3,}/g);
  return [...new Set(words)].filter((word) => !EMPTY_WORDS.has(word));
}

/** A word of the name counts for two, one of the description for one. */
function scoreOf({ name, description }: PromptTool, asked: string[]): number {
  const hits = (text: string) =>
    wordsOf(text).filter((word) => asked.some((one) => isAlike(one, word)))
      .length;
  return hits(name.replaceAll("_", " ")) * 2 + hits(description);
}

/** The same word, or one that begins with the other: `add`, `adding`. */
function isAlike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short === long || short.length >= 4 && long.startsWith(short);
}

/** A tool of numbers alone, and a question that has as many. */
function wantsNumbers({ parameters }: PromptTool, text: string): boolean {
  const properties = isRecord(parameters.properties)
    ? parameters.properties
    : {};
  const required = textsOf(parameters.required);
  const kinds = required.map((name) => {
    const property = properties[name];
    return isRecord(property) ? property.type : undefined;
  });
  const numbers = text.match(/\d+(\.\d+)?/g)?.length ?? 0;
  return kinds.length > 0 && numbers >= kinds.length &&
    kinds.every((kind) => kind === "number" || kind === "integer");
}
