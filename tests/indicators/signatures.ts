/**
 * The parameters of the exported indicators, read from their source text: what a test over every function calls them with.
 *
 * @module
 */

import * as indicators from "../../src/indicators/mod.ts";
import type { IndicatorInputs, MadeLines } from "./indicator_case.ts";

/** An exported indicator and its parameters. */
export interface Signature {
  /** Name of the function. */
  readonly name: string;
  readonly call: (...values: readonly unknown[]) => MadeLines;
  /** Names of the parameters before the options. */
  readonly parameters: readonly string[];
  /** Those parameters that have a whole number from 2 on as their default. */
  readonly periods: ReadonlySet<string>;
  /** Names of the options; undefined for a function without options. */
  readonly options: readonly string[] | undefined;
}

/** Reads the signatures of all exported indicators. */
export function signatures(): readonly Signature[] {
  return Object.entries(indicators).filter(([, value]) => typeof value === "function").map(([name, value]) => {
    const text = String(value), head = /^function \w+\(([\s\S]*?)\)\s*\{/.exec(text)?.[1];
    if (head === undefined) throw new TypeError(`The parameters of ${name} cannot be read from its text`);
    const written = head.split(/,\s*(?![^([{]*[)\]}])/).map((part) => part.trim()).filter((part) => part !== "");
    const names = written.map((part) => /^\w+/.exec(part)?.[0] ?? part), hasOptions = names.at(-1) === "options";
    const listed = /optionsOf\(\s*"\w+",\s*arguments,\s*\[[^\]]*\],\s*options,\s*\[([^\]]*)\]/.exec(text)?.[1] ?? "";
    return {
      name,
      call: value as Signature["call"],
      parameters: hasOptions ? names.slice(0, -1) : names,
      periods: new Set(written.filter((part) => /= ([2-9]|\d\d+)$/.test(part)).map((part) => part.split(" ")[0]!)),
      options: hasOptions ? [...listed.matchAll(/"(\w+)"/g)].map(([, option]) => option!) : undefined,
    };
  });
}

/** Values of parameters that have no default and are not a line. */
const VALUES: Readonly<Record<string, unknown>> = { weights: [1, 2, 3] };
const SECOND: ReadonlySet<string> = new Set(["b", "other", "market", "x", "average"]);

/** Returns arguments for the parameters: inputs, and undefined for what has a default. */
export function argumentsOf({ parameters, call }: Signature, { feed, line, other }: IndicatorInputs): unknown[] {
  const defaults = String(call);
  return parameters.map((name, at) => {
    if (name === "feed") return feed;
    if (name in VALUES) return VALUES[name];
    if (at > 0 && new RegExp(`\\b${name} = `).test(defaults.slice(0, defaults.indexOf("{\n")))) return undefined;
    return SECOND.has(name) ? other : line;
  });
}

/** Options that a function cannot be called without. */
export const NEEDED_OPTIONS: Readonly<Record<string, object>> = { anchoredVwap: { from: "2000-01-05" } };
