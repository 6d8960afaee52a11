import { useSignal } from "@preact/signals";
import type { Exchange } from "../../lib/browser/playground/exchange.ts";
import {
  type MadeImage,
  madeImages,
} from "../../lib/browser/playground/made_images.ts";
import { fieldsThatSay } from "../../lib/browser/playground/media_call.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatDuration } from "../../lib/i18n/format.ts";
import { Button, LinkButton } from "../Button.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { SelectField, TextArea, TextField } from "../Field.tsx";
import { Download, FileText, Image } from "../icons.ts";
import { Skeleton } from "../Skeleton.tsx";
import { type BenchProps, useWork } from "./bench.ts";
import { BenchFrame } from "./BenchFrame.tsx";

interface Made {
  images: MadeImage[];
  model: string;
  prompt: string;
  durationMs: number;
  exchange: Exchange;
}

const PATH = "/v1/images/generations";

const SIZES = ["1024x1024", "1536x1024", "1024x1536"];
const QUALITIES = ["low", "medium", "high"];

/** Makes pictures from words. */
export function ImageBench(props: BenchProps) {
  const work = useWork("image", props);
  const { media } = props.words.play;
  const prompt = useSignal("");
  const count = useSignal("1");
  const size = useSignal("");
  const quality = useSignal("");
  const made = useSignal<Made[]>([]);
  const body = {
    model: work.model.value,
    prompt: prompt.value,
    n: Number(count.value) || 1,
    ...fieldsThatSay({ size: size.value, quality: quality.value }),
    response_format: "b64_json",
  };

  async function make() {
    const result = await work.call(PATH, body);
    if (!result.ok) return;
    const { res, exchange, durationMs } = result;
    const text = await res.text().catch(() => "");
    exchange.event(text);
    const images = madeImages(parse(text));
    const { model, prompt } = body;
    made.value = [
      { images, model, prompt, durationMs, exchange },
      ...made.value,
    ];
  }

  const select = (values: readonly string[]) => [
    { value: "", label: media.asModel },
    ...values.map((value) => ({ value, label: value })),
  ];
  return (
    <BenchFrame
      {...props}
      id="image"
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
            id="image-prompt"
            label={media.prompt}
            placeholder={media.picturePrompt}
            rows={4}
            dir="auto"
            value={prompt.value}
            onInput={(event) => prompt.value = event.currentTarget.value}
          />
          <div class="setting-grid">
            <TextField
              id="image-count"
              label={media.count}
              type="number"
              min={1}
              max={10}
              value={count.value}
              onInput={(event) => count.value = event.currentTarget.value}
            />
            <SelectField
              id="image-size"
              label={media.size}
              value={size.value}
              options={select(SIZES)}
              onChange={(event) => size.value = event.currentTarget.value}
            />
            <SelectField
              id="image-quality"
              label={media.quality}
              value={quality.value}
              options={select(QUALITIES)}
              onChange={(event) => quality.value = event.currentTarget.value}
            />
          </div>
        </>
      }
      results={
        <>
          {work.isBusy.value && <Skeleton shape="block" label={media.making} />}
          {made.value.length === 0 && !work.isBusy.value && (
            <EmptyState icon={Image} title={media.noImages}>
              {media.noImagesHelp}
            </EmptyState>
          )}
          <div class="gallery">
            {made.value.flatMap((one, row) =>
              one.images.map((image, at) => (
                <MadeCard
                  key={`${made.value.length - row}-${at}`}
                  made={one}
                  image={image}
                  {...props}
                />
              ))
            )}
          </div>
        </>
      }
    />
  );
}

function MadeCard(
  { made, image, words, onInspect }: BenchProps & {
    made: Made;
    image: MadeImage;
  },
) {
  const { media, chat } = words.play;
  const { model, prompt, durationMs, exchange } = made;
  const time = formatDuration(durationMs, words.language);
  return (
    <figure class="card made">
      {image.data !== null
        ? <img src={image.data} alt={prompt} />
        : <p class="mono">{image.url}</p>}
      <figcaption class="hint">
        <span dir="auto">{prompt}</span>
        <br />
        {fill(media.madeBy, { model, time })}
      </figcaption>
      <div class="cluster">
        {image.data !== null && (
          <LinkButton
            size="s"
            icon={Download}
            href={image.data}
            download={`image.${/image\/(\w+)/.exec(image.data)?.[1] ?? "png"}`}
          >
            {media.download}
          </LinkButton>
        )}
        <Button
          size="s"
          tone="plain"
          icon={FileText}
          label={chat.showRequest}
          onClick={() => onInspect({ exchange, isNext: false })}
        />
      </div>
    </figure>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
