import type { AnswerTurn } from "../../lib/browser/playground/turns.ts";
import { hasContent } from "../../lib/browser/playground/answer_chunks.ts";
import { Button } from "../Button.tsx";
import { CopyButton } from "../CopyButton.tsx";
import { FileText, GitBranch, RefreshCw } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import { AnswerFault } from "./AnswerFault.tsx";
import { AnswerFoot } from "./AnswerFoot.tsx";
import { LongText } from "./LongText.tsx";
import { Markdown } from "./Markdown.tsx";
import { ToolCalls } from "./ToolCalls.tsx";
import type { TranscriptProps } from "./Transcript.tsx";
import { Versions } from "./Versions.tsx";

type AnswerProps = TranscriptProps & {
  id: string;
  turn: AnswerTurn;
  isLast: boolean;
};

/** What a model said, what it took, and what can be done about it. */
export function Answer(props: AnswerProps) {
  const { lane, id, words, hasRecords, isLast } = props;
  const live = lane.live.value;
  const turn = live?.id === id ? live.answer : props.turn;
  const isRunning = live?.id === id;
  const { chat } = words.play;
  return (
    <article
      class="answer"
      aria-label={turn.model}
      aria-busy={isRunning ? "true" : undefined}
    >
      <div class="answer-model mono">{turn.model}</div>
      {turn.reasoning !== "" && (
        <details class="reasoning">
          <summary>
            {isRunning && turn.text === "" ? chat.thinking : chat.reasoning}
          </summary>
          <LongText text={turn.reasoning} />
        </details>
      )}
      {isRunning && !hasContent(turn) && <p class="waiting">{chat.waiting}</p>}
      {turn.text !== "" && (
        <Markdown text={turn.text} isRunning={isRunning} words={words} />
      )}
      {turn.refusal !== "" && (
        <Notice tone="fair">
          <strong>{chat.refused}</strong> <span dir="auto">{turn.refusal}</span>
        </Notice>
      )}
      {turn.images.length > 0 && (
        <div class="pictures">
          {turn.images.filter(isOwn).map((url, at) => (
            <img key={at} src={url} alt={chat.madePicture} />
          ))}
          {turn.images.filter((url) => !isOwn(url)).map((url) => (
            <a key={url} href={safe(url)} target="_blank" rel="noopener">
              {url}
            </a>
          ))}
        </div>
      )}
      {turn.toolCalls.length > 0 && (
        <ToolCalls
          id={`result-${id}`}
          calls={turn.toolCalls}
          words={words}
          onResults={isLast && !isRunning && turn.state === "done"
            ? (texts) => {
              const results = turn.toolCalls.map((call, at) => ({
                callId: call.id,
                name: call.name,
                text: texts[at] ?? "",
              }));
              void lane.giveResults(id, results);
            }
            : null}
        />
      )}
      <Ending turn={turn} words={words} />
      {!isRunning && (
        <>
          <AnswerFoot turn={turn} words={words} hasRecords={hasRecords} />
          <Actions {...props} turn={turn} />
        </>
      )}
    </article>
  );
}

function Ending({ turn, words }: Pick<AnswerProps, "turn" | "words">) {
  const { chat } = words.play;
  if (turn.fault !== null) {
    return <AnswerFault fault={turn.fault} words={words} />;
  }
  if (turn.state === "stopped") return <p class="hint">{chat.stopped}</p>;
  const finish: Record<string, string> = chat.finish;
  const sentence = finish[turn.finish ?? ""];
  return sentence === undefined ? null : <p class="hint">{sentence}</p>;
}

function Actions(
  { lane, id, turn, words, onInspect, onBranchOff }: AnswerProps,
) {
  const { chat } = words.play;
  return (
    <div class="turn-foot">
      <Versions lane={lane} id={id} words={words} />
      <span class="turn-actions">
        {turn.text !== "" && (
          <CopyButton
            text={turn.text}
            words={{ ...words.common, copy: chat.copyAnswer }}
            tone="plain"
            isIcon
          />
        )}
        <Button
          size="s"
          tone="plain"
          icon={RefreshCw}
          label={chat.regenerate}
          disabled={lane.isRunning}
          onClick={() => void lane.regenerate(id)}
        />
        {onBranchOff && (
          <Button
            size="s"
            tone="plain"
            icon={GitBranch}
            label={chat.branchOff}
            onClick={() => onBranchOff(lane, id)}
          />
        )}
        {onInspect && (
          <Button
            size="s"
            tone="plain"
            icon={FileText}
            label={chat.showRequest}
            onClick={() => onInspect(lane, id)}
          />
        )}
      </span>
    </div>
  );
}

function isOwn(url: string): boolean {
  return /^(?:data:image\/|blob:)/.test(url);
}

/** Where a picture is, if that is an address of the web. */
function safe(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
