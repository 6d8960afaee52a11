/** Clock ticks per second in `/proc/<pid>/stat`; fixed by the kernel's ABI. */
const TICKS = 100;

/** CPU time a process has used, in ms, all threads, user and system. */
export function cpuMs(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The name in the second field may hold anything but ends at the last ")".
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 1000 / TICKS;
}

/** Resident memory of a process, in KiB. */
export function residentKiB(pid: number): number {
  return statusField(pid, "VmRSS");
}

/** The most memory resident at once since `forgetPeak`, in KiB. */
export function peakKiB(pid: number): number {
  return statusField(pid, "VmHWM");
}

/** Begins a new peak at the present size. */
export function forgetPeak(pid: number): void {
  Deno.writeTextFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** Resolves after some ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function statusField(pid: number, name: string): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status);
  if (found === null) throw new Error(`Cannot read ${name} of process ${pid}`);
  return Number(found[1]);
}
