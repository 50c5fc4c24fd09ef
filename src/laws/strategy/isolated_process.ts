/**
 * The process behind a {@linkcode ProcessRunner}: reads requests from standard input and writes answers to standard
 * output.
 *
 * Only the entry module of the process imports this module, and it does so before it imports the strategy. The console
 * of a strategy is then redirected to standard error, where its text cannot be mistaken for an answer.
 *
 * @module
 */

import { deserialize, serialize } from "node:v8";
import { readStandardInput, writeStandardOutput } from "../../host.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import { makeRun, type RunOutcome, type RunRequest } from "./run_outcome.ts";

/** The answer of a process. */
export interface ProcessAnswer {
  /** Name of the strategy class. */
  readonly strategy: string;
  /** Its default parameters. */
  readonly defaults: Params;
  /** Outcomes of the runs. */
  readonly outcomes: readonly RunOutcome[];
  /** The reason why there are no outcomes. */
  readonly problem: string | undefined;
}

/** The end mark of every answer, after its length. */
export const ANSWER_END: Uint8Array = new TextEncoder().encode("cracktrader:end\n");

/** Redirects the console to standard error. */
export function keepOutputFree(): void {
  for (const method of ["log", "info", "debug", "table", "dir"] as const) console[method] = console.error;
}

/** Reads the requests, makes the runs of the named export, and writes the answer. */
export async function answerRequests(exports: Readonly<Record<string, unknown>>, name: string): Promise<void> {
  const requests = deserialize(await readStandardInput()) as readonly RunRequest[];
  const bytes = new Uint8Array(serialize(answer(exports, name, requests)));
  const whole = new Uint8Array(bytes.length + 8 + ANSWER_END.length);
  whole.set(bytes);
  new DataView(whole.buffer).setFloat64(bytes.length, bytes.length);
  whole.set(ANSWER_END, bytes.length + 8);
  writeStandardOutput(whole);
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

/**
 * Returns the strategy class among a module's exports: the one with the name, or without a name the only one. Throws if
 * there is none.
 */
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
