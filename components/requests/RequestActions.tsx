import type {
  ExplainedRequest,
  RequestBody,
} from "../../lib/browser/api_types.ts";
import { curlOf } from "../../lib/browser/requests/curl.ts";
import { LinkButton } from "../Button.tsx";
import { CodeBlock } from "../CodeBlock.tsx";
import { ConfirmButton } from "../ConfirmButton.tsx";
import { CopyButton } from "../CopyButton.tsx";
import { MessagesSquare, Trash2 } from "../icons.ts";
import type { RequestWords } from "./words.ts";

export interface RequestActionsProps {
  record: ExplainedRequest;
  bodies: RequestBody | null | undefined;
  words: RequestWords;
  onDelete: () => Promise<void>;
}

/** Protocols whose models chat, as the playground does. */
const CHATS: readonly string[] = [
  "chat_completions",
  "completions",
  "responses",
  "messages",
  "generate_content",
];

/** What can be done with a request; for islands. */
export function RequestActions(props: RequestActionsProps) {
  const { record, words: { requests, common }, onDelete } = props;
  return (
    <div class="cluster">
      {CHATS.includes(record.surface) && (
        <LinkButton
          size="s"
          icon={MessagesSquare}
          href={`/playground?request=${encodeURIComponent(record.id)}`}
        >
          {requests.openPlayground}
        </LinkButton>
      )}
      <CopyButton
        text={commandOf(props)}
        words={{ ...common, copy: requests.copyCurl }}
      />
      <LinkButton
        size="s"
        href={`/api/requests/${encodeURIComponent(record.id)}`}
        target="_blank"
      >
        {requests.raw}
      </LinkButton>
      <ConfirmButton
        id="delete-one"
        size="s"
        icon={Trash2}
        title={requests.deleteOneTitle}
        question={requests.deleteOne}
        confirmLabel={requests.deleteConfirm}
        cancelLabel={common.cancel}
        onConfirm={onDelete}
      >
        {requests.delete}
      </ConfirmButton>
    </div>
  );
}

/** The same call as a command line; for islands. */
export function CommandLine(props: Omit<RequestActionsProps, "onDelete">) {
  const { bodies, words: { requests, common } } = props;
  return (
    <details class="stack-s">
      <summary>{requests.curl}</summary>
      <p class="hint">
        {wholeBody(bodies) === null ? requests.curlSample : requests.curlKept}
      </p>
      <CodeBlock
        code={commandOf(props)}
        label={requests.curl}
        words={common}
        wraps
      />
    </details>
  );
}

function commandOf(
  { record, bodies }: Pick<RequestActionsProps, "record" | "bodies">,
): string {
  const { surface, model, stream } = record;
  const origin = globalThis.location?.origin ?? "";
  return curlOf({ origin, surface, model, stream, body: wholeBody(bodies) });
}

/** A body that was cut is no JSON any more. */
function wholeBody(bodies: RequestBody | null | undefined): string | null {
  return bodies?.request?.cut === false ? bodies.request.text : null;
}
