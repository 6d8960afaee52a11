import { fill } from "../../lib/i18n/fill.ts";
import { formatNumber } from "../../lib/i18n/format.ts";
import { Meter } from "../Meter.tsx";
import type { OverviewProps } from "./context.ts";

/** What the pool can carry at this moment. */
export function Capacity({ overview, language, words }: OverviewProps) {
  const { accounts, answeredBy, capacity } = overview;
  const ready = answeredBy === "puter"
    ? fill(words.ready, { ready: accounts.ready, total: accounts.total })
    : answeredBy === "simulator"
    ? words.simulated
    : words.nobody;
  const running = fill(words.inFlight, { count: accounts.inFlight });
  return (
    <section class="card capacity" aria-labelledby="capacity">
      <div class="card-head">
        <h2 id="capacity">{words.now}</h2>
        <span class="small quiet number">{ready} · {running}</span>
      </div>
      <div class="rooms">
        {(["atOnce", "perWindow"] as const).map((name) => {
          const { free, of } = capacity[name];
          const all = fill(words.free, { of: formatNumber(of, language) });
          return (
            <div key={name} class="stack-s">
              <span class="stat-label">{words[name]}</span>
              <span class="room">
                <span class="stat-value">{formatNumber(free, language)}</span>
                {" "}
                <span class="stat-note">{all}</span>
              </span>
              <Meter
                share={of === 0 ? 0 : free / of}
                label={`${words[name]}: ${free} ${all}`}
                tone={of > 0 && free === 0 ? "bad" : "normal"}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
