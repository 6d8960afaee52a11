import type { ListedModel, ModelIndex } from "../../puter/models/index.ts";

/**
 * A dated or `latest` name of Claude's, in the older style (`claude-3-5-haiku`)
 * or the newer one (`claude-haiku-4-5`), with the vendor and the context window
 * that some clients write around it.
 */
const SNAPSHOT = new RegExp(
  "^(?:anthropic/)?claude-(?:(\\d+(?:[-.]\\d{1,2})?)-)?(haiku|sonnet|opus)" +
    "(?:-(\\d+(?:[-.]\\d{1,2})?))?-(?:\\d{8}|latest)(?:\\[1m\\])?$",
);

/** Stands for the version of a name that has none and so means the newest. */
const NEWEST = Number.MAX_SAFE_INTEGER;

interface Snapshot {
  tier: string;
  /** `4.5` as 405. */
  version: number;
}

/**
 * The listed model nearest to a snapshot of Claude's that is not listed: of the
 * same tier (haiku, sonnet or opus), with the nearest version, the newer one of
 * two. Claude Code asks for such snapshots on its own, whatever model its user
 * chose. Undefined for any other name: nothing else is ever guessed.
 */
export function nearModel(
  index: ModelIndex,
  name: string,
): ListedModel | undefined {
  const wanted = snapshotOf(name);
  if (wanted === undefined) return undefined;
  const [nearest] = index.listed
    .flatMap((listed) => candidatesOf(listed, wanted))
    .toSorted((a, b) =>
      a.distance - b.distance || b.version - a.version ||
      Number(b.isDirect) - Number(a.isDirect)
    );
  return nearest?.listed;
}

function candidatesOf(listed: ListedModel, wanted: Snapshot) {
  const { publicId, model } = listed;
  const found = snapshotOf(publicId) ?? snapshotOf(`${publicId}-latest`);
  if (found?.tier !== wanted.tier || model.subscriberOnly) return [];
  return [{
    listed,
    version: found.version,
    distance: Math.abs(found.version - wanted.version),
    isDirect: model.provider === "claude",
  }];
}

function snapshotOf(name: string): Snapshot | undefined {
  const [, before, tier, after] = SNAPSHOT.exec(name.trim().toLowerCase()) ??
    [];
  if (tier === undefined) return undefined;
  const version = before ?? after;
  if (version === undefined) return { tier, version: NEWEST };
  const [major, minor] = version.split(/[-.]/).map(Number);
  return { tier, version: (major ?? 0) * 100 + (minor ?? 0) };
}
