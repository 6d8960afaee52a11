import type { ComponentChildren } from "preact";
import { Icon } from "../Icon.tsx";
import { Check } from "../icons.ts";

export interface StepProps {
  number: number;
  title: string;
  state: "done" | "current" | "later";
  /** What was done, in a word. */
  note?: string;
  doneLabel: string;
  children: ComponentChildren;
}

/** One step of the welcome; those done and to come show their title alone. */
export function Step(props: StepProps) {
  const { number, title, state, note, doneLabel, children } = props;
  return (
    <li
      class={`card step ${state}`}
      aria-current={state === "current" ? "step" : undefined}
    >
      <div class="step-head">
        <span class="step-number">
          {state === "done"
            ? (
              <>
                <Icon of={Check} size={16} />
                <span class="visually-hidden">{doneLabel}</span>
              </>
            )
            : number}
        </span>
        <h2>{title}</h2>
        {note && <span class="small quiet">{note}</span>}
      </div>
      {state === "current" && <div class="step-body">{children}</div>}
    </li>
  );
}
