import type { RequestBody } from "../../lib/browser/api_types.ts";
import { fill } from "../../lib/i18n/fill.ts";
import { formatTime } from "../../lib/i18n/format.ts";
import { CodeBlock } from "../CodeBlock.tsx";
import { Skeleton } from "../Skeleton.tsx";
import type { Telling } from "./words.ts";

export interface BodiesProps extends Telling {
  /** Undefined while they are on their way, null when none were kept. */
  bodies: RequestBody | null | undefined;
}

/** What was said in a request, where it was kept; for islands. */
export function Bodies({ bodies, words, language }: BodiesProps) {
  const { requests, common } = words;
  const parts = bodies
    ? [
      [requests.requestBody, bodies.request] as const,
      [requests.answerBody, bodies.answer] as const,
      [requests.errorBody, bodies.error] as const,
    ]
    : [];
  return (
    <section class="stack-s">
      <h3>{requests.bodies}</h3>
      {bodies === undefined && (
        <Skeleton
          shape="block"
          label={common.loading}
        />
      )}
      {bodies === null && (
        <p class="hint">
          {requests.noBodies} <a href="/keys">{requests.keyPolicies}</a>
        </p>
      )}
      {bodies && (
        <p class="hint">
          {fill(requests.bodiesHelp, {
            time: formatTime(bodies.until, language),
          })}
        </p>
      )}
      {parts.map(([name, body]) =>
        body && (
          <details key={name}>
            <summary>
              {name}
              {body.cut && <span class="faint">· {requests.cut}</span>}
            </summary>
            <CodeBlock
              code={indented(body.text)}
              copyText={body.text}
              label={name}
              words={common}
              wraps
            />
          </details>
        )
      )}
    </section>
  );
}

/** JSON in many lines; as it is where it was cut. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
