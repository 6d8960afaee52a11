import type { AccountsBoard } from "../../lib/browser/accounts_board.ts";
import type { Account } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Button } from "../Button.tsx";
import { ConfirmButton } from "../ConfirmButton.tsx";
import {
  KeyRound,
  Pause,
  Play,
  SlidersHorizontal,
  Stethoscope,
  Trash2,
} from "../icons.ts";
import type { AccountsSpeech } from "./context.ts";

/** What is open beside the cards. */
export type Open =
  | { kind: "connect" }
  | { kind: "replace" | "probe" | "change"; id: string };

export interface AccountActionsProps
  extends Pick<AccountsSpeech, "words" | "common"> {
  board: AccountsBoard;
  account: Account;
  onOpen: (open: Open) => void;
}

/** What can be done with an account. */
export function AccountActions(props: AccountActionsProps) {
  const { board, account, onOpen, words, common } = props;
  const { id, username, paused } = account;
  const { actions } = words;
  return (
    <div
      class="account-actions"
      role="group"
      aria-label={fill(actions.menu, { name: username })}
    >
      <Button
        size="s"
        tone="plain"
        icon={paused ? Play : Pause}
        label={paused ? actions.resume : actions.pause}
        onClick={() => board.setPaused(account, !paused)}
      />
      <Button
        size="s"
        tone="plain"
        icon={Stethoscope}
        label={actions.probe}
        onClick={() => onOpen({ kind: "probe", id })}
      />
      <Button
        size="s"
        tone="plain"
        icon={KeyRound}
        label={actions.replace}
        onClick={() => onOpen({ kind: "replace", id })}
      />
      <Button
        size="s"
        tone="plain"
        icon={SlidersHorizontal}
        label={actions.change}
        onClick={() => onOpen({ kind: "change", id })}
      />
      <ConfirmButton
        id={`remove-${id}`}
        size="s"
        tone="danger-plain"
        icon={Trash2}
        label={actions.remove}
        title={fill(words.removeTitle, { name: username })}
        question={words.removeText}
        confirmLabel={actions.remove}
        cancelLabel={common.cancel}
        onConfirm={() => board.remove(account)}
      />
    </div>
  );
}
