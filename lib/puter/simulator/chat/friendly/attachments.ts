import { isRecord, textOf } from "../../../record.ts";
import type { Part } from "../normalise.ts";

/** What a simulated model can tell about an attachment. */
export interface Attachment {
  kind: "image" | "audio" | "file";
  /** Such as `image/png`. */
  mediaType?: string;
  bytes?: number;
  width?: number;
  height?: number;
  /** Where it lies, when it was not sent along. */
  url?: string;
}

/** Looks at the parts of a question that are no text. */
export function readAttachments(parts: Part[]): Attachment[] {
  return parts.flatMap((part) => {
    const kind = KINDS[String(part.type)];
    return kind === undefined ? [] : [{ kind, ...contentOf(part) }];
  });
}

const KINDS: Readonly<Record<string, Attachment["kind"]>> = {
  image_url: "image",
  image: "image",
  input_image: "image",
  input_audio: "audio",
  file: "file",
  document: "file",
  input_file: "file",
  video_url: "file",
};

function contentOf(part: Part): Omit<Attachment, "kind"> {
  const { source, input_audio: audio } = part;
  if (isRecord(source) && typeof source.data === "string") {
    return ofData(source.data, textOf(source.media_type));
  }
  if (isRecord(audio) && typeof audio.data === "string") {
    return ofData(audio.data, `audio/${audio.format}`);
  }
  const url = urlOf(part);
  if (url === undefined) return {};
  const data = /^data:([^;,]*)[^,]{0,80},/i.exec(url.slice(0, 200));
  return data === null
    ? { url: url.slice(0, 200) }
    : ofData(url.slice(data[0].length), data[1]);
}

function urlOf(part: Part): string | undefined {
  for (
    const holder of [part.image_url, part.video_url, part.source, part.file]
  ) {
    if (typeof holder === "string") return holder;
    if (!isRecord(holder)) continue;
    const url = textOf(holder.url) ?? textOf(holder.file_data);
    if (url !== undefined) return url;
  }
  return textOf(part.file_data) ?? textOf(part.file_url);
}

function ofData(
  base64: string,
  mediaType: string | undefined,
): Omit<Attachment, "kind"> {
  const padding = /=*$/.exec(base64.slice(-2))?.[0].length ?? 0;
  const bytes = Math.floor(base64.length * 3 / 4) - padding;
  return {
    ...(mediaType ? { mediaType } : {}),
    bytes,
    ...sizeOf(base64),
  };
}

/** The size of a PNG or GIF is in its first bytes. */
function sizeOf(base64: string): { width?: number; height?: number } {
  const head = firstBytes(base64);
  const view = new DataView(head.buffer);
  if (base64.startsWith("iVBORw0KGgo") && head.length >= 24) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (base64.startsWith("R0lGOD") && head.length >= 10) {
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  return {};
}

function firstBytes(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(
      atob(base64.slice(0, 40)),
      (char) => char.charCodeAt(0),
    );
  } catch {
    return new Uint8Array();
  }
}
