import { Exposition, type FamilyType } from "../../http/exposition.ts";
import { writePoolMetrics } from "./pool.ts";
import { writeUsageMetrics } from "./usage.ts";
import type { Services } from "../services.ts";

/**
 * What this process has done since it started, for Prometheus. Other instances
 * have figures of their own, which Prometheus adds up.
 */
export function metricsText(services: Services): string {
  const out = new Exposition();
  writeUsageMetrics(out, services.usage.lifetime.table);
  writePoolMetrics(out, services.puter.pool);
  writeRecords(out, services);
  writeProcess(out);
  return out.toString();
}

function writeRecords(out: Exposition, { recorder, usage }: Services): void {
  const families: [string, FamilyType, string, number][] = [
    [
      "puter2api_records_pending",
      "gauge",
      "Request records that wait to be stored.",
      recorder.pending,
    ],
    [
      "puter2api_records_dropped_total",
      "counter",
      "Request records given up because too many were waiting.",
      recorder.dropped,
    ],
    [
      "puter2api_usage_pending",
      "gauge",
      "Requests whose usage figures wait to be stored.",
      usage.pending,
    ],
  ];
  for (const [name, type, help, value] of families) {
    out.family(name, type, help);
    out.sample(value);
  }
}

function writeProcess(out: Exposition): void {
  out.family(
    "process_start_time_seconds",
    "gauge",
    "When the process started, in Unix seconds.",
  );
  out.sample(performance.timeOrigin / 1000);
  out.family(
    "process_resident_memory_bytes",
    "gauge",
    "Resident memory of the process.",
  );
  out.sample(Deno.memoryUsage().rss);
}
