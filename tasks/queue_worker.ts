/**
 * `deno task queue:worker`: a worker of a queue, which makes trials of the searches that `queueExecutor` sends.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { serveQueue } from "../src/queue/mod.ts";

const HELP = `Makes trials of searches that run elsewhere, until it is ended by SIGINT or SIGTERM.

Usage: deno task queue:worker STRATEGY.ts... [--redis ADDRESS] [--queue NAME] [--threads N] [--lock-ms N] [--stalled-ms N]

STRATEGY.ts    Modules of the strategies. It runs no other code.
--redis        Address of Redis; redis://127.0.0.1:6379 by default. The task reaches this machine alone: for another one,
               run tasks/queue_worker.ts with --allow-net of it.
--queue        Name of the queue; search by default.
--threads      Threads that make trials; by default one for each processor.
--lock-ms      Time after which the jobs of a worker that tells nothing go to others; 10000 by default.
--stalled-ms   Time between two looks for such jobs; 5000 by default.

Exit code: 0 if it was ended, 1 if it cannot work, 2 for wrong arguments.`;

interface Arguments {
  readonly modules: readonly string[];
  readonly place: { readonly redis?: string; readonly queue?: string };
  readonly numbers: { readonly threads?: number; readonly lockMs?: number; readonly stalledMs?: number };
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      redis: { type: "string" },
      queue: { type: "string" },
      threads: { type: "string" },
      "lock-ms": { type: "string" },
      "stalled-ms": { type: "string" },
    },
  });
  if (positionals.length === 0) throw new TypeError("Cannot serve without a module: name that of the strategy");
  const { redis, queue, threads, "lock-ms": lockMs, "stalled-ms": stalledMs } = values;
  const numbers = Object.entries({ threads, lockMs, stalledMs }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, Number(text)] as const]
  );
  return {
    modules: positionals,
    place: { ...(redis === undefined ? {} : { redis }), ...(queue === undefined ? {} : { queue }) },
    numbers: Object.fromEntries(numbers),
  };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  let given: Arguments;
  try {
    given = readArguments(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    return 2;
  }
  try {
    const { modules, place, numbers } = given, ending = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => ending.abort());
    const onError = (error: Error): void => console.error(error.message);
    await using server = await serveQueue({ ...place, ...numbers, modules, signal: ending.signal, onError });
    console.log(`Takes trials as ${server.name}`);
    await server.finished;
    console.log(`Made ${server.trials} trials`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
