/**
 * Reads from a command line what a search tries: values of parameters, and comparisons of them or of figures.
 *
 * @module
 */

import { range } from "../search/range.ts";
import type { Params } from "../strategy/strategy.ts";
import { numberOf } from "./flags.ts";
import { readParams } from "./strategy_params.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Reads `name=5:50:5`, both ends included, or `name=20,50`, as values to try.
 *
 * @param texts The texts.
 * @param defaults The strategy's parameters with their defaults; undefined where any name is a parameter.
 * @throws {UsageError} If a text has no name or no value, the strategy has no such parameter, or a value has another type.
 */
export function readSearched(texts: readonly string[], defaults: Params | undefined): Record<string, unknown[]> {
  const params: Record<string, unknown[]> = {};
  for (const text of texts) {
    const at = text.indexOf("="), name = text.slice(0, at), values = text.slice(at + 1);
    if (at < 1 || values === "") {
      throw new UsageError(
        `Cannot use ${JSON.stringify(text)} as --param: write it as NAME=FROM:TO:STEP or NAME=A,B,C`,
      );
    }
    if (Object.hasOwn(params, name)) throw new UsageError(`Cannot use --param ${name} twice`);
    params[name] = valuesOf(name, values, defaults);
  }
  return params;
}

function valuesOf(name: string, text: string, defaults: Params | undefined): unknown[] {
  const typed = (value: string): unknown =>
    defaults === undefined ? guessed(value) : readParams([`${name}=${value}`], defaults)[name];
  const parts = text.split(":");
  // A text may have colons, such as a time of day.
  if (parts.length === 1 || defaults !== undefined && typeof defaults[name] === "string") {
    return text.split(",").map(typed);
  }
  // So that the name is checked before the numbers.
  typed(parts[0]!);
  if (parts.length > 3) {
    throw new UsageError(`Cannot use ${JSON.stringify(text)} as --param ${name}: write FROM:TO:STEP`);
  }
  const [from, to, step = 1] = parts.map((part) => numberOf(part, `--param ${name}`));
  try {
    return [...range(from!, to!, step)];
  } catch (error) {
    throw new UsageError(`Cannot use --param ${name}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Returns a value of signals, whose parameters have no defaults that tell a type. */
function guessed(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}

const COMPARISON = /^\s*([A-Za-z_]\w*)\s*(<=|>=|!=|<|>|=)\s*([A-Za-z_]\w*|[+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*$/;

const COMPARE: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
  "=": (one, other) => one === other,
  "!=": (one, other) => one !== other,
};

/**
 * Returns a function that holds if all comparisons do: `fast<slow`, `tradesClosed>=30`. A value that is null or missing
 * fulfils none.
 *
 * @param texts The comparisons.
 * @param flag Name of the flag, for messages.
 * @param known Names that there are; any by default.
 * @throws {UsageError} If a text is no comparison, or there is no such name.
 */
export function readComparisons(
  texts: readonly string[],
  flag: string,
  known?: readonly string[],
): ((values: Readonly<Record<string, unknown>>) => boolean) | undefined {
  if (texts.length === 0) return undefined;
  const checks = texts.map((text) => {
    const [, left, sign, right] = COMPARISON.exec(text) ?? [];
    if (left === undefined) {
      throw new UsageError(
        `Cannot use ${
          JSON.stringify(text)
        } as --${flag}: write a comparison of a name with a name or a number, such as ` +
          '"fast<slow" or "tradesClosed>=30"',
      );
    }
    for (const name of [left, right!]) {
      if (known === undefined || known.includes(name) || !/^[A-Za-z_]/.test(name)) continue;
      throw new UsageError(`Cannot find ${JSON.stringify(name)} of --${flag}: there are ${known.join(", ")}`);
    }
    const valueOf = (term: string, values: Readonly<Record<string, unknown>>): unknown =>
      /^[A-Za-z_]/.test(term) ? values[term] : Number(term);
    return (values: Readonly<Record<string, unknown>>): boolean => {
      const one = valueOf(left, values), other = valueOf(right!, values);
      return typeof one === "number" && typeof other === "number" && COMPARE[sign!]!(one, other);
    };
  });
  return (values) => checks.every((check) => check(values));
}
