import type { Words } from "../../lib/i18n/mod.ts";
import { Icon } from "../Icon.tsx";
import { FlaskConical } from "../icons.ts";

export interface SimulatorBannerProps {
  simulator: "only" | "beside";
  words: Words["shell"];
  /** True where the reader can connect an account. */
  isOwner: boolean;
}

/** Marks every page while answers may be invented. */
export function SimulatorBanner(
  { simulator, words, isOwner }: SimulatorBannerProps,
) {
  return (
    <aside
      class="simulated"
      data-simulator={simulator}
      aria-label={words.simulator.label}
    >
      <strong>
        <Icon of={FlaskConical} size={16} />
        {words.simulator.label}
      </strong>
      <span>{words.simulator[simulator]}</span>
      {isOwner && simulator === "only" && (
        <a href="/accounts?connect=1">{words.simulator.connect}</a>
      )}
    </aside>
  );
}
