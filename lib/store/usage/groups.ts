import { type Dimension, DIMENSIONS } from "./cell.ts";

/** What the figures of hours and days are kept by: none, one or two things. */
export interface UsageGroup {
  /** Name in the database, such as `model+account`. */
  name: string;
  dimensions: readonly Dimension[];
  /** Places of its dimensions among all. */
  positions: readonly number[];
}

/** Every group that is kept; those of fewer dimensions come first. */
export const GROUPS: readonly UsageGroup[] = allGroups();

/** How many dimensions one question can name. */
export const MAX_DIMENSIONS = 2;

/** The group of some dimensions, or undefined when it is not kept. */
export function groupOf(
  dimensions: Iterable<Dimension>,
): UsageGroup | undefined {
  const wanted = new Set(dimensions);
  return GROUPS.find((group) =>
    group.dimensions.length === wanted.size &&
    group.dimensions.every((dimension) => wanted.has(dimension))
  );
}

function allGroups(): UsageGroup[] {
  const places = DIMENSIONS.map((_, place) => place);
  const pairs = places.flatMap((first) =>
    places.slice(first + 1).map((second) => [first, second])
  );
  return [[], ...places.map((place) => [place]), ...pairs].map(newGroup);
}

function newGroup(positions: number[]): UsageGroup {
  const dimensions = positions.map((at) => DIMENSIONS[at] as Dimension);
  return { name: dimensions.join("+") || "total", dimensions, positions };
}
