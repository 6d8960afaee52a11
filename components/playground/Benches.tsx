import { useSignal } from "@preact/signals";
import type { Bench } from "../../lib/browser/playground/models.ts";
import type { BenchProps } from "./bench.ts";
import { ExchangeDrawer, type Inspected } from "./ExchangeDrawer.tsx";
import { ImageBench } from "./ImageBench.tsx";
import { SpeechBench } from "./SpeechBench.tsx";
import { TranscriptionBench } from "./TranscriptionBench.tsx";
import { VideoBench } from "./VideoBench.tsx";

const BENCHES = {
  image: ImageBench,
  speech: SpeechBench,
  transcription: TranscriptionBench,
  video: VideoBench,
};

export interface BenchesProps extends Omit<BenchProps, "onInspect"> {
  bench: Exclude<Bench, "chat">;
  baseUrl: string;
}

/** The bench for one kind of media. */
export function Benches({ bench, baseUrl, ...props }: BenchesProps) {
  const inspected = useSignal<Inspected | null>(null);
  const Board = BENCHES[bench];
  return (
    <>
      <Board
        key={bench}
        {...props}
        onInspect={(shown) => inspected.value = shown}
      />
      <ExchangeDrawer
        inspected={inspected.value}
        onClose={() => inspected.value = null}
        baseUrl={baseUrl}
        words={props.words}
      />
    </>
  );
}
