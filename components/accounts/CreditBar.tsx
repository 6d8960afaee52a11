import type { Account } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  formatMoney,
  formatRelative,
  formatShare,
} from "../../lib/i18n/format.ts";
import { Meter, toneOfRest } from "../Meter.tsx";
import type { AccountsSpeech } from "./context.ts";

export interface CreditBarProps extends AccountsSpeech {
  credit: Account["credit"];
  now: number;
}

type Credit = NonNullable<Account["credit"]>;

/** What an account has left, and how long that lasts. */
export function CreditBar({ credit, now, ...speech }: CreditBarProps) {
  const { words } = speech;
  if (credit === null) {
    return (
      <div class="credit">
        <div class="spread small">
          <span class="quiet">{words.credit.label}</span>
          <span class="quiet">{words.credit.unread}</span>
        </div>
        <Meter share={0} label={words.credit.unread} />
      </div>
    );
  }
  const left = Math.max(0, credit.remaining - credit.spentSince);
  const all = Math.max(credit.allowance, left, 1);
  const share = left / all;
  const text = leftOf(credit, { left, all, share }, speech);
  return (
    <div class="credit">
      <div class="spread small">
        <span class="quiet">{words.credit.label}</span>
        <span class="number">{text}</span>
      </div>
      <Meter
        share={share}
        label={text}
        tone={toneOfRest(share)}
        mark={credit.reserve > 0 ? credit.reserve / all : null}
      />
      <p class="small quiet">{forecastOf(credit, now, speech)}</p>
    </div>
  );
}

function leftOf(
  { unit }: Credit,
  { left, all, share }: { left: number; all: number; share: number },
  { words, language }: AccountsSpeech,
): string {
  // Credits have no known scale: only the ratio means anything.
  if (unit === "credits") {
    return fill(words.credit.leftShare, {
      share: formatShare(share, language),
    });
  }
  return fill(words.credit.left, {
    left: formatMoney(left, language),
    all: formatMoney(all, language),
  });
}

function forecastOf(
  credit: Credit,
  now: number,
  { words, language }: AccountsSpeech,
): string {
  const { burnPerHour, runsDryAt, unit, reserve, bought } = credit;
  const parts: string[] = [];
  if (burnPerHour === null) parts.push(words.credit.noPace);
  else if (runsDryAt !== null) {
    const time = formatRelative(runsDryAt, now, language);
    parts.push(fill(words.credit.dry, { time }));
  } else parts.push(words.credit.lasts);
  if (unit === "micro_cents") {
    if (burnPerHour) {
      const sum = formatMoney(burnPerHour, language);
      parts.push(fill(words.credit.perHour, { sum }));
    }
    if (reserve > 0) {
      const sum = formatMoney(reserve, language);
      parts.push(fill(words.credit.reserve, { sum }));
    }
    if (bought > 0) {
      const sum = formatMoney(bought, language);
      parts.push(fill(words.credit.bought, { sum }));
    }
  }
  return parts.join(" · ");
}
