/** Where a server that just started can be reached. */
export interface Greeting {
  port: number;
  /** The owner key, at the first start only. */
  ownerKey?: string;
  /** True while only the simulator answers. */
  isSimulated: boolean;
}

/** The model named in the example while no account is connected. */
const SIMULATED_MODEL = "simulator/gpt-4o";

const REAL_MODEL = "gpt-4o";

/** What a server says at its start; the command works as pasted. */
export function greeting({ port, ownerKey, isSimulated }: Greeting): string {
  const base = `http://localhost:${port}`;
  const model = isSimulated ? SIMULATED_MODEL : REAL_MODEL;
  const lines = [`Cockpit    ${base}`, `API        ${base}/v1`];
  if (ownerKey !== undefined) {
    lines.push(`Owner key  ${ownerKey}   (shown this once: keep it)`);
  }
  lines.push(
    "",
    "Try it:",
    `curl ${base}/v1/chat/completions \\`,
    `  -H "Authorization: Bearer ${ownerKey ?? "$YOUR_KEY"}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '{"model":"${model}","messages":[{"role":"user","content":"Hello"}]}'`,
  );
  return lines.join("\n");
}
