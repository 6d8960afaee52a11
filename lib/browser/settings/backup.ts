import type { z } from "zod";
import type { restoredSchema } from "../../gateway/api_schemas/backup.ts";
import type { ApiFault, ApiResult } from "../api.ts";

/** What a restore did. */
export type Restored = z.output<typeof restoredSchema>;

/** How a backup is restored. */
export interface RestoreChoices {
  passphrase: string;
  mode: "empty" | "replace";
  ownerKey: "keep" | "restore";
}

/** A backup as it came: its bytes, and the name the gateway gives it. */
export interface BackupFile {
  blob: Blob;
  name: string;
}

/** Makes a backup; `onBytes` is told how much of it has come. */
export async function makeBackup(
  passphrase: string,
  onBytes: (bytes: number) => void,
): Promise<ApiResult<BackupFile>> {
  try {
    const res = await fetch("/api/backup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ passphrase }),
    });
    if (!res.ok || res.body === null) {
      const answer = await res.json().catch(() => undefined);
      return { ok: false, fault: faultOf(res.status, answer) };
    }
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    for await (const part of partsOf(res.body)) {
      parts.push(part);
      onBytes(bytes += part.length);
    }
    const told = res.headers.get("content-disposition") ?? "";
    const name = /filename="([^"]+)"/.exec(told)?.[1] ?? "puter-2api.backup";
    const blob = new Blob(parts, { type: "application/x-ndjson" });
    return { ok: true, value: { blob, name }, etag: null };
  } catch {
    return { ok: false, fault: { kind: "unreachable" } };
  }
}

/** Has the browser save a file. */
export function saveFile({ blob, name }: BackupFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Restores a backup; `onSent` is told the share that was sent, 0 to 1. A
 * request of the old kind, because `fetch` does not tell that.
 */
export function restoreBackup(
  file: Blob,
  choices: RestoreChoices,
  onSent: (share: number) => void,
): Promise<ApiResult<Restored>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/backup/restore");
    request.setRequestHeader("content-type", "application/x-ndjson");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onSent(loaded / total);
    request.upload.onload = () => onSent(1);
    request.onerror = () =>
      resolve({ ok: false, fault: { kind: "unreachable" } });
    request.onload = () => {
      const { status, response } = request;
      resolve(
        status === 200 && response !== null
          ? { ok: true, value: response as Restored, etag: null }
          : { ok: false, fault: faultOf(status, response) },
      );
    };
    request.send(new Blob([`${JSON.stringify(choices)}\n`, file]));
  });
}

/** Not every browser can iterate over a stream. */
async function* partsOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function faultOf(status: number, answer: unknown): ApiFault {
  if (status === 401) return { kind: "signed_out" };
  const { error } = (answer ?? {}) as {
    error?: { message: string; code: string | null; param: string | null };
  };
  if (error === undefined) return { kind: "broken" };
  return { kind: "refused", status, retryAfter: null, ...error };
}
