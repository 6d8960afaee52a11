/** An answer as it came over the wire. */
export interface Exchange {
  status: number;
  /** Media type, without parameters. */
  type: string;
  requestId: string | null;
  text: string;
  /** Ms after the head at which each network chunk came. */
  arrivals: readonly number[];
}

/** One server-sent event. */
export interface StreamEvent {
  /** Of its `event:` line; null without one. */
  name: string | null;
  data: string;
}

/** Reads an answer to its end, with the times of its chunks. */
export async function readExchange(
  res: Response,
  now: () => number = () => performance.now(),
): Promise<Exchange> {
  const started = now();
  const arrivals: number[] = [];
  const decoder = new TextDecoder();
  let text = "";
  const reader = res.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    arrivals.push(now() - started);
    text += decoder.decode(value, { stream: true });
  }
  return {
    status: res.status,
    type: (res.headers.get("content-type") ?? "").split(";", 1)[0] ?? "",
    requestId: res.headers.get("x-request-id"),
    text: text + decoder.decode(),
    arrivals,
  };
}

/** The events of a stream; comments are none. */
export function eventsOf(text: string): StreamEvent[] {
  const blocks = text.split(/\r?\n\r?\n/);
  return blocks.flatMap((block) => {
    let name: string | null = null;
    const data: string[] = [];
    for (const line of block.split(/\r?\n/)) {
      if (line.startsWith("event:")) name = line.slice(6).trim();
      if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    return data.length === 0 ? [] : [{ name, data: data.join("\n") }];
  });
}

/** JSON, or undefined where a text is none. */
// deno-lint-ignore no-explicit-any
export function jsonOf(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
