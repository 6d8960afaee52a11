import type { Activity } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatNumber } from "../../lib/i18n/format.ts";
import { RelativeTime } from "../RelativeTime.tsx";
import { Skeleton } from "../Skeleton.tsx";
import type { AccountsSpeech } from "./context.ts";

export interface ActivityNoteProps extends AccountsSpeech {
  /** Undefined while it is on its way. */
  activity: Activity | undefined;
}

/** What an account served lately, and how it failed last. */
export function ActivityNote(props: ActivityNoteProps) {
  const { activity, words, language, common } = props;
  return (
    <dl class="activity">
      <div>
        <dt>{words.models.label}</dt>
        <dd>
          {activity === undefined
            ? <Skeleton label={common.loading} />
            : <Served {...props} activity={activity} />}
        </dd>
      </div>
      <div>
        <dt>{words.lastError.label}</dt>
        <dd>
          {activity === undefined
            ? <Skeleton shape="half" />
            : activity.lastError === null
            ? <span class="quiet">{words.lastError.none}</span>
            : (
              <>
                <a href={`/requests?id=${activity.lastError.requestId}`}>
                  <code>{activity.lastError.code}</code>
                </a>{" "}
                <RelativeTime at={activity.lastError.at} language={language} />
                <br />
                <span class="quiet">
                  {fill(words.lastError.blame, {
                    blame: blameOf(activity.lastError.blame, words),
                  })}
                </span>
              </>
            )}
        </dd>
      </div>
    </dl>
  );
}

function Served(
  { activity, words, language }: AccountsSpeech & { activity: Activity },
) {
  const { models, ok, requests } = activity;
  if (models.length === 0) {
    return <span class="quiet">{words.models.none}</span>;
  }
  const some = fill(words.models.some, {
    ok: formatNumber(ok, language),
    requests: formatNumber(requests, language),
  });
  return (
    <>
      <span class="model-list">
        {models.slice(0, 4).map(({ model }) => (
          <code key={model} title={model}>{model}</code>
        ))}
        {models.length > 4 && <span class="quiet">+{models.length - 4}</span>}
      </span>
      <span class="quiet">{some}</span>
    </>
  );
}

function blameOf(
  blame: string | null,
  { lastError: { blames } }: AccountsSpeech["words"],
): string {
  return blames[(blame ?? "unknown") as keyof typeof blames] ?? blames.unknown;
}
