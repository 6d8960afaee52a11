import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { EmptyState } from "../components/EmptyState.tsx";
import { KeyRound, Link, Plus } from "../components/icons.ts";
import { KeyCard } from "../components/keys/KeyCard.tsx";
import {
  type FormTarget,
  KeyFormDialog,
} from "../components/keys/KeyFormDialog.tsx";
import { type FreshKey, MadeKey } from "../components/keys/MadeKey.tsx";
import { RotateDialog } from "../components/keys/RotateDialog.tsx";
import { PageHead } from "../components/PageHead.tsx";
import { type ApiFault, sentenceOf } from "../lib/browser/api.ts";
import type { Key, KeyDetail } from "../lib/browser/api_types.ts";
import { bodyOf, formOf, type KeyBody } from "../lib/browser/keys/form.ts";
import { KeysState } from "../lib/browser/keys/keys_state.ts";
import { poll } from "../lib/browser/poll.ts";
import { showToast } from "../lib/browser/toasts.ts";
import type { KeyLinks } from "../lib/gateway/keys/links.ts";
import type { KeyFigures } from "../lib/gateway/keys/overview.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface KeysProps {
  /** The newest first. */
  keys: KeyDetail[];
  figures: Record<string, KeyFigures>;
  models: string[][];
  links: KeyLinks;
  /** Unix ms of the server. */
  now: number;
  language: Language;
  words: Pick<Words, "keys" | "common" | "surfaces">;
}

const REFRESH_MS = 20_000;

/** The client keys: all that can be done with them. */
export function Keys(props: KeysProps) {
  const { figures, models, links, language, words } = props;
  const state = useMemo(() => new KeysState(props.keys), []);
  const now = useSignal(props.now);
  const target = useSignal<FormTarget | null>(null);
  const rotated = useSignal<Key | null>(null);
  const made = useSignal<FreshKey | null>(null);
  useEffect(() =>
    poll({
      everyMs: REFRESH_MS,
      waitsFirst: true,
      ask: (signal) => {
        now.value = Date.now();
        return state.refresh(signal);
      },
    }), []);

  function tell(fault: ApiFault) {
    showToast({ text: sentenceOf(fault, words.common.faults), tone: "bad" });
  }

  async function submit(body: KeyBody): Promise<ApiFault | null> {
    const { value } = target;
    if (value === null) return null;
    if (value.kind === "edit") return await change(value.key, body);
    const result = await state.make(body, value.kind === "guest");
    if (!result.ok) return result.fault;
    target.value = null;
    made.value = result.value;
    return null;
  }

  async function change(key: Key, body: KeyBody): Promise<ApiFault | null> {
    const fault = await state.change(key.id, body);
    if (fault !== null) return fault;
    target.value = null;
    showToast({
      text: fill(words.keys.changed, { name: body.name }),
      tone: "good",
      action: { label: words.common.undo, run: () => takeBack(key) },
    });
    return null;
  }

  async function takeBack(key: Key) {
    const kept = { now: 0, kept: key.expiresAt };
    const before = bodyOf(formOf(key), kept);
    if ("problems" in before) return;
    const fault = await state.change(key.id, before.body);
    if (fault !== null) tell(fault);
    else showToast({ text: words.keys.undone, tone: "good" });
  }

  async function rotate(key: Key, graceSeconds: number) {
    const result = await state.rotate(key.id, graceSeconds);
    rotated.value = null;
    if (result.ok) made.value = result.value;
    else tell(result.fault);
  }

  async function revoke({ id, name }: Key) {
    const fault = await state.revoke(id);
    if (fault !== null) tell(fault);
    else showToast({ text: fill(words.keys.revoked, { name }), tone: "good" });
  }

  const makeButtons = (
    <>
      <Button icon={Link} onClick={() => target.value = { kind: "guest" }}>
        {words.keys.makeGuest}
      </Button>
      <Button
        tone="primary"
        icon={Plus}
        onClick={() => target.value = { kind: "key" }}
      >
        {words.keys.make}
      </Button>
    </>
  );
  const keys = state.keys.value;
  return (
    <>
      <PageHead heading={words.keys.heading} lead={words.keys.lead}>
        {keys.length > 0 && makeButtons}
      </PageHead>
      {keys.length === 0
        ? (
          <EmptyState
            icon={KeyRound}
            title={words.keys.emptyTitle}
            action={makeButtons}
          >
            {words.keys.empty}
          </EmptyState>
        )
        : (
          <ul class="plain keys" aria-label={words.keys.list}>
            {keys.map((detail) => (
              <KeyCard
                key={detail.id}
                detail={detail}
                figures={figures[detail.id]}
                now={now.value}
                language={language}
                words={words}
                onEdit={() => target.value = { kind: "edit", key: detail }}
                onRotate={() => rotated.value = detail}
                onRevoke={() => revoke(detail)}
              />
            ))}
          </ul>
        )}
      <KeyFormDialog
        target={target.value}
        models={models}
        language={language}
        words={words}
        onClose={() => target.value = null}
        onSubmit={submit}
      />
      <RotateDialog
        target={rotated.value}
        words={words}
        onClose={() => rotated.value = null}
        onRotate={rotate}
      />
      <MadeKey
        made={made.value}
        links={links}
        words={words}
        onClose={() => made.value = null}
      />
    </>
  );
}
