import type { ExplainedRequest } from "../../lib/browser/api_types.ts";
import { Choices } from "./Choices.tsx";
import { Facts } from "./Facts.tsx";
import { Timeline } from "./Timeline.tsx";
import type { Telling } from "./words.ts";

export interface RequestDetailsProps extends Telling {
  record: ExplainedRequest;
  /** Undefined for the zone of the reader. */
  zone?: string;
}

/** How a request went over time, and all that is known of it. */
export function RequestDetails(
  { record, zone, ...telling }: RequestDetailsProps,
) {
  const { requests } = telling.words;
  return (
    <>
      <section class="stack-s">
        <h3>{requests.timeline}</h3>
        <Timeline record={record} {...telling} />
      </section>
      {record.choices && record.choices.length > 0 && (
        <section class="stack-s">
          <h3>{requests.choice}</h3>
          <Choices choices={record.choices} {...telling} />
        </section>
      )}
      <section class="stack-s">
        <h3>{requests.facts}</h3>
        <Facts record={record} zone={zone} {...telling} />
      </section>
    </>
  );
}

/** What happened to a request and why, in sentences. */
export function Story(
  { record, language, words }: Omit<RequestDetailsProps, "zone" | "names">,
) {
  return (
    <section class="stack-s" aria-label={words.requests.story}>
      {record.explanation[language].map((sentence, n) => (
        <p key={n}>{sentence}</p>
      ))}
    </section>
  );
}
