import { useSignal } from "@preact/signals";
import { Badge } from "../components/Badge.tsx";
import { ConfirmButton } from "../components/ConfirmButton.tsx";
import { Icon } from "../components/Icon.tsx";
import { LogOut, Monitor } from "../components/icons.ts";
import { RelativeTime } from "../components/RelativeTime.tsx";
import { api, sentenceOf } from "../lib/browser/api.ts";
import type { SessionList as Sessions } from "../lib/browser/api_types.ts";
import { showToast } from "../lib/browser/toasts.ts";
import { browserName } from "../lib/cockpit/browser_name.ts";
import { fill } from "../lib/i18n/fill.ts";
import type { Language, Words } from "../lib/i18n/mod.ts";

type Session = Sessions["sessions"][number];

export interface SessionListProps {
  sessions: Session[];
  language: Language;
  words: Pick<Words, "settings" | "common">;
}

/** The browsers that are signed in; each can be signed out. */
export function SessionList(props: SessionListProps) {
  const { language } = props;
  const { settings: { sessions: words }, common } = props.words;
  const sessions = useSignal<readonly Session[]>(props.sessions);
  const others = sessions.value.filter(({ isCurrent }) => !isCurrent);

  /** True when it is signed out, whoever did it. */
  async function end({ id }: Session): Promise<boolean> {
    const gone = await api.delete(`/api/sessions/${id}`);
    const isGone = gone.ok ||
      (gone.fault.kind === "refused" && gone.fault.status === 404);
    if (isGone) {
      sessions.value = sessions.value.filter((other) => other.id !== id);
      return true;
    }
    const text = sentenceOf(gone.fault, common.faults);
    showToast({ text, tone: "bad" });
    return false;
  }

  async function revoke(session: Session) {
    if (!await end(session)) return;
    if (session.isCurrent) location.assign("/login");
    const browser = nameOf(session, words);
    showToast({ text: fill(words.revoked, { browser }), tone: "good" });
  }

  async function revokeOthers() {
    for (const session of others) {
      if (!await end(session)) return;
    }
    showToast({ text: words.othersDone, tone: "good" });
  }

  return (
    <>
      <ul class="plain sessions">
        {sessions.value.map((session) => (
          <li key={session.id} class="session" title={session.userAgent}>
            <Icon of={Monitor} size={20} />
            <div class="session-words">
              <p class="cluster">
                <strong>{nameOf(session, words)}</strong>
                {session.isCurrent && <Badge tone="good">{words.current}
                </Badge>}
              </p>
              <SessionFacts
                session={session}
                language={language}
                words={words}
              />
            </div>
            <ConfirmButton
              id={`session-${session.id}`}
              size="s"
              tone="danger-plain"
              icon={LogOut}
              label={`${words.revoke}: ${nameOf(session, words)}`}
              title={fill(words.revokeOf, { browser: nameOf(session, words) })}
              question={words.revokeQuestion}
              confirmLabel={words.revoke}
              cancelLabel={common.cancel}
              onConfirm={() =>
                revoke(session)}
            >
              {words.revoke}
            </ConfirmButton>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div>
          <ConfirmButton
            id="session-others"
            title={words.others}
            question={words.othersQuestion}
            confirmLabel={words.revoke}
            cancelLabel={common.cancel}
            onConfirm={revokeOthers}
          >
            {words.others}
          </ConfirmButton>
        </div>
      )}
    </>
  );
}

function SessionFacts(
  { session, language, words }: {
    session: Session;
    language: Language;
    words: Words["settings"]["sessions"];
  },
) {
  const { address, createdAt, lastUsedAt, expiresAt } = session;
  return (
    <p class="small quiet session-facts">
      {address && <span>{fill(words.from, { address })}</span>}
      <span>
        {words.signedIn} <RelativeTime at={createdAt} language={language} />
      </span>
      <span>
        {words.used} <RelativeTime at={lastUsedAt} language={language} />
      </span>
      <span>
        {words.ends} <RelativeTime at={expiresAt} language={language} />
      </span>
    </p>
  );
}

function nameOf(
  { userAgent }: Session,
  words: Words["settings"]["sessions"],
): string {
  const name = browserName(userAgent);
  return name === null ? words.unknown : fill(words.on, { ...name });
}
