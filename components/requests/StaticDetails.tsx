import type { ExplainedRequest } from "../../lib/browser/api_types.ts";
import { rowOf } from "../../lib/cockpit/request_row.ts";
import { LinkButton } from "../Button.tsx";
import { X } from "../icons.ts";
import { Notice } from "../Notice.tsx";
import { RequestDetails, Story } from "./RequestDetails.tsx";
import { Ending } from "./RequestLine.tsx";
import type { Telling } from "./words.ts";

export interface StaticDetailsProps extends Telling {
  id: string;
  /** Null when there is no such record. */
  record: ExplainedRequest | null;
  /** The list alone. */
  closeHref: string;
}

/** The details of a request without a script, where the drawer will be. */
export function StaticDetails(props: StaticDetailsProps) {
  const { id, record, closeHref, ...telling } = props;
  const { requests, common } = telling.words;
  return (
    <section class="drawer static" aria-labelledby="details-title">
      <div class="dialog-head">
        <h2 id="details-title" class="cluster">
          {record && <Ending row={rowOf(record)} words={requests} />}
          {record?.model || id}
        </h2>
        <LinkButton
          tone="plain"
          icon={X}
          href={closeHref}
          label={common.close}
        />
      </div>
      <div class="dialog-body">
        {record
          ? (
            <>
              <Story {...telling} record={record} />
              <RequestDetails {...telling} record={record} zone="UTC" />
            </>
          )
          : <Notice>{requests.gone}</Notice>}
      </div>
    </section>
  );
}
