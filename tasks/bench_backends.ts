/**
 * `deno task bench:backends`: the same work on both engines, times beside each other, valid only when they agree.
 *
 * @module
 */

import { type BackendArguments, BACKENDS_HELP, parseBackendArguments } from "../bench/backends/arguments.ts";
import { benchBackends } from "../bench/backends/bench_backends.ts";

function main(args: readonly string[]): number {
  if (args.includes("--help")) {
    console.log(BACKENDS_HELP);
    return 0;
  }
  let wanted: BackendArguments;
  try {
    wanted = parseBackendArguments(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  try {
    return benchBackends(wanted);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exitCode = main(Deno.args);
