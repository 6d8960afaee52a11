import { useSignal } from "@preact/signals";
import { handKeyOver } from "../../lib/browser/key_handover.ts";
import type { KeyLinks } from "../../lib/gateway/keys/links.ts";
import { firstCalls } from "../../lib/cockpit/snippets/first_calls.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Button, LinkButton } from "../Button.tsx";
import { CodeBlock } from "../CodeBlock.tsx";
import { CopyButton } from "../CopyButton.tsx";
import { Dialog } from "../Dialog.tsx";
import { ArrowRight, ExternalLink } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import { Tabs } from "../Tabs.tsx";

/** A key at the only moment when it can be read. */
export interface FreshKey {
  name: string;
  key: string;
  guestId: string | null;
}

export interface MadeKeyProps {
  made: FreshKey | null;
  links: KeyLinks;
  words: Pick<Words, "keys" | "common">;
  onClose: () => void;
}

/** Shows a new key, this once. */
export function MadeKey({ made, links, words, onClose }: MadeKeyProps) {
  const { keys, common } = words;
  const isGuest = Boolean(made?.guestId);
  return (
    <Dialog
      id="made-key"
      look="dialog wide"
      isOpen={made !== null}
      onClose={onClose}
      closesOutside={false}
      title={isGuest ? keys.madeGuestTitle : keys.madeTitle}
      closeLabel={common.close}
      foot={<Button onClick={onClose}>{keys.done}</Button>}
    >
      <Notice tone="fair">{keys.madeOnce}</Notice>
      {made && (isGuest
        ? <GuestLink made={made} links={links} words={words} />
        : <NewKey made={made} links={links} words={words} />)}
    </Dialog>
  );
}

interface MadeProps {
  made: FreshKey;
  links: KeyLinks;
  words: Pick<Words, "keys" | "common">;
}

function GuestLink({ made, links, words: { keys, common } }: MadeProps) {
  const link = `${links.origin}/guest/${made.guestId}#${made.key}`;
  return (
    <>
      <Secret text={link} label={keys.link} words={common} />
      <p class="hint">{keys.madeGuestHint}</p>
      <div>
        <LinkButton href={link} target="_blank" icon={ExternalLink}>
          {keys.openLink}
        </LinkButton>
      </div>
    </>
  );
}

function NewKey({ made, links, words: { keys, common } }: MadeProps) {
  const calls = firstCalls({ ...links, key: made.key });
  const current = useSignal(calls[0]?.id ?? "");
  const shown = calls.find(({ id }) => id === current.value);
  return (
    <>
      <Secret text={made.key} label={keys.newKey} words={common} />
      <div class="stack-s">
        <h3>{keys.snippets}</h3>
        <Tabs
          id="first-calls"
          label={keys.snippets}
          tabs={calls}
          current={current.value}
          onChange={(id) => current.value = id}
        >
          <div class="tab-body">
            {shown && (
              <CodeBlock
                code={shown.code}
                label={shown.label}
                words={common}
              />
            )}
          </div>
        </Tabs>
      </div>
      <div>
        <LinkButton
          href="/connect"
          icon={ArrowRight}
          onClick={() => handKeyOver(made.key)}
        >
          {keys.useIn}
        </LinkButton>
      </div>
    </>
  );
}

interface SecretProps {
  text: string;
  label: string;
  words: Words["common"];
}

function Secret({ text, label, words }: SecretProps) {
  return (
    <div class="field">
      <span class="label" id="made-secret">{label}</span>
      <div class="secret">
        <code aria-labelledby="made-secret">{text}</code>
        <CopyButton text={text} words={words} label={label} tone="primary" />
      </div>
    </div>
  );
}
