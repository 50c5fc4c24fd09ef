/**
 * The space of a search: the values of each parameter, and the combinations of them.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import { isPlainParam } from "../run/params.ts";
import type { Params } from "../strategy/strategy.ts";

/** A parameter with its values. */
export interface Axis {
  /** Name of the parameter. */
  readonly name: string;
  /** Values in the order in which they are tried. */
  readonly values: readonly unknown[];
}

/** The combinations of the values of some parameters. The first parameter changes slowest. */
export class CheckedSpace {
  /** The parameters. */
  readonly axes: readonly Axis[];
  /** Number of all combinations. */
  readonly size: number;
  readonly #where: (params: Params) => boolean;

  /**
   * Checks the space.
   *
   * @throws {TypeError} If it is no object of lists, or `where` is no function.
   * @throws {RangeError} If a list is empty, or has a value twice.
   */
  constructor(params: unknown, where: unknown) {
    if (!isOptions(params)) {
      throw new TypeError(
        `Cannot search over params ${inspected(params, 0)}: pass lists by name, { fast: ct.range(5, 50, 5) }`,
      );
    }
    this.axes = Object.entries(params).filter(([, values]) => values !== undefined).map(([name, values]) =>
      checkedAxis(name, values)
    );
    if (this.axes.length === 0) throw new RangeError("Cannot search over no parameter: pass params with one at least");
    this.size = this.axes.reduce((product, { values }) => product * values.length, 1);
    if (!Number.isSafeInteger(this.size)) {
      throw new RangeError(`Cannot search over ${this.size} combinations: pass fewer values; the most are 2^53`);
    }
    if (where !== undefined && typeof where !== "function") {
      throw new TypeError(`Cannot use where ${inspected(where, 0)}: pass a function, such as (p) => p.fast < p.slow`);
    }
    this.#where = where === undefined ? (): boolean => true : (where as (params: Params) => boolean);
  }

  /** Returns the combination at a place of the order of the grid. */
  at(place: number): Params {
    const entries: [string, unknown][] = [];
    let rest = place;
    for (let axis = this.axes.length - 1; axis >= 0; axis--) {
      const { name, values } = this.axes[axis]!;
      entries.push([name, values[rest % values.length]]);
      rest = Math.floor(rest / values.length);
    }
    return Object.freeze(Object.fromEntries(entries.reverse()));
  }

  /**
   * Returns whether a combination is allowed.
   *
   * @throws {TypeError} If the function of the user gives something else than true or false.
   */
  allows(params: Params): boolean {
    let allowed: unknown;
    try {
      allowed = this.#where(params);
    } catch (error) {
      const reason = error instanceof Error ? error.message : inspected(error, 0);
      throw new TypeError(`Cannot use where: it failed for ${paramsText(params)}: ${reason}`, { cause: error });
    }
    if (typeof allowed === "boolean") return allowed;
    throw new TypeError(
      `Cannot use where: it gave ${inspected(allowed, 0)} for ${paramsText(params)}, not true or false`,
    );
  }
}

/** Returns parameters as text: `fast=5 slow=20`. */
export function paramsText(params: Params): string {
  return Object.entries(params).map(([name, value]) =>
    `${name}=${typeof value === "string" ? value : JSON.stringify(value) ?? inspected(value, 0)}`
  ).join(" ");
}

function checkedAxis(name: string, values: unknown): Axis {
  if (!Array.isArray(values)) {
    throw new TypeError(
      `Cannot search over parameter ${name} ${inspected(values, 0)}: pass a list of values, such as [10, 20] or ` +
        "ct.range(5, 50, 5); a parameter with one value is [value]",
    );
  }
  if (values.length === 0) throw new RangeError(`Cannot search over parameter ${name}: its list is empty`);
  const odd = values.find((value) => !isPlainParam(value));
  if (odd !== undefined) {
    throw new TypeError(`Cannot search over parameter ${name}: ${inspected(odd, 0)} is no plain value`);
  }
  const known = new Set<string>();
  for (const value of values) {
    const key = JSON.stringify(value) ?? `${value}`;
    if (known.has(key)) throw new RangeError(`Cannot search over parameter ${name}: ${key} stands in its list twice`);
    known.add(key);
  }
  return { name, values: Object.freeze([...values]) };
}
