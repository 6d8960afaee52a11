import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { fieldsThatSay } from "../../lib/browser/playground/media_call.ts";
import {
  followVideo,
  hasEnded,
  listVideos,
  type VideoJob,
} from "../../lib/browser/playground/video_jobs.ts";
import { EmptyState } from "../EmptyState.tsx";
import { SelectField, Switch, TextArea, TextField } from "../Field.tsx";
import { Video } from "../icons.ts";
import { type BenchProps, useWork } from "./bench.ts";
import { BenchFrame } from "./BenchFrame.tsx";
import { VideoCard } from "./VideoCard.tsx";

const PATH = "/v1/videos";

const SIZES = ["1280x720", "720x1280", "1920x1080", "1080x1920"];

/** Makes videos, which are jobs that take minutes. */
export function VideoBench(props: BenchProps) {
  const { send } = props;
  const work = useWork("video", props);
  const { media } = props.words.play;
  const prompt = useSignal("");
  const seconds = useSignal("");
  const size = useSignal("");
  const acceptsLoss = useSignal(false);
  const jobs = useSignal<VideoJob[]>([]);
  /** Jobs go on when a further call is stopped. */
  const left = useRef(new AbortController());
  const body = {
    model: work.model.value,
    prompt: prompt.value,
    ...fieldsThatSay({ seconds: seconds.value, size: size.value }),
    ...(acceptsLoss.value ? { accept_lost_result: true } : {}),
  };

  function put(job: VideoJob) {
    const isKnown = jobs.value.some(({ id }) => id === job.id);
    jobs.value = isKnown
      ? jobs.value.map((one) => one.id === job.id ? job : one)
      : [job, ...jobs.value];
  }

  useEffect(() => {
    void listVideos(send).then((listed) => {
      if (left.current.signal.aborted) return;
      jobs.value = listed;
      for (const job of listed) if (!hasEnded(job)) follow(job.id);
    });
    return () => left.current.abort();
  }, []);

  function follow(id: string) {
    const { signal } = left.current;
    void followVideo(id, { send, signal, onChange: put }).then((fault) => {
      if (fault !== null) work.fault.value = fault;
    });
  }

  async function make() {
    const result = await work.call(PATH, body);
    if (!result.ok) return;
    const job = await result.res.json().catch(() => null) as VideoJob | null;
    if (job === null) return;
    put(job);
    follow(job.id);
  }

  async function remove(id: string) {
    await send(`${PATH}/${id}`, { method: "DELETE" }).catch(() => {});
    jobs.value = jobs.value.filter((job) => job.id !== id);
  }

  return (
    <BenchFrame
      {...props}
      id="video"
      work={work}
      next={{ path: PATH, body }}
      start={{
        label: media.make,
        isReady: prompt.value.trim() !== "",
        run: () => void make(),
      }}
      fields={
        <>
          <TextArea
            id="video-prompt"
            label={media.prompt}
            placeholder={media.videoPrompt}
            rows={4}
            dir="auto"
            value={prompt.value}
            onInput={(event) => prompt.value = event.currentTarget.value}
          />
          <div class="setting-grid">
            <TextField
              id="video-seconds"
              label={media.seconds}
              type="number"
              min={1}
              value={seconds.value}
              onInput={(event) => seconds.value = event.currentTarget.value}
            />
            <SelectField
              id="video-size"
              label={media.size}
              value={size.value}
              options={[
                { value: "", label: media.asModel },
                ...SIZES.map((value) => ({ value, label: value })),
              ]}
              onChange={(event) => size.value = event.currentTarget.value}
            />
          </div>
          <Switch
            id="video-loss"
            label={media.acceptLoss}
            hint={media.acceptLossHint}
            checked={acceptsLoss.value}
            onChange={(checked) => acceptsLoss.value = checked}
          />
        </>
      }
      results={
        <>
          {jobs.value.length === 0 && (
            <EmptyState icon={Video} title={media.noVideos}>
              {media.noVideosHelp}
            </EmptyState>
          )}
          {jobs.value.map((job) => (
            <VideoCard
              key={job.id}
              job={job}
              send={send}
              words={props.words}
              onRemove={() => remove(job.id)}
            />
          ))}
        </>
      }
    />
  );
}
