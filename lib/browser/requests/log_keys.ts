/** What the keyboard does to the list. */
export interface LogActions {
  /** To the next line, down or up. */
  step: (by: 1 | -1) => void;
  /** By as many lines as are seen. */
  page: (by: 1 | -1) => void;
  /** To the oldest line that was loaded. */
  end: () => void;
  open: () => void;
  /** Lets go of the line. */
  release: () => void;
  newest: () => void;
  pause: () => void;
}

const ANYWHERE: Record<string, (actions: LogActions) => void> = {
  j: (actions) => actions.step(1),
  k: (actions) => actions.step(-1),
  g: (actions) => actions.newest(),
  p: (actions) => actions.pause(),
};

/** Keys that browsers scroll by elsewhere. */
const IN_LIST: Record<string, (actions: LogActions) => void> = {
  ArrowDown: (actions) => actions.step(1),
  ArrowUp: (actions) => actions.step(-1),
  PageDown: (actions) => actions.page(1),
  PageUp: (actions) => actions.page(-1),
  Home: (actions) => actions.newest(),
  End: (actions) => actions.end(),
};

/** Listens until the function it gives is called. */
export function listenToKeys(actions: LogActions): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as Element;
    if (event.defaultPrevented || isWriting(target) || isElsewhere()) return;
    const act = actionOf(event.key, target);
    if (act === undefined) return;
    event.preventDefault();
    act(actions);
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

function actionOf(key: string, target: Element) {
  const isInList = target.closest(".log-scroll") !== null;
  if (isInList && Object.hasOwn(IN_LIST, key)) return IN_LIST[key];
  if (Object.hasOwn(ANYWHERE, key)) return ANYWHERE[key];
  if (openDialog() !== null) return undefined;
  if (key === "/") return focusFilters;
  if (key === "Escape") return (actions: LogActions) => actions.release();
  const isOnControl = target.closest("a, button, summary") !== null;
  if (key === "Enter" && !isOnControl) {
    return (actions: LogActions) => actions.open();
  }
  return undefined;
}

function focusFilters(): void {
  document.querySelector<HTMLElement>("#filters input[name=model]")?.focus();
}

function isWriting(target: Element): boolean {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function openDialog(): Element | null {
  return document.querySelector("dialog[open]");
}

/** True while another window than the details is open. */
function isElsewhere(): boolean {
  return document.querySelector("dialog[open]:not(#request)") !== null;
}
