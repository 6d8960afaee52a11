import type { CacheMark } from "../chat/request.ts";
import { type Fields, isObject } from "./fields.ts";

/**
 * The mark of a block or part behind which the prompt is to be remembered:
 * `cache_control` of Anthropic's protocol, which clients of OpenAI's send too.
 */
export function cacheMark(
  { cache_control: control }: Fields,
): CacheMark | undefined {
  if (!isObject(control) || control.type !== "ephemeral") return undefined;
  const { ttl } = control;
  return ttl === "5m" || ttl === "1h"
    ? { type: "ephemeral", ttl }
    : { type: "ephemeral" };
}

/** The mark of the last part that has one, to be spread into a message. */
export function lastCacheMark(content: unknown): { cache?: CacheMark } {
  if (!Array.isArray(content)) return {};
  const marks = content.flatMap((part) =>
    isObject(part) ? cacheMark(part) ?? [] : []
  );
  const cache = marks.at(-1);
  return cache === undefined ? {} : { cache };
}
