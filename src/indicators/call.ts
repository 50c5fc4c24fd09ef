/**
 * The check of an indicator's call: no argument and no option is dropped without a word.
 *
 * JavaScript takes further arguments and further properties without an error, and so a misspelt option would compute
 * another line than the one that was asked for. Every indicator of this package therefore begins with one of these.
 *
 * @module
 */

import { FeedLines } from "../lines/feed_lines.ts";
import { describeOperand, Line } from "../lines/line.ts";
import { isOptions, takenOptions } from "../options.ts";

/**
 * Rejects a call with more arguments than an indicator without options has.
 *
 * @param indicator Name of the indicator.
 * @param given The arguments of the call.
 * @param parameters Names of the parameters.
 * @throws {TypeError} If there are more arguments.
 */
export function checkCall(indicator: string, given: ArrayLike<unknown>, parameters: readonly string[]): void {
  if (given.length <= parameters.length) return;
  throw new TypeError(
    `Cannot compute ${indicator} with ${describeOperand(given[parameters.length])} as argument ${
      parameters.length + 1
    }: it takes ${parameters.join(", ")}`,
  );
}

/**
 * Returns the options of a call, each read once. They are the last argument of an indicator.
 *
 * @param indicator Name of the indicator.
 * @param given The arguments of the call.
 * @param parameters Names of the parameters before the options.
 * @param options The options.
 * @param names Names of all options.
 * @returns A plain copy of the options.
 * @throws {TypeError} If the options are no object, there is no option of a name, or there are more arguments.
 */
export function optionsOf<Options extends object>(
  indicator: string,
  given: ArrayLike<unknown>,
  parameters: readonly string[],
  options: Options,
  names: readonly (keyof Options & string)[],
): Options {
  const listed = names.join(", "), form = `{ ${listed} }`;
  checkCall(indicator, given, [...parameters, form]);
  const isLines = options instanceof Line || options instanceof FeedLines;
  if (isLines || !isOptions(options)) {
    throw new TypeError(
      `Cannot compute ${indicator} with ${describeOperand(options)} as argument ${parameters.length + 1}: it takes ${
        [...parameters, form].join(", ")
      }`,
    );
  }
  return takenOptions(options, names, {
    noObject: (shown) => `Cannot compute ${indicator} with the options ${shown}: pass an object, ${form}`,
    unknown: (name) =>
      `Cannot use option "${name}" of ${indicator}: ${
        names.length === 1 ? `there is ${listed}` : `the options are ${listed}`
      }`,
  });
}
