import { useSignal } from "@preact/signals";
import {
  type ListedModel,
  searchModels,
} from "../../lib/browser/playground/models.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatNumber } from "../../lib/i18n/format.ts";
import { Dialog } from "../Dialog.tsx";
import { Icon } from "../Icon.tsx";
import { ChevronDown } from "../icons.ts";
import { ModelFacts } from "./ModelFacts.tsx";
import type { PlayWords } from "./words.ts";

export interface ModelPickerProps {
  /** Unique on the page. */
  id: string;
  models: readonly ListedModel[];
  model: string;
  onChoose: (id: string) => void;
  words: PlayWords;
}

/** Most models that are listed at once. */
const MAX_SHOWN = 80;

/** Shows the chosen model, and opens a list with a search to choose another. */
export function ModelPicker(props: ModelPickerProps) {
  const { id, model, words } = props;
  const isOpen = useSignal(false);
  const { models: texts } = words.play;
  return (
    <>
      <button
        type="button"
        class="button picker"
        aria-haspopup="dialog"
        aria-label={`${texts.model}: ${model || texts.choose}`}
        onClick={() => isOpen.value = true}
      >
        <span class="truncate mono">{model || texts.choose}</span>
        <Icon of={ChevronDown} size={16} />
      </button>
      <Dialog
        id={id}
        isOpen={isOpen.value}
        onClose={() => isOpen.value = false}
        title={texts.choose}
        closeLabel={words.common.close}
        look="dialog wide"
      >
        <ModelList {...props} onDone={() => isOpen.value = false} />
      </Dialog>
    </>
  );
}

function ModelList(
  { id, models, model, onChoose, onDone, words }: ModelPickerProps & {
    onDone: () => void;
  },
) {
  const query = useSignal("");
  const at = useSignal(-1);
  const { models: texts } = words.play;
  const found = searchModels(models, query.value);
  const shown = found.slice(0, MAX_SHOWN);
  const typed = query.value.trim();
  // An alias or a new model may work without being listed.
  const other = typed !== "" && !found.some((one) => one.id === typed);
  const options = [...shown.map((one) => one.id), ...(other ? [typed] : [])];

  function choose(chosen: string | undefined) {
    if (chosen === undefined) return;
    onChoose(chosen);
    onDone();
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const last = options.length - 1;
      at.value = Math.max(0, Math.min(last, at.value + step));
      document.getElementById(`${id}-option-${at.value}`)
        ?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      choose(options[Math.max(0, at.value)]);
    }
  }

  return (
    <>
      <input
        class="input"
        type="search"
        role="combobox"
        autofocus
        aria-label={texts.search}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={at.value < 0
          ? undefined
          : `${id}-option-${at.value}`}
        placeholder={texts.search}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          at.value = event.currentTarget.value === "" ? -1 : 0;
        }}
        onKeyDown={press}
      />
      {found.length === 0 && <p class="hint" role="status">{texts.none}</p>}
      <ul
        class="plain model-list"
        id={`${id}-list`}
        role="listbox"
        aria-label={texts.model}
        tabindex={0}
      >
        {options.map((option, index) => {
          const listed = shown[index];
          return (
            <li
              key={option}
              id={`${id}-option-${index}`}
              role="option"
              aria-selected={option === model}
              class={index === at.value ? "active" : undefined}
              onClick={() => choose(option)}
            >
              {listed === undefined
                ? fill(texts.other, { id: option })
                : <ModelFacts model={listed} words={words} />}
            </li>
          );
        })}
      </ul>
      {found.length > MAX_SHOWN && (
        <p class="hint">
          {fill(texts.more, {
            n: formatNumber(found.length - MAX_SHOWN, words.language),
          })}
        </p>
      )}
    </>
  );
}
