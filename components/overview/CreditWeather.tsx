import { fill } from "../../lib/i18n/fill.ts";
import { formatMoney, formatRelative } from "../../lib/i18n/format.ts";
import { Icon } from "../Icon.tsx";
import {
  CircleHelp,
  CloudLightning,
  CloudRain,
  Droplets,
  Sun,
} from "../icons.ts";
import { Meter, toneOfRest } from "../Meter.tsx";
import type { OverviewProps } from "./context.ts";

const SKIES = {
  clear: { icon: Sun, tone: "good" },
  rain: { icon: CloudRain, tone: "fair" },
  storm: { icon: CloudLightning, tone: "bad" },
  dry: { icon: Droplets, tone: "bad" },
  unknown: { icon: CircleHelp, tone: "quiet" },
};

/** What is left, and when it runs dry. */
export function CreditWeather({ overview, language, words }: OverviewProps) {
  const { at, credit } = overview;
  const { sky, left, allowance, burnPerHour, runsDryAt, refillsAt } = credit;
  const { icon, tone } = SKIES[sky];
  const all = Math.max(allowance, left);
  const refill = formatRelative(refillsAt, at, language);
  const sentence = fill(words.credit.skies[sky], {
    time: runsDryAt === null ? "" : formatRelative(runsDryAt, at, language),
    refill,
  });
  const sums = {
    left: formatMoney(left, language),
    all: formatMoney(all, language),
  };
  return (
    <section class="card weather" aria-labelledby="weather">
      <div class="card-head">
        <h2 id="weather">{words.credit.heading}</h2>
      </div>
      <p class="sky">
        <span class={tone}>
          <Icon of={icon} size={28} />
        </span>
        <strong>{sentence}</strong>
      </p>
      {sky !== "unknown" && (
        <>
          <Meter
            share={all === 0 ? 0 : left / all}
            label={fill(words.credit.left, sums)}
            tone={toneOfRest(all === 0 ? 0 : left / all)}
          />
          <p class="small quiet">
            {[
              fill(words.credit.left, sums),
              burnPerHour === null
                ? words.credit.noPace
                : fill(words.credit.pace, {
                  sum: formatMoney(burnPerHour, language),
                }),
              fill(words.credit.refill, { time: refill }),
            ].join(" · ")}
          </p>
        </>
      )}
      {credit.unknown > 0 && sky !== "unknown" && (
        <p class="small quiet">
          {fill(words.credit.unknown, { count: credit.unknown })}
        </p>
      )}
    </section>
  );
}
