import { api, type ApiFault } from "../api.ts";

/** What came of a deletion. */
export interface Deletion {
  deleted: number;
  /** Why it ended early; null when it did not. */
  fault: ApiFault | null;
}

/** Deletes all records that a filter names, in as many turns as it takes. */
export async function deleteAll(filter: URLSearchParams): Promise<Deletion> {
  const query = new URLSearchParams(filter);
  if (query.size === 0) query.set("all", "true");
  let deleted = 0;
  for (;;) {
    const answer = await api.delete<{ deleted: number; complete: boolean }>(
      `/api/requests?${query}`,
    );
    if (!answer.ok) return { deleted, fault: answer.fault };
    deleted += answer.value.deleted;
    if (answer.value.complete) return { deleted, fault: null };
  }
}
