import type { Words } from "../../lib/i18n/mod.ts";
import { PageHead } from "../PageHead.tsx";

/** The parts of the settings, in the order of their tabs. */
export const SETTINGS_PARTS = [
  "general",
  "models",
  "audit",
  "sessions",
  "backup",
  "about",
] as const;

export interface SettingsHeadProps {
  current: typeof SETTINGS_PARTS[number];
  words: Words["settings"];
}

/** The heading of the settings, and the way to each of their parts. */
export function SettingsHead({ current, words }: SettingsHeadProps) {
  return (
    <>
      <PageHead heading={words.heading} lead={words.lead} />
      <nav class="tabs settings-tabs" aria-label={words.nav}>
        {SETTINGS_PARTS.map((part) => (
          <a
            key={part}
            href={part === "general" ? "/settings" : `/settings/${part}`}
            aria-current={part === current ? "page" : undefined}
          >
            {words.parts[part]}
          </a>
        ))}
      </nav>
    </>
  );
}
