import { useSignal } from "@preact/signals";
import type { ToolCall } from "../../lib/browser/playground/turns.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button } from "../Button.tsx";
import { TextArea } from "../Field.tsx";
import { Icon } from "../Icon.tsx";
import { Wrench } from "../icons.ts";
import type { PlayWords } from "./words.ts";

export interface ToolCallsProps {
  /** Unique on the page. */
  id: string;
  calls: readonly ToolCall[];
  words: PlayWords;
  /** Where results can be given now. */
  onResults: ((texts: string[]) => void) | null;
}

/** The calls a model wants, each with a place for its result. */
export function ToolCalls({ id, calls, words, onResults }: ToolCallsProps) {
  const texts = useSignal<string[]>([]);
  const { tools } = words.play;

  function write(at: number, text: string) {
    const next = calls.map((_, index) => texts.value[index] ?? "");
    next[at] = text;
    texts.value = next;
  }

  return (
    <form
      class="calls"
      onSubmit={(event) => {
        event.preventDefault();
        onResults?.(calls.map((_, at) => texts.value[at] ?? ""));
      }}
    >
      {calls.map((call, at) => (
        <div key={call.id} class="call">
          <div class="call-head">
            <Icon of={Wrench} size={15} />
            {fill(tools.call, { name: call.name })}
          </div>
          <pre class="wraps" dir="ltr" aria-label={tools.arguments}>
            {pretty(call.arguments)}
          </pre>
          {onResults && (
            <TextArea
              id={`${id}-${at}`}
              label={fill(tools.result, { name: call.name })}
              hint={tools.resultHint}
              rows={2}
              dir="auto"
              value={texts.value[at] ?? ""}
              onInput={(event) => write(at, event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey) return;
                if (event.isComposing) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
            />
          )}
        </div>
      ))}
      {onResults && (
        <Button type="submit" size="s" tone="primary">{tools.send}</Button>
      )}
    </form>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
