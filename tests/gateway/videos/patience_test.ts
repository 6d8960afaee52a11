import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { CancelScope } from "../../../lib/gateway/cancel_scope.ts";
import { pauseAfter, pauseIn } from "../../../lib/gateway/videos/patience.ts";
import { ApiError } from "../../../lib/http/errors.ts";

function refused(status: number, retryAfter?: number): ApiError {
  return new ApiError("No", {
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

describe("pauseAfter()", () => {
  const start = { lastMs: 0, elapsedMs: 0 };

  it("waits as told, and longer each time", () => {
    assertEquals(pauseAfter(refused(429, 3), start), 3000);
    const later = { lastMs: 3000, elapsedMs: 4000 };
    assertEquals(pauseAfter(refused(429, 3), later), 6000);
    const late = { lastMs: 50_000, elapsedMs: 100_000 };
    assertEquals(pauseAfter(refused(429, 3), late), 60_000);
  });

  it("gives up after ten minutes", () => {
    const late = { lastMs: 1000, elapsedMs: 599_000 };
    assertEquals(pauseAfter(refused(429, 1), late), null);
  });

  it("does not try again what may have been made, or will not be", () => {
    for (
      const thrown of [
        refused(429),
        refused(502, 5),
        refused(503, 5),
        refused(400),
        new Error("Broken"),
      ]
    ) assertEquals(pauseAfter(thrown, start), null);
  });
});

describe("pauseIn()", () => {
  it("ends at its time, or with its scope", async () => {
    const scope = new CancelScope();
    await pauseIn(1, scope);
    const pause = pauseIn(60_000, scope);
    scope.cancel();
    await pause;
    await pauseIn(60_000, scope);
  });
});
