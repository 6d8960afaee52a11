import type { UpstreamStatistics } from "../statistics.ts";

/** A server under load. */
export interface Target {
  port: number;
  /** Its process. */
  pid: number;
  /** The API key it takes. */
  key: string;
  upstreamPort: number;
}

/** What the fake upstream has seen so far. */
export async function upstreamStatistics(
  { upstreamPort }: Target,
): Promise<UpstreamStatistics> {
  const response = await fetch(`http://127.0.0.1:${upstreamPort}/stats`);
  return await response.json();
}
