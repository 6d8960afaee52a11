import type { ShownImage } from "../../../surfaces/images/write.ts";
import type { ImageStream } from "../../../surfaces/images/write_stream.ts";
import type { ByteSource } from "../../stream_body.ts";

/** The events of images, which come when all of them are made. */
export class ImageSource implements ByteSource {
  readonly isLive = false;
  readonly usage = null;
  done = false;
  readonly #make: () => Promise<ShownImage[]>;
  readonly #output: ImageStream;
  #images: ShownImage[] = [];

  constructor(make: () => Promise<ShownImage[]>, output: ImageStream) {
    this.#make = make;
    this.#output = output;
  }

  async start(): Promise<void> {
    this.#images = await this.#make();
  }

  next(): Promise<Uint8Array | null> {
    const image = this.#images.shift();
    this.done = this.#images.length === 0;
    return Promise.resolve(
      image === undefined ? null : this.#output.completed(image),
    );
  }
}
