import type { CockpitStatus } from "../lib/gateway/cockpit_status.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface ExamplesProps {
  status: CockpitStatus;
  words: Words["home"];
}

/** How to call the API, and how to connect an account, as pasteable commands. */
export function Examples({ status, words }: ExamplesProps) {
  const { answeredBy, baseUrl } = status;
  const model = answeredBy === "simulator" ? "simulator/gpt-4o" : "gpt-4o";
  return (
    <>
      <section aria-labelledby="use">
        <h2 id="use">{words.use}</h2>
        <p>{words.useLead}</p>
        <pre tabindex={0}>{chatCommand(baseUrl, model)}</pre>
      </section>
      <section aria-labelledby="connect">
        <h2 id="connect">{words.connect}</h2>
        <ol>
          {words.connectSteps.map((step) => <li key={step}>{step}</li>)}
        </ol>
        <pre tabindex={0}>{connectCommand(new URL(baseUrl).origin)}</pre>
        <p class="hint">{words.connectNote}</p>
      </section>
    </>
  );
}

function chatCommand(baseUrl: string, model: string): string {
  return `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer $YOUR_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}",
       "messages": [{"role": "user", "content": "Hello"}]}'`;
}

function connectCommand(origin: string): string {
  return `curl ${origin}/api/accounts \\
  -H "Authorization: Bearer $OWNER_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"token": "eyJ..."}'`;
}
