import { api } from "../api.ts";
import type { Conversation } from "./conversations.ts";
import { readKeptBody } from "./kept_body.ts";
import { EMPTY_TREE } from "./tree.ts";

/** A recorded request to go on from. */
export interface OpenedRequest {
  /** What is worth knowing about it. */
  notice: "gone" | "modelOnly" | "cut" | null;
  /** What begins with it; absent when it is gone. */
  conversation?: Partial<Conversation>;
}

interface KeptBody {
  request: { text: string; cut: boolean } | null;
}

/** Loads a request of the log with its body, where that was kept. */
export async function openRequest(id: string): Promise<OpenedRequest> {
  const path = `/api/requests/${encodeURIComponent(id)}`;
  const record = await api.get<{ model: string; bodies?: boolean }>(path);
  if (!record.ok) return { notice: "gone" };
  const { model, bodies } = record.value;
  const modelOnly: OpenedRequest = {
    notice: "modelOnly",
    conversation: { lanes: [{ model, tree: EMPTY_TREE }] },
  };
  if (!bodies) return modelOnly;
  const body = await api.get<KeptBody>(`${path}/body`);
  if (!body.ok || body.value.request === null) return modelOnly;
  const { text, cut } = body.value.request;
  const read = readKeptBody(text);
  if (read === null) return cut ? { ...modelOnly, notice: "cut" } : modelOnly;
  return {
    notice: cut ? "cut" : null,
    conversation: {
      settings: read.settings,
      lanes: [{ model, tree: read.tree }],
    },
  };
}
