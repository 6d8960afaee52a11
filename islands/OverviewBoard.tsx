import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LinkButton } from "../components/Button.tsx";
import { EmptyState } from "../components/EmptyState.tsx";
import { Activity } from "../components/icons.ts";
import { Attention } from "../components/overview/Attention.tsx";
import { Capacity } from "../components/overview/Capacity.tsx";
import type { OverviewProps } from "../components/overview/context.ts";
import { CreditWeather } from "../components/overview/CreditWeather.tsx";
import { Figures } from "../components/overview/Figures.tsx";
import { PageHead } from "../components/PageHead.tsx";
import { api } from "../lib/browser/api.ts";
import type { Overview } from "../lib/browser/api_types.ts";
import { poll } from "../lib/browser/poll.ts";

const EVERY_MS = 4000;

const PERIODS = ["hour", "day", "week", "month"] as const;

/** The deployment at a glance, live. */
export function OverviewBoard(
  props: OverviewProps & { live: string },
) {
  const { language, words, live } = props;
  const overview = useSignal<Overview>(props.overview);
  const isStale = useSignal(false);
  useEffect(() =>
    poll({
      everyMs: EVERY_MS,
      waitsFirst: true,
      ask: async (signal) => {
        const { period } = overview.value;
        const path = `/api/overview?period=${period}`;
        const result = await api.get<Overview>(path, { signal });
        isStale.value = !result.ok;
        // Another period may have been chosen meanwhile.
        if (result.ok && overview.value.period === period) {
          overview.value = result.value;
        }
        return result.ok;
      },
    }), []);

  async function choose(period: Overview["period"], event: Event) {
    event.preventDefault();
    const result = await api.get<Overview>(`/api/overview?period=${period}`);
    if (!result.ok) return void (isStale.value = true);
    overview.value = result.value;
    history.replaceState(null, "", `?period=${period}`);
  }

  const now = overview.value;
  const parts = { overview: now, language, words };
  return (
    <>
      <PageHead heading={words.heading} lead={words.lead}>
        <span class={`live-dot ${isStale.value ? "stopped" : ""}`}>
          {isStale.value ? words.stale : live}
        </span>
        <nav class="segments" aria-label={words.period}>
          {PERIODS.map((period) => (
            <a
              key={period}
              href={`?period=${period}`}
              aria-current={period === now.period ? "true" : "false"}
              onClick={(event) => choose(period, event)}
            >
              {words.periods[period]}
            </a>
          ))}
        </nav>
      </PageHead>
      <div class="overview">
        <Capacity {...parts} />
        <CreditWeather {...parts} />
        <section class="overview-figures" aria-labelledby="figures">
          <h2 id="figures" class="visually-hidden">{words.figures}</h2>
          {now.usage.totals.requests > 0 ? <Figures {...parts} /> : (
            <EmptyState
              icon={Activity}
              title={words.idle.title}
              action={
                <>
                  <LinkButton href="/connect">{words.idle.connect}</LinkButton>
                  <LinkButton href="/playground">{words.idle.play}</LinkButton>
                </>
              }
            >
              {words.idle.text}
            </EmptyState>
          )}
        </section>
        <Attention {...parts} />
      </div>
    </>
  );
}
