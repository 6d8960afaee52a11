import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AccountsBoard } from "../../lib/browser/accounts_board.ts";
import type { Account, Probe } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatDuration } from "../../lib/i18n/format.ts";
import { Badge } from "../Badge.tsx";
import { Dialog } from "../Dialog.tsx";
import { CircleCheck, CircleX } from "../icons.ts";
import { Skeleton } from "../Skeleton.tsx";
import type { AccountsSpeech } from "./context.ts";

export interface ProbeDialogProps extends AccountsSpeech {
  board: AccountsBoard;
  account: Account;
  onClose: () => void;
}

const PARTS = ["identity", "credit", "call"] as const;

/** Asks Puter about an account while it opens, and shows the answer. */
export function ProbeDialog(props: ProbeDialogProps) {
  const { board, account, onClose, words, common, language } = props;
  const probe = useSignal<Probe | null>(null);
  useEffect(() => {
    board.probe(account).then((result) => {
      if (result === null) onClose();
      else probe.value = result;
    });
  }, []);
  const sentence = probe.value?.account.sentence?.[language];
  return (
    <Dialog
      id="probe"
      isOpen
      onClose={onClose}
      title={fill(words.probeResult.title, { name: account.username })}
      closeLabel={common.close}
    >
      <p class="quiet">{words.probeResult.lead}</p>
      <dl class="facts probe" role="status">
        {PARTS.map((part) => (
          <>
            <dt key={part}>{words.probeResult[part]}</dt>
            <dd>
              {probe.value === null
                ? <Skeleton shape="half" label={common.loading} />
                : (
                  <Result
                    result={probe.value[part]}
                    words={words}
                    language={language}
                  />
                )}
            </dd>
          </>
        ))}
      </dl>
      {sentence && <p>{sentence}</p>}
    </Dialog>
  );
}

function Result(
  { result, words, language }: Pick<AccountsSpeech, "words" | "language"> & {
    result: Probe["credit"];
  },
) {
  if (result === null) return <Badge>{words.probeResult.skipped}</Badge>;
  const time = formatDuration(result.ms, language);
  return result.ok
    ? (
      <Badge tone="good" icon={CircleCheck}>
        {fill(words.probeResult.ok, { time })}
      </Badge>
    )
    : (
      <Badge tone="bad" icon={CircleX}>
        {fill(words.probeResult.failed, { code: result.code ?? "" })}
      </Badge>
    );
}
