import { useSignal } from "@preact/signals";
import type { JSX, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { LiveLog } from "../../lib/browser/requests/live_log.ts";
import { VirtualRows } from "../../lib/browser/requests/virtual_rows.ts";
import type { RequestRow } from "../../lib/cockpit/request_row.ts";
import { BlankLine, RequestHead, RequestLine } from "./RequestLine.tsx";
import type { Telling } from "./words.ts";

export interface RequestListProps extends Telling {
  log: LiveLog<RequestRow>;
  /** Rows until the list knows how high it is, as without a script. */
  first: RequestRow[];
  activeId: string | null;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
  /** Told how the list is scrolled, and null when there is none any more. */
  onRows: (rows: VirtualRows | null) => void;
  onScroll: () => void;
}

/** Many requests of which the browser holds those that are seen; islands. */
export function RequestList(props: RequestListProps) {
  const { log, first, onRows, onScroll } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useRef<VirtualRows | null>(null);
  const turn = useSignal(0);
  const lines = useRef(new Map<string, Line>());

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    return keepRows(element, {
      onRows: (made) => {
        rows.current = made;
        onRows(made);
        turn.value++;
      },
      onChange: () => {
        turn.value++;
        onScroll();
      },
    });
  }, []);

  // Reading them makes this part of the page follow them.
  void turn.value;
  void log.version.value;
  const drawn = rows.current?.drawn(log.window.total);
  useLayoutEffect(() => {
    if (!drawn || !table.current || !body.current) return;
    table.current.style.height = `${drawn.height}px`;
    body.current.style.transform = `translateY(${drawn.offset}px)`;
    log.show(drawn.first, Math.max(drawn.first, drawn.end - 1));
  });

  const content = drawn
    ? windowLines(props, drawn, lines.current)
    : first.map((row, index) => lineOf(props, row, index));
  return (
    <div class="log-scroll" ref={scroller}>
      <table
        ref={table}
        class="log"
        role="grid"
        tabindex={0}
        aria-label={props.words.requests.list}
        aria-rowcount={log.window.isComplete ? log.window.total + 1 : -1}
        aria-activedescendant={activeOf(props)}
        onClick={(event) => open(event, props.onOpen)}
      >
        <RequestHead words={props.words.requests} />
        <tbody role="rowgroup" ref={body}>{content}</tbody>
      </table>
    </div>
  );
}

interface Line {
  row: RequestRow;
  index: number;
  isActive: boolean;
  node: VNode;
}

/** Lines that are as they were are not drawn again. */
function windowLines(
  props: RequestListProps,
  { first, end }: { first: number; end: number },
  before: Map<string, Line>,
): VNode[] {
  const kept = new Map<string, Line>();
  const nodes: VNode[] = [];
  for (let index = first; index < end; index++) {
    const row = props.log.window.rowAt(index);
    if (row === undefined) {
      nodes.push(<BlankLine key={`blank-${index}`} index={index} />);
      continue;
    }
    const isActive = row.id === props.activeId;
    const old = before.get(row.id);
    const isSame = old !== undefined && old.row === row &&
      old.index === index && old.isActive === isActive;
    const node = isSame ? old.node : lineOf(props, row, index);
    kept.set(row.id, { row, index, isActive, node });
    nodes.push(node);
  }
  before.clear();
  for (const [id, line] of kept) before.set(id, line);
  return nodes;
}

function lineOf(props: RequestListProps, row: RequestRow, index: number) {
  const { language, words, names, activeId, hrefOf } = props;
  return (
    <RequestLine
      key={row.id}
      row={row}
      index={index + 1}
      href={hrefOf(row.id)}
      isActive={row.id === activeId}
      language={language}
      words={words}
      names={names}
    />
  );
}

function activeOf({ activeId, log }: RequestListProps): string | undefined {
  if (activeId === null || log.window.indexOf(activeId) < 0) return undefined;
  return `row-${activeId}`;
}

/** Clicks that open a new tab are the browser's. */
function open(
  event: JSX.TargetedMouseEvent<HTMLTableElement>,
  onOpen: (id: string) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = (event.target as Element).closest<HTMLElement>("tr[data-id]");
  if (row?.dataset.id === undefined) return;
  // Who selects text does not want to go anywhere.
  if (getSelection()?.type === "Range") return;
  event.preventDefault();
  onOpen(row.dataset.id);
}

/** Makes rows of the height they have, again when that changes. */
function keepRows(
  scroller: HTMLElement,
  { onRows, onChange }: {
    onRows: (rows: VirtualRows | null) => void;
    onChange: () => void;
  },
): () => void {
  let rows: VirtualRows | null = null;
  let known = 0;
  const measure = () => {
    const row = scroller.querySelector("tbody tr");
    const rowHeight = row?.getBoundingClientRect().height ?? 0;
    if (rowHeight === 0 || rowHeight === known) return;
    known = rowHeight;
    rows?.close();
    const headHeight = scroller.querySelector("thead")?.offsetHeight ?? 0;
    rows = new VirtualRows({ scroller, rowHeight, headHeight, onChange });
    onRows(rows);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(scroller);
  measure();
  return () => {
    observer.disconnect();
    rows?.close();
    onRows(null);
  };
}
