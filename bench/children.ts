/** Where the repository is. */
export const ROOT = new URL("..", import.meta.url).pathname;

/** The core of what is measured is 0; the core of all around it is 1. */
export type Core = 0 | 1;

/** How a child runs. */
export interface ChildOptions {
  core: Core;
  env?: Record<string, string>;
}

const canPin = navigator.hardwareConcurrency > 1 && await hasTaskset();

/** The options that give a child the import map this process runs with. */
export function importMapOptions(): string[] {
  const isNpm = import.meta.resolve("fresh").startsWith("file:");
  return isNpm ? ["--import-map", "npm/import_map.json"] : [];
}

/** Starts `deno run` with the arguments, on a core of its own if possible. */
export function start(
  args: string[],
  options: ChildOptions,
): Deno.ChildProcess {
  const [program, ...rest] = commandLine(args, options.core);
  return new Deno.Command(program, {
    args: rest,
    cwd: ROOT,
    env: options.env ?? {},
    stdout: "null",
    stderr: Deno.args.includes("--verbose") ? "inherit" : "null",
  }).spawn();
}

/**
 * Runs `deno run` with the arguments and gives what it printed.
 *
 * @throws {Error} when it fails
 */
export async function run(args: string[]): Promise<string> {
  const [program, ...rest] = commandLine(args, 1);
  const { success, stdout } = await new Deno.Command(program, {
    args: rest,
    cwd: ROOT,
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot run ${args.slice(0, 2).join(" ")}`);
  return new TextDecoder().decode(stdout);
}

function commandLine(args: string[], core: Core): [string, ...string[]] {
  const deno = [Deno.execPath(), "run", "-A", ...args] as const;
  return canPin ? ["taskset", "-c", `${core}`, ...deno] : [...deno];
}

async function hasTaskset(): Promise<boolean> {
  try {
    const command = new Deno.Command("taskset", { args: ["--version"] });
    return (await command.output()).success;
  } catch {
    return false;
  }
}
