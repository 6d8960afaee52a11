import { fill } from "../../lib/i18n/fill.ts";
import { formatChange } from "../../lib/i18n/format.ts";
import { Icon } from "../Icon.tsx";
import { ArrowDown, ArrowRight, ArrowUp } from "../icons.ts";
import type { OverviewProps } from "./context.ts";

export interface TrendProps extends Pick<OverviewProps, "language" | "words"> {
  /** Null where nothing was measured. */
  now: number | null;
  before: number | null;
  /** Whether more is welcome; neither when absent. */
  better?: "more" | "less";
}

/** Changes below this share are none. */
const NOTHING = 0.005;

/** A figure against the period before; an arrow says it without colour. */
export function Trend(props: TrendProps) {
  const { now, before, better, language, words } = props;
  if (now === null || before === null || before === 0) {
    return <span class="visually-hidden">{words.noBefore}</span>;
  }
  const change = now / before - 1;
  const isSame = Math.abs(change) < NOTHING;
  const isUp = change > 0;
  const tone = isSame || better === undefined
    ? ""
    : isUp === (better === "more")
    ? "good"
    : "bad";
  const text = isSame
    ? words.same
    : fill(words.against, { change: formatChange(change, language) });
  return (
    <span class={`trend ${tone}`} title={text}>
      <Icon of={isSame ? ArrowRight : isUp ? ArrowUp : ArrowDown} size={14} />
      <span aria-hidden="true">
        {isSame ? "0%" : formatChange(change, language)}
      </span>
      <span class="visually-hidden">{text}</span>
    </span>
  );
}
