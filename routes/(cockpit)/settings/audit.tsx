import { page } from "fresh";
import { EmptyState } from "../../../components/EmptyState.tsx";
import { History } from "../../../components/icons.ts";
import { SettingsHead } from "../../../components/settings/SettingsHead.tsx";
import { define } from "../../../define.ts";
import { AuditLog } from "../../../islands/AuditLog.tsx";
import { auditView } from "../../../lib/gateway/audit/view.ts";
import { speak } from "../../../lib/i18n/mod.ts";
import { listAuditEvents } from "../../../lib/store/audit.ts";

/** What can be shown alone, by the beginning of its actions. */
const AREAS = {
  all: null,
  settings: "settings.",
  keys: "key.",
  accounts: "account.",
  sessions: "session.",
  backup: "backup.",
} as const;

const PAGE_SIZE = 50;

export const handler = define.handlers({
  GET: async ({ state: { services }, url }) => {
    const asked = url.searchParams.get("area") ?? "all";
    const area = Object.hasOwn(AREAS, asked)
      ? asked as keyof typeof AREAS
      : "all";
    const action = AREAS[area];
    const { store, audit } = services;
    await audit.flush();
    const found = await listAuditEvents(store, {
      limit: PAGE_SIZE,
      since: audit.since,
      action: action ?? undefined,
    });
    const events = found.events.map(auditView);
    return page({ area, action, page: { events, cursor: found.cursor } });
  },
});

export default define.page<typeof handler>(function AuditPage(
  { data, req, url },
) {
  const { area, action, page } = data;
  const { language, words: { settings, common } } = speak(url, req.headers);
  const { audit } = settings;
  return (
    <>
      <SettingsHead current="audit" words={settings} />
      <section class="card stack" aria-labelledby="audit-heading">
        <div class="spread">
          <div>
            <h2 id="audit-heading">{audit.heading}</h2>
            <p class="hint">{audit.lead}</p>
          </div>
          <nav class="segments audit-areas" aria-label={audit.areas}>
            {(Object.keys(AREAS) as (keyof typeof AREAS)[]).map((name) => (
              <a
                key={name}
                href={name === "all"
                  ? "/settings/audit"
                  : `/settings/audit?area=${name}`}
                aria-current={name === area ? "true" : undefined}
              >
                {audit[name]}
              </a>
            ))}
          </nav>
        </div>
        {page.events.length === 0
          ? (
            <EmptyState icon={History} title={audit.empty}>
              {audit.emptyHelp}
            </EmptyState>
          )
          : (
            <AuditLog
              page={page}
              action={action}
              language={language}
              words={{ settings, common }}
            />
          )}
      </section>
    </>
  );
});
