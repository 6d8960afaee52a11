import type { Prompt } from "../prompt.ts";
import type { SimModel } from "../types.ts";
import { type Attachment, readAttachments } from "./attachments.ts";

/** No quotation is longer than this, in characters. */
const MOST_QUOTED = 160;

/** Nobody is written more words than these. */
const MOST_WORDS = 5000;

/** How many words a long text has when nobody says. */
const LONG_WORDS = 600;

interface Words {
  introduction(model: string): string;
  question(text: string): string;
  nothingAsked: string;
  results(list: string): string;
  seen(list: string): string;
  kinds: Record<Attachment["kind"], string>;
  drawing: string;
  closing: string;
  help: string;
  thinking: string;
  filler: string;
}

const ENGLISH: Words = {
  introduction: (model) =>
    `This is Puter's built-in simulator in the place of ${model}, so I am ` +
    "making this up.",
  question: (text) => ` You wrote: “${text}”.`,
  nothingAsked: " You sent no text that I could answer.",
  results: (list) => ` The tools gave me ${list}.`,
  seen: (list) => ` I received ${list}.`,
  kinds: { image: "an image", audio: "a recording", file: "a file" },
  drawing: " Here is a picture of one pixel.",
  closing: " Connect a Puter account to talk to real models.",
  help: " Words such as TREASON, TTOOL, TLENGTH, T429, T500, TMIDERR, " +
    "TCHUNKS:100 or TDELAY:200 in a message make me do what they name.",
  thinking: "The simulator does not think, but it can show what thinking " +
    "looks like. The question came in, and an answer goes out.",
  filler:
    "The simulator writes this sentence again and again, because a long " +
    "text was asked for.",
};

const CHINESE: Words = {
  introduction: (model) =>
    `我是内置的 Puter 模拟器，代替 ${model} 作答，内容纯属虚构。`,
  question: (text) => `你写的是：“${text}”。`,
  nothingAsked: "你没有发来可以回答的文字。",
  results: (list) => `工具返回：${list}。`,
  seen: (list) => `我收到了${list}。`,
  kinds: { image: "一张图片", audio: "一段录音", file: "一个文件" },
  drawing: "这是一张只有一个像素的图片。",
  closing: "连接 Puter 账号后即可使用真实模型。",
  help:
    "消息里写上 TREASON、TTOOL、TLENGTH、T429、T500、TMIDERR、TCHUNKS:100 " +
    "或 TDELAY:200，我就照做。",
  thinking: "模拟器不会思考，只是演示思考的样子：问题来了，答案走了。",
  filler: "因为要求写长文，模拟器不断重复这句话。",
};

/** What a simulated model says, in the language of the question. */
export function wordsFor(prompt: Prompt, model: SimModel): {
  answer: string;
  thinking: string;
  drawing: string;
} {
  const words = isChinese(prompt.text) ? CHINESE : ENGLISH;
  const { thinking, drawing } = words;
  return { answer: answerFor(prompt, { model, words }), thinking, drawing };
}

function isChinese(text: string): boolean {
  return /[\u3400-\u9fff]/.test(text);
}

function answerFor(
  prompt: Prompt,
  { model, words }: { model: SimModel; words: Words },
): string {
  const { text, results } = prompt;
  const asked = text.trim() === ""
    ? words.nothingAsked
    : words.question(quoted(text));
  const given = results.map(({ name, text }) => `${name}: ${quoted(text)}`);
  const seen = readAttachments(prompt.attachments)
    .map((attachment) => seenAs(attachment, words));
  return [
    words.introduction(model.name ?? model.id),
    asked,
    given.length > 0 ? words.results(given.join("; ")) : "",
    seen.length > 0 ? words.seen(seen.join(", ")) : "",
    /\bhelp\b|what can you do|帮助|你能做什么/i.test(text) ? words.help : "",
    words.closing,
    longText(text, words),
  ].join("");
}

function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > MOST_QUOTED ? `${line.slice(0, MOST_QUOTED)}…` : line;
}

/** Such as `an image (image/png, 1×1, 70 bytes)`. */
function seenAs(attachment: Attachment, words: Words): string {
  const { kind, mediaType, bytes, width, height, url } = attachment;
  const facts = [
    mediaType,
    width === undefined ? undefined : `${width}×${height}`,
    bytes === undefined ? undefined : `${bytes} bytes`,
    url,
  ].filter((fact) => fact !== undefined);
  const about = facts.length > 0 ? ` (${facts.join(", ")})` : "";
  return words.kinds[kind] + about;
}

/** As many words as were asked for. */
function longText(text: string, { filler }: Words): string {
  const [, words, characters] = /(\d+)[ -]?words?|(\d+) ?字/i.exec(text) ?? [];
  const long = /\blong\b.{0,20}\b(story|text|essay|answer)|长文|长篇/i.test(
    text,
  );
  const asked = Number(words ?? characters ?? (long ? LONG_WORDS : 0));
  if (asked === 0) return "";
  const each = characters === undefined
    ? filler.split(" ").length
    : filler.length;
  const times = Math.ceil(Math.min(asked, MOST_WORDS) / each);
  return `\n\n${Array.from({ length: times }, () => filler).join(" ")}`;
}
