import { services } from "./services.ts";

/** The part of `Deno` that schedules; older and other runtimes lack it. */
interface Scheduler {
  cron?: (name: string, schedule: string, run: () => Promise<void>) => unknown;
}

/**
 * Has Deno Deploy wake an instance for the periodic work; must be called while
 * the main module is evaluated. Elsewhere a timer does it, see `Upkeep.start`.
 */
export function registerCrons(scheduler: Scheduler = Deno): boolean {
  const isDeploy = ["DENO_DEPLOYMENT_ID", "DENO_DEPLOY"]
    .some((name) => Deno.env.has(name));
  if (!isDeploy || scheduler.cron === undefined) return false;
  scheduler.cron("upkeep", "*/5 * * * *", async () => {
    const woken = services();
    // How long things are kept is a setting. Without a database the run itself
    // says so.
    await woken.ready().catch(() => {});
    await woken.upkeep.run();
  });
  return true;
}
