import type { TestApp } from "../../tests/helpers/app.ts";
import { madeRecord, type Shape } from "../log/records.ts";

/**
 * An app whose list of requests is as long as told: records are made when they
 * are asked for, in the form and the pages of the real one.
 */
export function madeLog(app: TestApp, shape: Shape): TestApp {
  return (request, info) => {
    const url = new URL(request.url);
    if (url.pathname !== "/api/requests") return app(request, info);
    const limit = Number(url.searchParams.get("limit") ?? 50);
    const cursor = url.searchParams.get("cursor");
    const top = cursor === null ? shape.total : Number(cursor.slice(-16));
    const bottom = Math.max(0, top - limit);
    const requests = Array.from(
      { length: top - bottom },
      (_, n) => madeRecord(top - 1 - n, shape),
    );
    const next = bottom === 0 ? null : requests.at(-1)?.id ?? null;
    return Promise.resolve(
      Response.json({ requests, cursor: next, tail: "1-0" }),
    );
  };
}
