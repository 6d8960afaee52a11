import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Notice } from "../components/Notice.tsx";
import { LogBar } from "../components/requests/LogBar.tsx";
import { NoRequests } from "../components/requests/NoRequests.tsx";
import { RequestDrawer } from "../components/requests/RequestDrawer.tsx";
import { RequestList } from "../components/requests/RequestList.tsx";
import { StaticDetails } from "../components/requests/StaticDetails.tsx";
import type { Telling } from "../components/requests/words.ts";
import { type ApiFault, sentenceOf } from "../lib/browser/api.ts";
import { type FirstList, LogDesk } from "../lib/browser/requests/desk.ts";
import { improveFilters } from "../lib/browser/requests/filter_form.ts";
import { listenToKeys } from "../lib/browser/requests/log_keys.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { fill } from "../lib/i18n/fill.ts";

export interface RequestLogProps extends Telling, FirstList {}

/** The live list of requests with the details of one of them. */
export function RequestLog(props: RequestLogProps) {
  const { words, language, names, filter, link, id } = props;
  const { requests, common } = words;
  const telling = { words, language, names };
  const desk = useMemo(() => new LogDesk(props), []);
  const isReady = useSignal(false);
  useEffect(() => {
    isReady.value = true;
    const stops = [desk.begin(), improveFilters(), listenToKeys(desk)];
    return () => stops.forEach((stop) => stop());
  }, []);

  function tellFault(fault: ApiFault) {
    showToast({ text: sentenceOf(fault, common.faults), tone: "bad" });
  }

  async function remove(id: string) {
    const fault = await desk.remove(id);
    if (fault) tellFault(fault);
    else showToast({ text: requests.deletedOne, tone: "good" });
  }

  async function removeAll() {
    const { deleted, fault } = await desk.removeAll();
    if (fault) tellFault(fault);
    const text = deleted === 1
      ? requests.deletedOne
      : fill(requests.deleted, { n: deleted });
    showToast({ text, tone: "good" });
  }

  const { log, opened } = desk;
  // The list follows by itself; this changes when the first request comes.
  const isEmpty =
    useComputed(() =>
      log.version.value >= 0 && log.window.total === 0 && log.window.isComplete
    ).value;
  return (
    <div class="log-frame">
      <LogBar
        {...telling}
        state={desk.state}
        waiting={log.waiting}
        isFiltered={filter !== ""}
        onPause={() => desk.pause()}
        onNewest={() => desk.newest()}
        onDelete={removeAll}
      />
      {log.fault.value && (
        <Notice
          tone="bad"
          action={
            <Button size="s" onClick={() => log.retry()}>{common.retry}</Button>
          }
        >
          {sentenceOf(log.fault.value, common.faults)}
        </Notice>
      )}
      {isEmpty
        ? <NoRequests words={words} isFiltered={filter !== ""} />
        : (
          <RequestList
            {...telling}
            log={log}
            first={props.rows}
            activeId={desk.activeId.value}
            hrefOf={(id) => addressOf(link, { id })}
            onOpen={(id) => desk.open(id)}
            onRows={(rows) => desk.setRows(rows)}
            onScroll={() => desk.hold()}
          />
        )}
      {isReady.value
        ? (
          <RequestDrawer
            {...telling}
            opened={opened.current.value}
            onClose={() => desk.close()}
            onStep={(by) => desk.step(by)}
            onDelete={remove}
          />
        )
        : id !== null && (
          <StaticDetails
            {...telling}
            id={id}
            record={props.record}
            closeHref={addressOf(link, {})}
          />
        )}
    </div>
  );
}

function addressOf(link: string, more: Record<string, string>): string {
  const query = new URLSearchParams(link);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size === 0 ? "/requests" : `/requests?${query}`;
}
