import type { OpenedRequest } from "../../lib/browser/requests/opened.ts";
import { sentenceOf } from "../../lib/browser/api.ts";
import { rowOf } from "../../lib/cockpit/request_row.ts";
import { Button } from "../Button.tsx";
import { Drawer } from "../Dialog.tsx";
import { ArrowDown, ArrowUp } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import { Skeleton } from "../Skeleton.tsx";
import { Bodies } from "./Bodies.tsx";
import { CommandLine, RequestActions } from "./RequestActions.tsx";
import { RequestDetails, Story } from "./RequestDetails.tsx";
import { Ending } from "./RequestLine.tsx";
import type { Telling } from "./words.ts";

export interface RequestDrawerProps extends Telling {
  opened: OpenedRequest | null;
  onClose: () => void;
  /** Goes to the next one of the list: -1 is up. */
  onStep: (step: 1 | -1) => void;
  onDelete: (id: string) => Promise<void>;
}

/** One request at the side of the list, for islands. */
export function RequestDrawer(props: RequestDrawerProps) {
  const { opened, onClose, onStep, words } = props;
  const { requests, common } = words;
  const record = opened?.record;
  return (
    <Drawer
      id="request"
      isOpen={opened !== null}
      onClose={onClose}
      closeLabel={common.close}
      title={
        <span class="cluster">
          {record && <Ending row={rowOf(record)} words={requests} />}
          <span class="drawer-title">{record?.model || opened?.id}</span>
          <Button
            size="s"
            tone="plain"
            icon={ArrowUp}
            label={requests.previous}
            onClick={() => onStep(-1)}
          />
          <Button
            size="s"
            tone="plain"
            icon={ArrowDown}
            label={requests.following}
            onClick={() => onStep(1)}
          />
        </span>
      }
    >
      <Content {...props} />
    </Drawer>
  );
}

function Content(props: RequestDrawerProps) {
  const { opened, onDelete, words } = props;
  const { requests, common } = words;
  if (opened === null) return null;
  const { record, bodies, fault } = opened;
  if (fault) {
    return <Notice tone="bad">{sentenceOf(fault, common.faults)}</Notice>;
  }
  if (record === null) return <Notice>{requests.gone}</Notice>;
  if (record === undefined) {
    return <Skeleton shape="block" label={common.loading} />;
  }
  return (
    <>
      <Story {...props} record={record} />
      <RequestActions
        record={record}
        bodies={bodies}
        words={words}
        onDelete={() => onDelete(record.id)}
      />
      <RequestDetails {...props} record={record} />
      <Bodies {...props} bodies={bodies} />
      <CommandLine record={record} bodies={bodies} words={words} />
    </>
  );
}
