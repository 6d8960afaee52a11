import { matchesGlob } from "../../auth/glob.ts";

/** What the globs of a key come to among the models that are listed. */
export interface ModelScope {
  count: number;
  /** The first of those that match. */
  examples: string[];
}

const MAX_EXAMPLES = 4;

/** Which models globs allow; each model is all its names, its id first. */
export function modelScope(
  globs: readonly string[],
  models: readonly (readonly string[])[],
): ModelScope {
  const matching = globs.length === 0
    ? models
    : models.filter((names) =>
      names.some((name) => globs.some((glob) => matchesGlob(glob, name)))
    );
  const examples = matching.slice(0, MAX_EXAMPLES)
    .map(([id = ""]) => id);
  return { count: matching.length, examples };
}
