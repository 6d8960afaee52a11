import type { KeyDetail } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatMoney } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Meter, toneOfRest } from "../Meter.tsx";

export interface KeySpendProps {
  detail: KeyDetail;
  language: Language;
  words: Words["keys"];
}

/** What a key has spent against its budgets. */
export function KeySpend({ detail, language, words }: KeySpendProps) {
  const { usage, dailyMicroCents, monthlyMicroCents } = detail;
  const { dayMicroCents, monthMicroCents } = usage;
  const isUnlimited = dailyMicroCents === null && monthlyMicroCents === null;
  return (
    <div class="key-spend">
      {dailyMicroCents !== null && (
        <Budget
          spent={dayMicroCents}
          budget={dailyMicroCents}
          text={words.spentToday}
          language={language}
        />
      )}
      {monthlyMicroCents !== null && (
        <Budget
          spent={monthMicroCents}
          budget={monthlyMicroCents}
          text={words.spentMonth}
          language={language}
        />
      )}
      {isUnlimited && (
        <p class="small quiet number">
          {fill(words.unlimitedMonth, {
            spent: formatMoney(monthMicroCents, language),
          })}
        </p>
      )}
    </div>
  );
}

export interface BudgetProps {
  /** Micro-cents. */
  spent: number;
  budget: number;
  /** Has places for `spent` and `budget`. */
  text: string;
  language: Language;
}

/** A sum against what it may come to. */
export function Budget({ spent, budget, text, language }: BudgetProps) {
  const label = fill(text, {
    spent: formatMoney(spent, language),
    budget: formatMoney(budget, language),
  });
  return (
    <div class="budget">
      <p class="small number">{label}</p>
      <Meter
        share={spent / budget}
        label={label}
        tone={toneOfRest(1 - spent / budget)}
      />
    </div>
  );
}
