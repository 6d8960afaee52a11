import { useMemo } from "preact/hooks";
import { CompanionForm } from "../components/settings/CompanionForm.tsx";
import { SettingRow } from "../components/settings/SettingRow.tsx";
import type { ApiFault } from "../lib/browser/api.ts";
import type { Companion, SettingsView } from "../lib/browser/api_types.ts";
import { GROUPS, type SettingName } from "../lib/browser/settings/fields.ts";
import { SettingsState } from "../lib/browser/settings/settings_state.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface GeneralSettingsProps {
  view: SettingsView;
  etag: string;
  companion: Companion;
  /** Ids of the models that are listed. */
  models: string[];
  language: Language;
  words: Pick<Words, "settings" | "common">;
}

/** Every setting but the list of models. */
export function GeneralSettings(props: GeneralSettingsProps) {
  const { companion, models, language, words } = props;
  const state = useMemo(() => new SettingsState(props.view, props.etag), []);
  const { settings } = state.view.value;

  async function change(
    name: SettingName,
    value: unknown,
  ): Promise<ApiFault | null> {
    const old = settings[name];
    const before = old?.source === "stored" ? old.value : null;
    const fault = await state.change(name, value);
    if (fault !== null) return fault;
    const title = words.settings.fields[name];
    showToast({
      text: fill(
        value === null ? words.settings.resetDone : words.settings.saved,
        { name: title },
      ),
      tone: "good",
      action: {
        label: words.common.undo,
        run: async () => {
          if (await state.change(name, before) !== null) return;
          showToast({ text: words.settings.undone, tone: "good" });
        },
      },
    });
    return null;
  }

  return (
    <div class="settings">
      {Object.entries(GROUPS).map(([group, names]) => (
        <section key={group} class="card" aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>
            {words.settings.groups[group as keyof typeof GROUPS]}
          </h2>
          {names.map((name) => {
            const view = settings[name];
            return view && (
              <SettingRow
                key={name}
                name={name}
                view={view}
                models={models}
                language={language}
                words={words}
                onChange={(value) => change(name, value)}
              />
            );
          })}
        </section>
      ))}
      <section class="card">
        <CompanionForm companion={companion} words={words} />
      </section>
    </div>
  );
}
