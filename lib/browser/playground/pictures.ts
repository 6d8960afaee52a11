import type { Picture } from "./turns.ts";

/** Largest file that is taken as it is, in bytes. */
const MAX_BYTES = 3_000_000;

/** Longest side of a picture that had to be made smaller, in pixels. */
const MAX_SIDE = 2048;

/** Pictures of every browser and vendor. */
const TYPES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
]);

/** Files of a paste or a drop that are pictures. */
export function pictureFiles(files: Iterable<File>): File[] {
  return [...files].filter((file) => file.type.startsWith("image/"));
}

/**
 * A file as a picture to send; one that is too large, or that vendors do not
 * read, is made anew as JPEG. Null when the browser cannot read it.
 */
export async function readPicture(file: File): Promise<Picture | null> {
  const isFit = TYPES.has(file.type) && file.size <= MAX_BYTES;
  try {
    const blob = isFit ? file : await smaller(file);
    return { url: await dataUrlOf(blob), name: file.name };
  } catch {
    return null;
  }
}

async function smaller(file: File): Promise<Blob> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, MAX_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  // JPEG has no transparency.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return await new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => blob === null ? reject(new Error("no picture")) : resolve(blob),
      "image/jpeg",
      0.9,
    );
  });
}

function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
