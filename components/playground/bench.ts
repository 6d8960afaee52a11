import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ApiSend } from "../../lib/browser/playground/ask_model.ts";
import {
  callMedia,
  type MediaResult,
} from "../../lib/browser/playground/media_call.ts";
import {
  type Bench,
  firstFor,
  type ListedModel,
  modelsFor,
} from "../../lib/browser/playground/models.ts";
import type { AnswerFault } from "../../lib/browser/playground/turns.ts";
import type { Inspected } from "./ExchangeDrawer.tsx";
import type { PlayWords } from "./words.ts";

/** What every bench for media is given. */
export interface BenchProps {
  /** All models that can be called; null while they are asked for. */
  models: readonly ListedModel[] | null;
  send: ApiSend;
  words: PlayWords;
  /** Shows what went over the wire, or would. */
  onInspect: (inspected: Inspected) => void;
}

/** A bench at work. */
export interface Work {
  models: ListedModel[];
  model: Signal<string>;
  isBusy: Signal<boolean>;
  fault: Signal<AnswerFault | null>;
  /** Makes a call; one at a time. */
  call(path: string, body: Record<string, unknown>): Promise<MediaResult>;
  /** Aborts when the bench is left, or what runs is stopped. */
  signal(): AbortSignal;
  stop(): void;
}

/** The models of a bench and the call that runs on it, for islands. */
export function useWork(bench: Bench, { models, send }: BenchProps): Work {
  const chosen = useSignal("");
  const isBusy = useSignal(false);
  const fault = useSignal<AnswerFault | null>(null);
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);
  const fitting = modelsFor(bench, models ?? []);
  useEffect(() => {
    if (chosen.value === "") chosen.value = firstFor(bench, fitting);
  }, [models]);
  return {
    models: fitting,
    model: chosen,
    isBusy,
    fault,
    signal: () => running.current.signal,
    stop() {
      running.current.abort();
      running.current = new AbortController();
    },
    async call(path, body) {
      isBusy.value = true;
      fault.value = null;
      const { signal } = running.current;
      const result = await callMedia(path, body, { send, signal });
      isBusy.value = false;
      if (!result.ok) fault.value = result.fault;
      return result;
    },
  };
}
