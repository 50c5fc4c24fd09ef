/**
 * The machine that a measurement ran on.
 *
 * @module
 */

import { cpus, release, totalmem } from "node:os";

/** A machine, as far as it bears on times; nothing that names it. */
export interface Machine {
  /** Operating system and its release. */
  readonly system: string;
  /** Processor architecture. */
  readonly architecture: string;
  /** Model of the processor; `"unknown"` when the system does not tell. */
  readonly processor: string;
  /** Processors that the process may use. */
  readonly processors: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
}

/** Versions of what ran. */
export interface Runtime {
  readonly deno: string;
  readonly v8: string;
  readonly typescript: string;
}

/** Describes this machine. Needs the permission `--allow-sys=cpus,osRelease,systemMemoryInfo`. */
export function thisMachine(): Machine {
  return {
    system: `${Deno.build.os} ${release()}`,
    architecture: Deno.build.arch,
    processor: cpus()[0]?.model || "unknown",
    processors: navigator.hardwareConcurrency,
    memoryBytes: totalmem(),
  };
}

/** The versions of this runtime. */
export function thisRuntime(): Runtime {
  const { deno, v8, typescript } = Deno.version;
  return { deno, v8, typescript };
}
