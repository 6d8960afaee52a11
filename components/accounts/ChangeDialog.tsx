import { useSignal } from "@preact/signals";
import type { AccountsBoard } from "../../lib/browser/accounts_board.ts";
import type { Account } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { MICRO_CENTS_PER_DOLLAR } from "../../lib/money.ts";
import { Button } from "../Button.tsx";
import { Dialog } from "../Dialog.tsx";
import { TextField } from "../Field.tsx";
import type { AccountsSpeech } from "./context.ts";

export interface ChangeDialogProps
  extends Pick<AccountsSpeech, "words" | "common"> {
  board: AccountsBoard;
  account: Account;
  onClose: () => void;
}

/** Weight and reserve of an account. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { board, account, onClose, words, common } = props;
  const reserveNow = account.reserveMicroCents;
  const weight = useSignal(String(account.weight));
  const reserve = useSignal(
    reserveNow === null ? "" : String(reserveNow / MICRO_CENTS_PER_DOLLAR),
  );
  const isBusy = useSignal(false);
  const badWeight = isWeight(weight.value) ? null : words.change.badWeight;
  const badReserve = isReserve(reserve.value) ? null : words.change.badReserve;

  async function save(event: Event) {
    event.preventDefault();
    if (badWeight || badReserve || isBusy.value) return;
    isBusy.value = true;
    const isTaken = await board.change(account, {
      weight: Number(weight.value),
      reserveMicroCents: reserve.value.trim() === ""
        ? null
        : Math.round(Number(reserve.value) * MICRO_CENTS_PER_DOLLAR),
    });
    isBusy.value = false;
    if (isTaken) onClose();
  }

  return (
    <Dialog
      id="change"
      isOpen
      onClose={onClose}
      title={fill(words.change.title, { name: account.username })}
      closeLabel={common.close}
      closesOutside={false}
      foot={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            tone="primary"
            type="submit"
            form="change-form"
            busy={isBusy.value}
          >
            {common.save}
          </Button>
        </>
      }
    >
      <form id="change-form" class="stack" onSubmit={save}>
        <TextField
          id="weight"
          label={words.change.weight}
          hint={words.change.weightHint}
          error={badWeight}
          inputMode="numeric"
          autofocus
          value={weight.value}
          onInput={(event) => weight.value = event.currentTarget.value}
        />
        <TextField
          id="reserve"
          label={words.change.reserve}
          hint={words.change.reserveHint}
          error={badReserve}
          inputMode="decimal"
          value={reserve.value}
          onInput={(event) => reserve.value = event.currentTarget.value}
        />
      </form>
    </Dialog>
  );
}

function isWeight(text: string): boolean {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 &&
    Number(text) <= 1000;
}

function isReserve(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === "" ||
    (/^\d+(\.\d+)?$/.test(trimmed) && Number(trimmed) <= 10_000);
}
