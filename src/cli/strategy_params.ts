/**
 * Reads the parameters of a strategy from a command line.
 *
 * @module
 */

import { isPlainParam } from "../run/params.ts";
import type { Params } from "../strategy/strategy.ts";
import { numberOf } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Reads `name=value` texts as parameters. A value has the type of the parameter's default: a number, `true` or `false`,
 * a text, or else JSON.
 *
 * @param texts The texts.
 * @param defaults The strategy's parameters with their defaults.
 * @throws {UsageError} If a text has no name, the strategy has no such parameter or one that has no text, or the value has
 * another type.
 */
export function readParams(texts: readonly string[], defaults: Params): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`Cannot use ${JSON.stringify(text)} as --params: write it as NAME=VALUE`);
    const name = text.slice(0, at);
    if (!Object.hasOwn(defaults, name)) {
      const names = Object.keys(defaults);
      const there = names.length === 0 ? "the strategy has none" : `there are ${names.join(", ")}`;
      throw new UsageError(`Cannot find the parameter ${JSON.stringify(name)}: ${there}`);
    }
    if (!isPlainParam(defaults[name])) {
      throw new UsageError(
        `Cannot set the parameter ${
          JSON.stringify(name)
        }: its default is a function or another value that has no text; ` +
          "choose it in the class by another parameter, such as a name",
      );
    }
    if (Object.hasOwn(params, name)) throw new UsageError(`Cannot use the parameter ${JSON.stringify(name)} twice`);
    params[name] = valueOf(text.slice(at + 1), defaults[name], `parameter ${name}`);
  }
  return params;
}

function valueOf(text: string, example: unknown, place: string): unknown {
  switch (typeof example) {
    case "number":
      return numberOf(text, place);
    case "string":
      return text;
    case "boolean":
      if (text === "true" || text === "false") return text === "true";
      throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: it is true or false`);
    default:
      try {
        return JSON.parse(text);
      } catch {
        throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: it is JSON`);
      }
  }
}
