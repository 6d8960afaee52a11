import type { CockpitStatus } from "../lib/gateway/owner/cockpit_status.ts";
import type { Words } from "../lib/i18n/mod.ts";

export interface ExamplesProps {
  status: CockpitStatus;
  words: Words["landing"];
}

/** How to call the API, as a command that works as pasted. */
export function Examples({ status, words }: ExamplesProps) {
  const { answeredBy, baseUrl } = status;
  const model = answeredBy === "simulator" ? "simulator/gpt-4o" : "gpt-4o";
  return (
    <section aria-labelledby="use">
      <h2 id="use">{words.use}</h2>
      <p>{words.useLead}</p>
      <div class="code">
        <pre tabindex={0}>{chatCommand(baseUrl, model)}</pre>
      </div>
    </section>
  );
}

function chatCommand(baseUrl: string, model: string): string {
  return `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer $YOUR_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}",
       "messages": [{"role": "user", "content": "Hello"}]}'`;
}
