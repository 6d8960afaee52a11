import { BackupForm } from "../components/settings/BackupForm.tsx";
import { RestoreForm } from "../components/settings/RestoreForm.tsx";
import type { Language, Words } from "../lib/i18n/mod.ts";

export interface BackupProps {
  language: Language;
  words: Pick<Words, "settings" | "common">;
}

/** Makes backups and restores them. */
export function Backup(props: BackupProps) {
  return (
    <div class="backup">
      <section class="card">
        <BackupForm {...props} />
      </section>
      <section class="card">
        <RestoreForm {...props} />
      </section>
    </div>
  );
}
