/** A ULID of the given time, in milliseconds. */
export function ulid(seedTime?: number): string;

/** Like {@link ulid}, but always greater than the one before. */
export function monotonicUlid(seedTime?: number): string;

/** The time of a ULID in milliseconds; throws when it is not one. */
export function decodeTime(ulid: string): number;
