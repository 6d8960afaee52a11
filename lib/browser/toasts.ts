import { signal } from "@preact/signals";

/** A short message that goes by itself. */
export interface Toast {
  id: number;
  text: string;
  /** `bad` stays until it is dismissed. */
  tone: "good" | "bad";
  /** Something to do about it, such as to take it back. */
  action?: { label: string; run: () => void };
}

/** Messages that are seen now, the oldest first; written in browsers only. */
export const toasts = signal<readonly Toast[]>([]);

const SHOWN_MS = 6000;

/** What can be taken back is shown for longer. */
const ACTION_MS = 12_000;

let lastId = 0;

/** Shows a message; the focus stays where it is. */
export function showToast(toast: Omit<Toast, "id">): void {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-3), { ...toast, id }];
  if (toast.tone === "bad") return;
  setTimeout(() => dismissToast(id), toast.action ? ACTION_MS : SHOWN_MS);
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
