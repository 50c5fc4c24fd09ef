/**
 * The subject that a module exports.
 *
 * @module
 */

import type { Figure } from "../analyzers/figure.ts";
import { inspected, mainModule, urlOfPath } from "../host.ts";
import { isOptions } from "../options.ts";
import { quoted } from "../records/text.ts";
import { messageOf } from "../strategy/strategy_error.ts";
import { Strategy } from "../strategy/strategy.ts";
import { type ModuleSubject, type Subject, subjectOf } from "./subject.ts";
import { figuresOfModule } from "./trial_figures.ts";

/** A subject that was imported. */
export interface LoadedModule {
  readonly subject: Subject;
  /** Figures that the module exports. */
  readonly figures: Readonly<Record<string, Figure>>;
}

/**
 * Returns the address of a module.
 *
 * @throws {TypeError} If it is none, or the main module of this program: each worker would run that anew, and start workers.
 */
export function moduleAddress({ module }: ModuleSubject): string {
  if (!(module instanceof URL) && (typeof module !== "string" || module === "")) {
    throw new TypeError(
      `Cannot search with module ${inspected(module, 0)}: pass new URL("./my_strategy.ts", import.meta.url)`,
    );
  }
  const url = module instanceof URL ? module : /^[a-z]{2,}:/i.test(module) ? new URL(module) : urlOfPath(module);
  if (url.href === mainModule()) {
    throw new TypeError(
      `Cannot search with module ${url.href}: it is the main module of this program, which each worker would run anew; ` +
        "move the strategy into a module of its own, or pass its class with workers: 0",
    );
  }
  return url.href;
}

/**
 * Imports a subject.
 *
 * @param address Address of the module.
 * @param name Name of the export; undefined for the only one that can be run.
 * @throws {TypeError} If the module cannot be imported, or exports no such subject.
 */
export async function loadModule(address: string, name: string | undefined): Promise<LoadedModule> {
  let exports: Readonly<Record<string, unknown>>;
  try {
    exports = await import(address);
  } catch (error) {
    throw new TypeError(`Cannot import ${address} for a search: ${messageOf(error)}`, { cause: error });
  }
  const runnable = Object.entries(exports).filter(([, value]) => isRunnable(value));
  const there = runnable.length === 0 ? "it exports none" : `there are ${quoted(runnable.map(([each]) => each))}`;
  if (name !== undefined) {
    if (!Object.hasOwn(exports, name)) {
      throw new TypeError(`Cannot find the export ${JSON.stringify(name)} of ${address} to search with: ${there}`);
    }
    return { subject: subjectOf(exports[name]), figures: figuresOfModule(exports) };
  }
  if (new Set(runnable.map(([, value]) => value)).size === 1) {
    return { subject: subjectOf(runnable[0]![1]), figures: figuresOfModule(exports) };
  }
  throw new TypeError(
    `Cannot choose what of ${address} to search with: pass name, that of an export that is a strategy class or ` +
      `{ signals }; ${there}`,
  );
}

function isRunnable(value: unknown): boolean {
  if (typeof value === "function") return value.prototype instanceof Strategy;
  return isOptions(value) && typeof (value as { readonly signals?: unknown }).signals === "function";
}
