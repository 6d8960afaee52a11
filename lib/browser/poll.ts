/** How something is asked for again and again. */
export interface PollOptions {
  /** Pause between an answer and the next question, in ms. */
  everyMs: number;
  /** Asks; a rejection, or false, makes the pauses longer. */
  ask: (signal: AbortSignal) => Promise<boolean | void>;
  /** True to wait once before the first question. */
  waitsFirst?: boolean;
}

/** The longest pause after questions that failed, in ms. */
const MAX_PAUSE_MS = 60_000;

/**
 * Asks until the function it gives is called. A tab that is not seen asks
 * nothing, and asks at once when it is seen again.
 */
export function poll({ everyMs, ask, waitsFirst }: PollOptions): () => void {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isAsking = false;

  async function turn() {
    clearTimeout(timer);
    if (ended.signal.aborted || document.hidden || isAsking) return;
    isAsking = true;
    const isGood = await ask(ended.signal).then((said) => said !== false)
      .catch(() => false);
    isAsking = false;
    failures = isGood ? 0 : failures + 1;
    plan();
  }

  function plan() {
    if (ended.signal.aborted || document.hidden) return;
    const pause = Math.min(
      Math.max(everyMs, MAX_PAUSE_MS),
      everyMs * 2 ** Math.min(failures, 10),
    );
    timer = setTimeout(turn, pause);
  }

  document.addEventListener("visibilitychange", turn);
  if (waitsFirst) plan();
  else turn();
  return () => {
    ended.abort();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", turn);
  };
}
