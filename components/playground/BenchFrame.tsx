import type { ComponentChildren } from "preact";
import { Exchange } from "../../lib/browser/playground/exchange.ts";
import { Button } from "../Button.tsx";
import { FileText, Square } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import { AnswerFault } from "./AnswerFault.tsx";
import type { BenchProps, Work } from "./bench.ts";
import { ModelPicker } from "./ModelPicker.tsx";

export interface BenchFrameProps extends BenchProps {
  /** Unique on the page. */
  id: string;
  work: Work;
  fields: ComponentChildren;
  results: ComponentChildren;
  /** The button that starts; absent where there are others. */
  start?: { label: string; isReady: boolean; run: () => void };
  /** The call as the fields have it now. */
  next?: { path: string; body: Record<string, unknown> };
}

/** A bench: its fields at one side, what was made at the other. */
export function BenchFrame(props: BenchFrameProps) {
  const { id, work, words, fields, results, start, next, onInspect } = props;
  const { media, chat } = words.play;
  const isBusy = work.isBusy.value;
  const hasNone = props.models !== null && work.models.length === 0;
  return (
    <div class="bench">
      <form
        class="card bench-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (start?.isReady && !isBusy) start.run();
        }}
      >
        {hasNone && <Notice tone="fair">{media.noModel}</Notice>}
        <ModelPicker
          id={`${id}-models`}
          models={work.models}
          model={work.model.value}
          onChoose={(model) => work.model.value = model}
          words={words}
        />
        {fields}
        <div class="cluster">
          {start && (
            <Button
              type="submit"
              tone="primary"
              busy={isBusy}
              disabled={!start.isReady || work.model.value === ""}
            >
              {isBusy ? media.making : start.label}
            </Button>
          )}
          {isBusy && (
            <Button icon={Square} onClick={() => work.stop()}>
              {media.stop}
            </Button>
          )}
          {next && (
            <Button
              tone="plain"
              icon={FileText}
              label={chat.code}
              onClick={() =>
                onInspect({
                  exchange: new Exchange(next.path, next.body),
                  isNext: true,
                })}
            />
          )}
        </div>
      </form>
      <div class="bench-results" aria-busy={isBusy ? "true" : undefined}>
        {work.fault.value && (
          <AnswerFault fault={work.fault.value} words={words} />
        )}
        {results}
      </div>
    </div>
  );
}
