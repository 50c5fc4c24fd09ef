/**
 * The other end of a {@linkcode ProcessRunner}: takes requests from standard input and answers on standard output.
 *
 * Nothing but the process's entry imports this module, and it does so before it imports the strategy: what a strategy
 * writes to the console goes to standard error, where it cannot be taken for an answer.
 *
 * @module
 */

import { deserialize, serialize } from "node:v8";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { makeRun, type RunOutcome, type RunRequest } from "./run_outcome.ts";

/** What a process answers. */
export interface ProcessAnswer {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Its default parameters. */
  readonly defaults: Params;
  /** What the runs came to. */
  readonly outcomes: readonly RunOutcome[];
  /** Why there are no outcomes. */
  readonly problem: string | undefined;
}

/** Ends every answer, behind its length. */
export const ANSWER_END: Uint8Array = new TextEncoder().encode("cracktrader:end\n");

/** Sends what is written to the console to standard error. */
export function keepOutputFree(): void {
  for (const method of ["log", "info", "debug", "table", "dir"] as const) console[method] = console.error;
}

/** Reads the requests, makes the runs of the export with that name, and writes the answer. */
export async function answerRequests(exports: Readonly<Record<string, unknown>>, name: string): Promise<void> {
  const requests = deserialize(await new Response(Deno.stdin.readable).bytes()) as readonly RunRequest[];
  const bytes = new Uint8Array(serialize(answer(exports, name, requests)));
  const whole = new Uint8Array(bytes.length + 8 + ANSWER_END.length);
  whole.set(bytes);
  new DataView(whole.buffer).setFloat64(bytes.length, bytes.length);
  whole.set(ANSWER_END, bytes.length + 8);
  for (let from = 0; from < whole.length;) from += Deno.stdout.writeSync(whole.subarray(from));
}

function answer(
  exports: Readonly<Record<string, unknown>>,
  name: string,
  requests: readonly RunRequest[],
): ProcessAnswer {
  const found = findStrategy(exports, name);
  if (typeof found === "string") return { strategy: "", defaults: {}, outcomes: [], problem: found };
  const { name: strategy, defaults } = found;
  try {
    return { strategy, defaults, outcomes: requests.map((request) => makeRun(found, request)), problem: undefined };
  } catch (error) {
    return { strategy, defaults, outcomes: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The strategy class among a module's exports, or why there is none; without a name the only one that there is. */
function findStrategy(exports: Readonly<Record<string, unknown>>, name: string): StrategyClass<Params> | string {
  const classes = Object.keys(exports).filter((key) => isStrategyClass(exports[key]));
  const there = classes.length === 0 ? "it exports no strategy" : `its strategies are ${classes.join(", ")}`;
  if (name !== "") {
    if (classes.includes(name)) return exports[name] as StrategyClass<Params>;
    return `Cannot find the strategy "${name}" in the module: ${there}`;
  }
  if (classes.length === 1) return exports[classes[0]!] as StrategyClass<Params>;
  return `Cannot tell which export of the module is the strategy: ${there}; name one`;
}

function isStrategyClass(value: unknown): boolean {
  if (typeof value !== "function" || !("defaults" in value)) return false;
  const prototype: unknown = value.prototype;
  return typeof prototype === "object" && prototype !== null && "next" in prototype && "notifyOrder" in prototype;
}
