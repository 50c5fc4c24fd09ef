/**
 * Loads the strategy of a command from a module of the user.
 *
 * @module
 */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Params, Strategy, type StrategyClass } from "../strategy/strategy.ts";
import { describeError } from "./error_report.ts";
import type { CommandLine } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

// Taken before any strategy is loaded, which could put others in their place.
const { setTimeout, clearTimeout } = globalThis;

/** The time that a module has to load. */
export interface LoadLimit {
  readonly seconds: number;
  /** The flag that sets it, if there is one. */
  readonly flag?: string;
}

/** Seconds for the loading of a module, by default. */
export const LOAD_SECONDS = 60;

/**
 * Returns the limit that the flag `--load-timeout` sets.
 *
 * @throws {UsageError} If it is no number of seconds that a timer can have.
 */
export function loadLimit(line: CommandLine): LoadLimit {
  const flag = "load-timeout", seconds = line.number(flag) ?? LOAD_SECONDS;
  // A timer has 31 bits for its milliseconds.
  if (seconds > 0 && seconds <= 2_000_000) return { seconds, flag };
  throw new UsageError(`Cannot use --${flag} ${seconds}: it is a number of seconds above 0 and up to 2000000`);
}

/**
 * Loads the strategy that a module exports. The module runs with the permissions of this process.
 *
 * @param path Path of the module.
 * @param exportName Name of the export; needed only if the module exports several strategies.
 * @param limit Time after which a module that still waits at its top level is given up.
 * @throws {UsageError} If the module cannot be loaded, does not export the strategy, or exports several without a name
 * given.
 */
export async function loadStrategy(
  path: string,
  exportName?: string,
  limit: LoadLimit = { seconds: LOAD_SECONDS },
): Promise<StrategyClass<Params>> {
  const exports = await loadModule(path, limit, "the strategy");
  const strategies = new Map(Object.entries(exports).filter(([, value]) => isStrategy(value)));
  if (exportName !== undefined) {
    const chosen = strategies.get(exportName);
    if (chosen !== undefined) return chosen as StrategyClass<Params>;
    const there = strategies.size === 0 ? "it exports none" : `it exports ${[...strategies.keys()].join(", ")}`;
    const problem = exportName in exports ? `is no strategy${foreignNote(exports[exportName])}` : "is not there";
    throw new UsageError(`Cannot use the export ${exportName} of ${path} as strategy: it ${problem}; ${there}`);
  }
  // A class that is exported under two names is one strategy.
  const different = new Set(strategies.values());
  if (different.size === 1) return [...different][0] as StrategyClass<Params>;
  if (different.size > 1) {
    throw new UsageError(
      `Cannot choose among the strategies of ${path}: name one of ${[...strategies.keys()].join(", ")} with --export`,
    );
  }
  const foreign = Object.values(exports).map(foreignNote).find((note) => note !== "");
  throw new UsageError(
    `Cannot find a strategy in ${path}: ` +
      (foreign === undefined ? "export a class that extends Strategy.with(...)" : `its class is none${foreign}`),
  );
}

/**
 * Loads a module of the user, which runs with the permissions of this process.
 *
 * @param path Path of the module.
 * @param limit Time after which a module that still waits at its top level is given up.
 * @param what The module in messages, such as `"the strategy"`.
 * @throws {UsageError} If the module cannot be loaded.
 */
export async function loadModule(
  path: string,
  { seconds, flag }: LoadLimit,
  what: string,
): Promise<Record<string, unknown>> {
  const url = path.startsWith("file:") ? path : pathToFileURL(resolve(path)).href;
  const late = Promise.withResolvers<never>();
  // The timer also keeps the process alive. Deno ends it with a trace if all that is left is a module that waits.
  const timer = setTimeout(() => {
    const remedy = flag === undefined ? "" : `, or give it more with --${flag} SECONDS`;
    const reason = `its top level still waits for something after ${seconds} s; take that out${remedy}`;
    late.reject(new UsageError(`Cannot load ${what} ${path}: ${reason}`));
  }, seconds * 1000);
  try {
    return await Promise.race([import(url), late.promise]) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // A module may throw any value while it loads.
    throw new UsageError(`Cannot load ${what} ${path}: ${describeError(error).message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function isStrategy(value: unknown): boolean {
  return typeof value === "function" && value.prototype instanceof Strategy;
}

/**
 * Returns a note if a value is a strategy of another copy of this package, whose lines and orders do not work with this
 * one.
 */
function foreignNote(value: unknown): string {
  const members = ["next", "prenext", "notifyOrder", "buy"] as const;
  const prototype: unknown = typeof value === "function" ? value.prototype : undefined;
  const isForeign = typeof prototype === "object" && prototype !== null && !(prototype instanceof Strategy) &&
    members.every((member) => typeof (prototype as Record<string, unknown>)[member] === "function");
  return isForeign
    ? " of this copy of the package, but of another one; import @cracktrader/cracktrader in the version of this command"
    : "";
}
