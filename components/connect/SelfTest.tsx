import { useSignal } from "@preact/signals";
import { CHECKS } from "../../lib/browser/self_test/checks.ts";
import { openLab } from "../../lib/browser/self_test/lab.ts";
import {
  costOf,
  familyStates,
  type Results,
  runSelfTest,
} from "../../lib/browser/self_test/runner.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatMoney } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Button } from "../Button.tsx";
import { TextField } from "../Field.tsx";
import { Stethoscope } from "../icons.ts";
import { CheckList } from "./CheckList.tsx";
import { FamilyList } from "./FamilyList.tsx";

export interface SelfTestProps {
  model: string;
  models: readonly string[];
  language: Language;
  words: Words["connect"];
}

/** Runs the contract against this deployment, as clients would. */
export function SelfTest(props: SelfTestProps) {
  const { language, words: { test: words } } = props;
  const model = useSignal(props.model);
  const results = useSignal<Results>({});
  const stage = useSignal<"ready" | "running" | "done">("ready");
  const cost = useSignal<number | null>(null);

  async function run() {
    stage.value = "running";
    results.value = {};
    cost.value = null;
    const lab = openLab(model.value.trim());
    await runSelfTest(lab, (id, verdict) => {
      results.value = { ...results.value, [id]: verdict };
    });
    stage.value = "done";
    cost.value = await costOf(lab);
  }

  const isSimulated = model.value.startsWith("simulator/");
  return (
    <section class="card stack" aria-labelledby="test-heading">
      <div>
        <h2 id="test-heading">{words.heading}</h2>
        <p class="hint">{words.lead}</p>
      </div>
      <div class="test-tools">
        <TextField
          id="test-model"
          label={words.model}
          hint={isSimulated ? words.costSimulator : words.cost}
          list="connect-models"
          autocomplete="off"
          spellcheck={false}
          value={model.value}
          onInput={(event) => model.value = event.currentTarget.value}
        />
        <Button
          tone="primary"
          icon={Stethoscope}
          busy={stage.value === "running"}
          disabled={model.value.trim() === ""}
          onClick={run}
        >
          {stage.value === "ready" ? words.run : words.again}
        </Button>
      </div>
      <p class="number" role="status" id="test-status">
        {statusOf(stage.value, results.value, words)}
        {cost.value !== null && !isSimulated && (
          <span class="quiet">
            {" "}
            {fill(words.spent, { cost: formatMoney(cost.value, language) })}
          </span>
        )}
      </p>
      {stage.value !== "ready" && (
        <div class="test-results">
          <FamilyList states={familyStates(results.value)} words={words} />
          <CheckList results={results.value} words={words} />
        </div>
      )}
    </section>
  );
}

function statusOf(
  stage: "ready" | "running" | "done",
  results: Results,
  words: Words["connect"]["test"],
): string {
  const verdicts = Object.values(results);
  if (stage === "ready") return words.notRun;
  if (stage === "running") {
    return fill(words.running, { done: verdicts.length, n: CHECKS.length });
  }
  const count = (state: string) =>
    verdicts.filter((verdict) => verdict.state === state).length;
  return fill(words.done, {
    pass: count("pass"),
    fail: count("fail"),
    skip: count("skip"),
  });
}
