import { useSignal } from "@preact/signals";
import { ConnectForm } from "../components/accounts/ConnectForm.tsx";
import { LinkButton } from "../components/Button.tsx";
import { FlaskConical } from "../components/icons.ts";
import { PageHead } from "../components/PageHead.tsx";
import { CallStep } from "../components/welcome/CallStep.tsx";
import { KeyStep } from "../components/welcome/KeyStep.tsx";
import { Step, type StepProps } from "../components/welcome/Step.tsx";
import { endSimulatorBanner } from "../lib/browser/simulator_banner.ts";
import type { Imported } from "../lib/browser/api_types.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface WelcomeProps {
  accounts: number;
  keys: number;
  hasPuterPages: boolean;
  /** True where the simulator may stand in. */
  hasSimulator: boolean;
  words: Words["overview"]["welcome"];
  accountWords: Words["accounts"];
  common: Words["common"];
}

/** The first run in three steps. */
export function Welcome(props: WelcomeProps) {
  const { words, common } = props;
  const accounts = useSignal(props.accounts);
  const key = useSignal<string | null>(null);
  const hasKey = key.value !== null || props.keys > 0;
  const current = accounts.value === 0 ? 1 : hasKey ? 3 : 2;
  const stateOf = (number: number): StepProps["state"] =>
    number < current ? "done" : number === current ? "current" : "later";

  function count({ reports }: Imported) {
    const ids = reports.flatMap(({ account }) => account ? [account.id] : []);
    accounts.value = new Set(ids).size;
    if (ids.length > 0) endSimulatorBanner();
  }

  return (
    <div class="welcome">
      <PageHead heading={words.heading} lead={words.lead} />
      <ol class="plain steps">
        <Step
          number={1}
          title={words.steps.connect}
          state={stateOf(1)}
          doneLabel={words.done}
          note={accounts.value > 0
            ? fill(words.connected, { count: accounts.value })
            : undefined}
        >
          <ConnectForm
            words={props.accountWords}
            common={common}
            hasPuterPages={props.hasPuterPages}
            onDone={count}
          />
        </Step>
        <Step
          number={2}
          title={words.steps.key}
          state={stateOf(2)}
          doneLabel={words.done}
        >
          <KeyStep
            words={words}
            common={common}
            onMade={(made) => key.value = made}
          />
        </Step>
        <Step
          number={3}
          title={words.steps.call}
          state={stateOf(3)}
          doneLabel={words.done}
        >
          {key.value === null
            ? <LinkButton href="/" tone="primary">{words.open}</LinkButton>
            : <CallStep words={words} common={common} clientKey={key.value} />}
        </Step>
      </ol>
      {current === 2 && (
        <p class="try-simulator">
          <a href="/?welcome=later">{words.open}</a>
        </p>
      )}
      {props.hasSimulator && accounts.value === 0 && (
        <div class="try-simulator">
          <LinkButton href="/?welcome=later" icon={FlaskConical}>
            {words.simulator}
          </LinkButton>
          <p class="hint">{words.simulatorHint}</p>
        </div>
      )}
    </div>
  );
}
