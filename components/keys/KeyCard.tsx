import { type KeyState, stateOf } from "../../lib/browser/keys/state.ts";
import type { KeyDetail } from "../../lib/browser/api_types.ts";
import type { KeyFigures } from "../../lib/gateway/keys/overview.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatCount, formatMoney } from "../../lib/i18n/format.ts";
import type { Language, Words } from "../../lib/i18n/mod.ts";
import { Badge, type Tone } from "../Badge.tsx";
import { Button } from "../Button.tsx";
import { ConfirmButton } from "../ConfirmButton.tsx";
import {
  CircleCheck,
  CircleX,
  Clock,
  Coins,
  Link,
  Pencil,
  RefreshCw,
  Trash2,
} from "../icons.ts";
import { RelativeTime } from "../RelativeTime.tsx";
import { Sparkline } from "../Sparkline.tsx";
import { KeyScope } from "./KeyScope.tsx";
import { KeySpend } from "./KeySpend.tsx";

export interface KeyCardProps {
  detail: KeyDetail;
  figures: KeyFigures | undefined;
  /** Unix ms. */
  now: number;
  language: Language;
  words: Pick<Words, "keys" | "common" | "surfaces">;
  onEdit: () => void;
  onRotate: () => void;
  onRevoke: () => Promise<void>;
}

const STATES: Record<KeyState, { tone: Tone; icon: typeof Clock }> = {
  active: { tone: "good", icon: CircleCheck },
  expired: { tone: "bad", icon: CircleX },
  spent: { tone: "fair", icon: Coins },
  grace: { tone: "info", icon: Clock },
};

/** A client key: how it stands, what it may do, and what it used. */
export function KeyCard(props: KeyCardProps) {
  const { detail, figures, now, language } = props;
  const { keys: words, surfaces } = props.words;
  const state = stateOf(detail, now);
  return (
    <li class="key card" aria-labelledby={`key-${detail.id}`}>
      <div class="key-head">
        <h2 id={`key-${detail.id}`}>{detail.name}</h2>
        <Badge {...STATES[state]}>{words.states[state]}</Badge>
        {detail.guestId && <Badge icon={Link}>{words.guest}</Badge>}
      </div>
      <p class="key-facts small quiet">
        <code>{detail.hint}</code>
        <span>
          {words.made}{" "}
          <RelativeTime at={detail.createdAt} language={language} />
        </span>
        <LastUse {...props} />
        <End {...props} />
      </p>
      <KeyScope policy={detail} words={words} surfaces={surfaces} />
      <KeySpend detail={detail} language={language} words={words} />
      <div class="key-figures">
        <p class="small quiet number">{figuresOf(figures, props)}</p>
        {figures && <Sparkline values={figures.daily} label={words.trend} />}
      </div>
      <KeyActions {...props} />
    </li>
  );
}

function LastUse({ detail, language, words }: KeyCardProps) {
  const { lastUsedAt } = detail;
  if (lastUsedAt === null) return <span>{words.keys.neverUsed}</span>;
  return (
    <span>
      {words.keys.lastUsed} <RelativeTime at={lastUsedAt} language={language} />
    </span>
  );
}

function End({ detail, now, language, words }: KeyCardProps) {
  const { expiresAt, previousUntil } = detail;
  return (
    <>
      {expiresAt !== null && (
        <span>
          {expiresAt > now ? words.keys.expires : words.keys.hasExpired}{" "}
          <RelativeTime at={expiresAt} language={language} />
        </span>
      )}
      {previousUntil !== null && previousUntil > now && (
        <span>
          {words.keys.graceEnds}{" "}
          <RelativeTime at={previousUntil} language={language} />
        </span>
      )}
    </>
  );
}

function KeyActions(props: KeyCardProps) {
  const { detail, onEdit, onRotate, onRevoke } = props;
  const { keys: words, common } = props.words;
  const { id, name, guestId } = detail;
  const isGuest = guestId !== null;
  const named = (text: string) => fill(text, { name });
  return (
    <div class="key-actions">
      <Button
        size="s"
        icon={Pencil}
        onClick={onEdit}
        label={named(words.editOf)}
      >
        {words.edit}
      </Button>
      <Button
        size="s"
        icon={RefreshCw}
        onClick={onRotate}
        label={named(isGuest ? words.newLinkOf : words.rotateOf)}
      >
        {isGuest ? words.newLink : words.rotate}
      </Button>
      <ConfirmButton
        id={`revoke-${id}`}
        size="s"
        tone="danger-plain"
        icon={Trash2}
        label={named(isGuest ? words.endLinkOf : words.revokeOf)}
        title={named(isGuest ? words.endLinkOf : words.revokeOf)}
        question={isGuest ? words.endLinkQuestion : words.revokeQuestion}
        confirmLabel={isGuest ? words.endLink : words.revoke}
        cancelLabel={common.cancel}
        onConfirm={onRevoke}
      >
        {isGuest ? words.endLink : words.revoke}
      </ConfirmButton>
    </div>
  );
}

function figuresOf(
  figures: KeyFigures | undefined,
  { language, words: { keys } }: KeyCardProps,
): string {
  if (figures === undefined) return keys.noFigures;
  const text = figures.requests === 1 ? keys.figuresOne : keys.figures;
  return fill(text, {
    requests: formatCount(figures.requests, language),
    cost: formatMoney(figures.costMicroCents, language),
  });
}
