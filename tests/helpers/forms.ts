/** The beginning of a WAV file, then silence. */
export function wavBytes(size = 244): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set(new TextEncoder().encode("RIFF\0\0\0\0WAVEfmt "));
  return bytes;
}

/** A form of texts and files; lists are names that repeat. */
export function formOf(
  fields: Record<string, string | Blob | (string | Blob)[]>,
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      form.append(name, one);
    }
  }
  return form;
}
