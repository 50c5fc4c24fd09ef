/**
 * The memory of indicators in a backtest: each run is a process of its own, so that none has the memory of another.
 *
 * @module
 */

import type { MemoryMode, MemoryRun } from "./memory_run.ts";

/** Bytes of a megabyte. */
const MB = 1e6;
/** Most bytes for a million bars on which 100 indicators are read. */
export const READ_MAX = 1200 * MB;
/** Most bytes that indicators may take which are declared and never read: less than five columns of a million bars. */
export const DECLARED_MAX = 40 * MB;

/** Runs of all modes. */
export type MemoryRuns = Readonly<Record<MemoryMode, MemoryRun>>;

/** Measures a run of each mode. */
export async function measureMemory(count: number): Promise<MemoryRuns> {
  return {
    none: await runInProcess("none", count),
    declared: await runInProcess("declared", count),
    read: await runInProcess("read", count),
  };
}

async function runInProcess(mode: MemoryMode, count: number): Promise<MemoryRun> {
  const program = new URL("memory_run.ts", import.meta.url).pathname;
  const permissions = ["--no-prompt", "--no-lock", "--allow-read=.", "--allow-ffi=./rust/lib"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, program, mode, String(count)],
    cwd: new URL("../..", import.meta.url),
  }).output();
  if (code === 0) return JSON.parse(new TextDecoder().decode(stdout)) as MemoryRun;
  throw new Error(`Cannot measure a run with indicators ${mode}: it ended with ${code}, ${decoded(stderr)}`);
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}

/** The table of memory, and whether it is within the bars. */
export function memoryReport({ none, declared, read }: MemoryRuns, count: number): { text: string; isWithin: boolean } {
  const cost = declared.peakBytes - none.peakBytes;
  const isWithin = cost <= DECLARED_MAX && read.peakBytes <= READ_MAX;
  const row = (name: string, run: MemoryRun, bar: string): string => {
    const megabytes = (run.peakBytes / MB).toFixed(0).padStart(6);
    return `${name.padEnd(24)}${megabytes}  ${bar}`.trimEnd();
  };
  const verdict = (isAbove: boolean): string => isAbove ? ": above the bar" : "";
  return {
    text: [
      `Greatest resident memory of the process in MB, seen at each first reading and every 4096 bars; ${count} bars, ` +
      `engine ${read.backend}`,
      row("no indicators", none, ""),
      row(
        `${declared.declared} declared`,
        declared,
        `the bar is ${DECLARED_MAX / MB} more than without${verdict(cost > DECLARED_MAX)}`,
      ),
      row(
        `${read.declared} read on every bar`,
        read,
        `the bar is ${READ_MAX / MB}${verdict(read.peakBytes > READ_MAX)}`,
      ),
    ].join("\n"),
    isWithin,
  };
}
