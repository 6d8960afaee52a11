import { useSignal } from "@preact/signals";
import { api, sentenceOf } from "../../lib/browser/api.ts";
import type { SettingsView } from "../../lib/browser/api_types.ts";
import { showToast } from "../../lib/browser/toasts.ts";
import { SelectField, Switch } from "../Field.tsx";
import type { AccountsSpeech } from "./context.ts";

export interface StrategyProps extends AccountsSpeech {
  strategy: keyof AccountsSpeech["words"]["strategy"]["names"];
  affinity: boolean;
}

/** How the pool chooses among its accounts; in force at once. */
export function Strategy(props: StrategyProps) {
  const { words: { strategy: words }, common } = props;
  const strategy = useSignal(props.strategy);
  const affinity = useSignal(props.affinity);

  async function save(
    change: { strategy?: StrategyProps["strategy"]; affinity?: boolean },
  ) {
    const before = { strategy: strategy.value, affinity: affinity.value };
    strategy.value = change.strategy ?? before.strategy;
    affinity.value = change.affinity ?? before.affinity;
    const result = await api.patch<SettingsView>("/api/settings", change);
    if (result.ok) {
      showToast({
        text: common.saved,
        tone: "good",
        action: { label: common.undo, run: () => void save(before) },
      });
      return;
    }
    strategy.value = before.strategy;
    affinity.value = before.affinity;
    const text = sentenceOf(result.fault, common.faults);
    showToast({ text, tone: "bad" });
  }

  const names = Object.entries(words.names);
  return (
    <section class="card strategy" aria-labelledby="strategy-heading">
      <h2 id="strategy-heading">{words.heading}</h2>
      <div class="strategy-fields">
        <SelectField
          id="strategy"
          label={words.label}
          hint={words.help[strategy.value]}
          value={strategy.value}
          options={names.map(([value, label]) => ({ value, label }))}
          onChange={(event) =>
            save({
              strategy: event.currentTarget.value as StrategyProps["strategy"],
            })}
        />
        <Switch
          id="affinity"
          label={words.affinity}
          hint={words.affinityHint}
          checked={affinity.value}
          onChange={(checked) => save({ affinity: checked })}
        />
      </div>
    </section>
  );
}
