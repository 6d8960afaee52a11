import { useSignal } from "@preact/signals";
import type { Key } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { SelectField } from "../Field.tsx";

export interface RotateDialogProps {
  target: Key | null;
  words: Pick<Words, "keys" | "common">;
  onClose: () => void;
  onRotate: (key: Key, graceSeconds: number) => Promise<void>;
}

const HOUR = 60 * 60;

const GRACES = [
  { name: "now", seconds: 0 },
  { name: "hour", seconds: HOUR },
  { name: "day", seconds: 24 * HOUR },
  { name: "week", seconds: 7 * 24 * HOUR },
  { name: "month", seconds: 30 * 24 * HOUR },
] as const;

/** Gives a key a new secret; asks how long the old one goes on. */
export function RotateDialog(props: RotateDialogProps) {
  const { target, words: { keys, common }, onClose, onRotate } = props;
  const chosen = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const isGuest = Boolean(target?.guestId);
  // Who gives somebody a new link mostly wants another out.
  const grace = chosen.value ?? (isGuest ? "now" : "day");

  function close() {
    chosen.value = null;
    onClose();
  }

  async function rotate() {
    if (target === null) return;
    isBusy.value = true;
    const seconds = GRACES.find(({ name }) => name === grace)?.seconds ?? 0;
    await onRotate(target, seconds);
    isBusy.value = false;
    chosen.value = null;
  }

  return (
    <Dialog
      id="rotate-key"
      isOpen={target !== null}
      onClose={close}
      title={fill(isGuest ? keys.newLinkOf : keys.rotateOf, {
        name: target?.name ?? "",
      })}
      closeLabel={common.close}
      foot={
        <>
          <Button onClick={close}>{common.cancel}</Button>
          <Button tone="primary" busy={isBusy.value} onClick={rotate}>
            {isGuest ? keys.newLink : keys.rotate}
          </Button>
        </>
      }
    >
      <p>{isGuest ? keys.newLinkLead : keys.rotateLead}</p>
      <SelectField
        id="rotate-grace"
        label={keys.grace}
        options={GRACES.map(({ name }) => ({
          value: name,
          label: keys.graces[name],
        }))}
        value={grace}
        onChange={(event) => chosen.value = event.currentTarget.value}
      />
    </Dialog>
  );
}
