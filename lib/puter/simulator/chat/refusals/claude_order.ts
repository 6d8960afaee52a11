import { isRecord } from "../../../record.ts";
import { bad, type Complaint, type Fields, recordsOf } from "./complaint.ts";

/** Messages of one role in a row, which Anthropic takes as one. */
interface Turn {
  role: unknown;
  blocks: Fields[];
  /** The index of its first message. */
  index: number;
}

/** What Anthropic demands of calls and their results, and of thinking. */
export function claudeOrderComplaint(
  messages: Fields[],
  request: Fields,
): Complaint {
  const turns = turnsOf(messages);
  for (const [number, turn] of turns.entries()) {
    const complaint = turn.role === "assistant"
      ? openCalls(turn, turns[number + 1])
      : strayResults(turn, turns[number - 1]);
    if (complaint !== undefined) return complaint;
  }
  const holdsTools = turns.some(({ blocks }) =>
    blocks.some(({ type }) => type === "tool_use" || type === "tool_result")
  );
  if (holdsTools && recordsOf(request.tools).length === 0) {
    return bad(
      "Requests which include `tool_use` or `tool_result` blocks must define " +
        "tools",
    );
  }
  return unthinkingLoop(turns, request);
}

function turnsOf(messages: Fields[]): Turn[] {
  const turns: Turn[] = [];
  for (const [index, { role, content }] of messages.entries()) {
    const last = turns.at(-1);
    if (last && last.role === role) last.blocks.push(...recordsOf(content));
    else turns.push({ role, blocks: [...recordsOf(content)], index });
  }
  return turns;
}

function callIds(turn: Turn | undefined): unknown[] {
  return turn?.blocks.filter(({ type }) => type === "tool_use")
    .map(({ id }) => id) ?? [];
}

function answeredIds(turn: Turn | undefined): unknown[] {
  return turn?.blocks.filter(({ type }) => type === "tool_result")
    .map(({ tool_use_id: id }) => id) ?? [];
}

function openCalls(turn: Turn, next: Turn | undefined): Complaint {
  const answered = answeredIds(next);
  const open = callIds(turn)
    .filter((id) => !answered.includes(id));
  return open.length === 0 ? undefined : bad(
    `messages.${turn.index}: \`tool_use\` ids were found without ` +
      `\`tool_result\` blocks immediately after: ${open.join(", ")}. Each ` +
      "`tool_use` block must have a corresponding `tool_result` block in the " +
      "next message.",
  );
}

function strayResults(turn: Turn, before: Turn | undefined): Complaint {
  const calls = callIds(before);
  const stray = answeredIds(turn)
    .find((id) => !calls.includes(id));
  return stray === undefined ? undefined : bad(
    `messages.${turn.index}: unexpected \`tool_use_id\` found in ` +
      `\`tool_result\` blocks: ${stray}. Each \`tool_result\` block must have ` +
      "a corresponding `tool_use` block in the previous message.",
  );
}

/** With a budget for thinking, a loop of calls must hold the thoughts. */
function unthinkingLoop(turns: Turn[], { thinking }: Fields): Complaint {
  if (!isRecord(thinking) || thinking.type !== "enabled") return undefined;
  const looping = turns.at(-1)?.blocks
    .some(({ type }) => type === "tool_result");
  const before = turns.at(-2);
  const first = before?.blocks[0]?.type;
  if (!looping || first === "thinking" || first === "redacted_thinking") {
    return undefined;
  }
  return bad(
    `messages.${before?.index}.content.0.type: Expected \`thinking\` or ` +
      `\`redacted_thinking\`, but found \`${first}\`. When \`thinking\` is ` +
      "enabled, a final `assistant` message must start with a thinking block.",
  );
}
