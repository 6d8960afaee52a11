import type { ComponentChildren } from "preact";
import type { Account, Activity } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatCountdown, formatRelative } from "../../lib/i18n/format.ts";
import { Badge, StateBadge } from "../Badge.tsx";
import { ActivityNote } from "./ActivityNote.tsx";
import type { AccountsSpeech } from "./context.ts";
import { CreditBar } from "./CreditBar.tsx";
import { Load } from "./Load.tsx";

export interface AccountCardProps extends AccountsSpeech {
  account: Account;
  activity: Activity | undefined;
  /** Unix ms; what counts down is counted from here. */
  now: number;
  /** What can be done with it. */
  children: ComponentChildren;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** One account: its state and why, its load, its credit, what it did. */
export function AccountCard(props: AccountCardProps) {
  const { account, activity, now, children, ...speech } = props;
  const { words, language } = speech;
  const { state, sentence, username, tier, limits } = account;
  const status = state?.status ?? "unknown";
  const until = typeof state?.until === "number" ? state.until : null;
  return (
    <article class={`card account ${status}`} aria-labelledby={account.id}>
      <header class="account-head">
        <h2 id={account.id} class="truncate" title={account.id}>
          {username}
        </h2>
        {children}
      </header>
      <div class="cluster account-state">
        <StateBadge state={status}>{words.states[status]}</StateBadge>
        <Badge title={fill(words.tiersHelp, { ...limits })}>
          {words.tiers[tier]}
        </Badge>
        {until !== null && until > now && (
          <span class="small quiet number">
            {fill(words.back, { time: formatCountdown(until - now, language) })}
          </span>
        )}
      </div>
      {sentence && status !== "ready" && (
        <p class="small account-why">{sentence[language]}</p>
      )}
      <Load account={account} words={words} />
      <CreditBar {...speech} credit={account.credit} now={now} />
      <ActivityNote {...speech} activity={activity} />
      <Remarks {...speech} account={account} now={now} />
    </article>
  );
}

function Remarks(
  { account, now, words, language }: AccountsSpeech & {
    account: Account;
    now: number;
  },
) {
  const { tokenExpiresAt, tokenKind, planMarks } = account;
  const expires = tokenExpiresAt !== null && tokenExpiresAt - now < 14 * DAY_MS
    ? tokenExpiresAt
    : null;
  return (
    <footer class="small quiet account-foot">
      <span>
        {fill(words.fingerprint, { mark: account.tokenFingerprint })}
      </span>
      {expires !== null && (
        <span class="fair">
          {fill(words.problems.expires, {
            time: formatRelative(expires, now, language),
          })}
        </span>
      )}
      {tokenKind === "session" && <span>{words.problems.session}</span>}
      {planMarks.length > 0 && (
        <details>
          <summary>
            {fill(words.problems.plan, { count: planMarks.length })}
          </summary>
          <ul>
            {planMarks.map((mark) => (
              <li key={mark.scope}>{mark.sentence[language]}</li>
            ))}
          </ul>
        </details>
      )}
    </footer>
  );
}
