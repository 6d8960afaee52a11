import type { GuestUsage } from "../../lib/browser/guest/guest_api.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatMoney } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Budget } from "../keys/KeySpend.tsx";

export interface GuestMeterProps {
  usage: GuestUsage;
  language: Language;
  words: Words["guest"];
}

/** What a guest has used and may still use. */
export function GuestMeter({ usage, language, words }: GuestMeterProps) {
  const { dailyMicroCents, dayMicroCents, perMinute, lastMinute } = usage;
  const { monthlyMicroCents, monthMicroCents } = usage;
  return (
    <div class="guest-meter">
      {dailyMicroCents === null
        ? (
          <p class="small quiet number">
            {fill(words.noBudget, {
              spent: formatMoney(dayMicroCents, language),
            })}
          </p>
        )
        : (
          <Budget
            spent={dayMicroCents}
            budget={dailyMicroCents}
            text={words.today}
            language={language}
          />
        )}
      {monthlyMicroCents !== null && (
        <Budget
          spent={monthMicroCents}
          budget={monthlyMicroCents}
          text={words.month}
          language={language}
        />
      )}
      {perMinute !== null && (
        <p class="small quiet number">
          {fill(words.left, {
            n: Math.max(0, perMinute - (lastMinute ?? 0)),
            limit: perMinute,
          })}
        </p>
      )}
    </div>
  );
}
