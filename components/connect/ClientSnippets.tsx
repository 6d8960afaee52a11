import { CLIENTS, type SnippetValues } from "../../lib/cockpit/snippets/mod.ts";
import type { Words } from "../../lib/i18n/mod.ts";
import { CodeBlock } from "../CodeBlock.tsx";

export interface ClientSnippetsProps {
  /** The id of the client that is shown. */
  current: string;
  onChange: (id: string) => void;
  values: SnippetValues;
  words: Pick<Words, "connect" | "common">;
}

/** One client at a time, chosen among all of them. */
export function ClientSnippets(props: ClientSnippetsProps) {
  const { current, onChange, values, words: { connect, common } } = props;
  const client = Object.values(CLIENTS).flat()
    .find(({ id }) => id === current);
  const notes: Record<string, string> = connect.notes;
  return (
    <section class="card clients" aria-labelledby="client-name">
      <div class="client-list" role="group" aria-label={connect.clients}>
        {Object.entries(CLIENTS).map(([kind, clients]) => (
          <div key={kind} class="client-kind">
            <h3 class="small quiet">
              {connect.kinds[kind as keyof typeof CLIENTS]}
            </h3>
            <div class="client-buttons">
              {clients.map(({ id, name }) => (
                <button
                  key={id}
                  type="button"
                  class="client"
                  aria-pressed={id === current}
                  onClick={() => onChange(id)}
                >
                  {name}
                </button>
              ))}
            </div>
          </div>
        ))}
      </div>
      {client && (
        <div class="client-guide stack">
          <div>
            <h2 id="client-name">{client.name}</h2>
            <p class="hint">{notes[client.id]}</p>
          </div>
          {client.snippets(values).map(({ title, code }) => (
            <div key={title} class="stack-s">
              <h3 class="small">{title}</h3>
              <CodeBlock
                code={code}
                label={`${client.name}: ${title}`}
                words={common}
              />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
