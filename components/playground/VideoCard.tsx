import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ApiSend } from "../../lib/browser/playground/ask_model.ts";
import type { AnswerFault as Fault } from "../../lib/browser/playground/turns.ts";
import {
  hasEnded,
  loadVideo,
  type VideoJob,
} from "../../lib/browser/playground/video_jobs.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { Badge, type Tone } from "../Badge.tsx";
import { Button, LinkButton } from "../Button.tsx";
import { ConfirmButton } from "../ConfirmButton.tsx";
import { Download, Play, Trash2 } from "../icons.ts";
import { Meter } from "../Meter.tsx";
import { RelativeTime } from "../RelativeTime.tsx";
import { AnswerFault } from "./AnswerFault.tsx";
import type { PlayWords } from "./words.ts";

export interface VideoCardProps {
  job: VideoJob;
  send: ApiSend;
  words: PlayWords;
  onRemove: () => Promise<void>;
}

const TONES: Record<VideoJob["status"], Tone> = {
  queued: "neutral",
  in_progress: "info",
  completed: "good",
  failed: "bad",
};

/** A job for a video, and the video once it is there. */
export function VideoCard({ job, send, words, onRemove }: VideoCardProps) {
  const { media } = words.play;
  const film = useSignal<string | null>(null);
  const fault = useSignal<Fault | null>(null);
  const isBusy = useSignal(false);
  const left = useRef(new AbortController());
  useEffect(() => () => {
    left.current.abort();
    if (film.value !== null) URL.revokeObjectURL(film.value);
  }, []);

  async function watch() {
    isBusy.value = true;
    const { signal } = left.current;
    const loaded = await loadVideo(job.id, { send, signal });
    isBusy.value = false;
    if (loaded instanceof Blob) film.value = URL.createObjectURL(loaded);
    else fault.value = loaded;
  }

  const failure = job.error === null
    ? fault.value
    : { ...job.error, status: 0 };
  const progress = fill(media.progress, { n: job.progress });
  return (
    <div class="card made">
      <div class="spread">
        <Badge tone={TONES[job.status]}>{media.status[job.status]}</Badge>
        <span class="hint">
          <span class="mono">{job.model}</span>
          {" · "}
          <RelativeTime at={job.created_at * 1000} language={words.language} />
        </span>
      </div>
      <p dir="auto">{job.prompt}</p>
      {!hasEnded(job) && (
        <>
          <Meter share={job.progress / 100} label={progress} />
          <p class="hint number">{progress}</p>
        </>
      )}
      {failure && <AnswerFault fault={failure} words={words} />}
      {film.value !== null && (
        <video controls src={film.value} aria-label={job.prompt} />
      )}
      <div class="cluster">
        {job.status === "completed" && film.value === null && (
          <Button size="s" icon={Play} busy={isBusy.value} onClick={watch}>
            {media.watch}
          </Button>
        )}
        {film.value !== null && (
          <LinkButton
            size="s"
            icon={Download}
            href={film.value}
            download={`${job.id}.mp4`}
          >
            {media.download}
          </LinkButton>
        )}
        <ConfirmButton
          id={`remove-${job.id}`}
          size="s"
          tone="danger-plain"
          icon={Trash2}
          label={media.removeVideo}
          title={media.removeVideo}
          question={job.prompt}
          confirmLabel={words.common.remove}
          cancelLabel={words.common.cancel}
          onConfirm={onRemove}
        />
      </div>
    </div>
  );
}
