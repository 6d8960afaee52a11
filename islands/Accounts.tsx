import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import {
  AccountActions,
  type Open,
} from "../components/accounts/AccountActions.tsx";
import { AccountCard } from "../components/accounts/AccountCard.tsx";
import { ChangeDialog } from "../components/accounts/ChangeDialog.tsx";
import { ConnectForm } from "../components/accounts/ConnectForm.tsx";
import type { AccountsSpeech } from "../components/accounts/context.ts";
import { ProbeDialog } from "../components/accounts/ProbeDialog.tsx";
import {
  Strategy,
  type StrategyProps,
} from "../components/accounts/Strategy.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { EmptyState } from "../components/EmptyState.tsx";
import { Plus, Users } from "../components/icons.ts";
import { Notice } from "../components/Notice.tsx";
import { PageHead } from "../components/PageHead.tsx";
import { AccountsBoard } from "../lib/browser/accounts_board.ts";
import type { AccountList } from "../lib/browser/api_types.ts";
import { fill } from "../lib/i18n/fill.ts";

export interface AccountsProps extends AccountsSpeech, AccountList {
  now: number;
  strategy: StrategyProps["strategy"];
  affinity: boolean;
  hasPuterPages: boolean;
  /** True to begin with the form. */
  isConnecting: boolean;
}

/** The accounts, live, with all that can be done to them. */
export function Accounts(props: AccountsProps) {
  const { words, common, language, hasPuterPages } = props;
  const speech = { words, common, language };
  const board = useMemo(() => new AccountsBoard(props), []);
  const open = useSignal<Open | null>(
    props.isConnecting ? { kind: "connect" } : null,
  );
  useEffect(() => board.start(), []);
  const close = () => open.value = null;
  const accounts = board.accounts.value;
  const now = open.value;
  const chosen = accounts.find(({ id }) => now && "id" in now && now.id === id);
  const isForm = now?.kind === "connect" || now?.kind === "replace";
  const connect = (
    <Button
      tone="primary"
      icon={Plus}
      onClick={() => open.value = { kind: "connect" }}
    >
      {words.connect}
    </Button>
  );
  return (
    <>
      <PageHead heading={words.heading} lead={words.lead}>
        {accounts.length > 0 && connect}
      </PageHead>
      <div class="stack">
        {board.incidents.value.map((incident) => (
          <Notice key={incident.code} tone="fair">
            <strong>{words.incidents}.</strong> {incident.sentence[language]}
          </Notice>
        ))}
        {accounts.length === 0
          ? (
            <EmptyState icon={Users} title={words.empty.title} action={connect}>
              {words.empty.text}
            </EmptyState>
          )
          : (
            <div class="accounts">
              {accounts.map((account) => (
                <AccountCard
                  key={account.id}
                  {...speech}
                  account={account}
                  activity={board.activity.value[account.id]}
                  now={board.now.value}
                >
                  <AccountActions
                    board={board}
                    account={account}
                    words={words}
                    common={common}
                    onOpen={(wanted) => open.value = wanted}
                  />
                </AccountCard>
              ))}
            </div>
          )}
        {accounts.length > 0 && (
          <Strategy
            {...speech}
            strategy={props.strategy}
            affinity={props.affinity}
          />
        )}
      </div>
      <Dialog
        id="connect"
        isOpen={isForm}
        onClose={close}
        title={chosen
          ? fill(words.paste.replaceTitle, { name: chosen.username })
          : words.paste.title}
        closeLabel={common.close}
        closesOutside={false}
      >
        <ConnectForm
          words={words}
          common={common}
          hasPuterPages={hasPuterPages}
          onDone={() => void board.refresh()}
        />
      </Dialog>
      {now?.kind === "probe" && chosen && (
        <ProbeDialog
          {...speech}
          board={board}
          account={chosen}
          onClose={close}
        />
      )}
      {now?.kind === "change" && chosen && (
        <ChangeDialog
          {...speech}
          board={board}
          account={chosen}
          onClose={close}
        />
      )}
    </>
  );
}
