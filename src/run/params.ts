/**
 * The parameters of a run: the strategy's defaults with the run's changes, as values of this run alone.
 *
 * A parameter that two runs share would carry state from one into the other, so each run has copies: plain objects and
 * arrays are frozen all the way down; dates, maps, sets and typed arrays, which cannot be frozen, are copied. A function,
 * a symbol or a regular expression can only come with the class, as a default. It could not be sent to the process of a
 * proof or stand in a checkpoint, where the class is there anyway.
 *
 * @module
 */

import { copiedNumbers } from "../checkpoint/value_text.ts";
import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";

/** Most levels of values in values. */
const DEPTH_MOST = 1000;

/**
 * Returns the defaults of a strategy with a run's changes, as copies that no other run shares.
 *
 * @throws {RangeError} If a change names an unknown parameter.
 * @throws {TypeError} If a parameter is none that a run can have a copy of.
 */
export function resolveParams<P extends Params>(strategyClass: StrategyClass<P>, changes: Partial<P>): P {
  const { name: strategy, defaults } = strategyClass;
  if (!isOptions(defaults)) {
    throw new TypeError(
      `Cannot run ${strategy} with defaults ${inspected(defaults, 0)}: write ct.Strategy.with({ period: 10 })`,
    );
  }
  for (const name of Object.keys(changes)) {
    if (!Object.hasOwn(defaults, name)) {
      const known = Object.keys(defaults).map((each) => `"${each}"`).join(", ");
      throw new RangeError(
        `Cannot find parameter "${name}" of ${strategy}: ${known === "" ? "it has none" : `there are ${known}`}`,
      );
    }
  }
  const params: Record<string, unknown> = {}, copier = new Copier(true), given = copyOfGiven(changes);
  for (const [name, value] of Object.entries(defaults)) {
    const change = Object.hasOwn(given, name) ? given[name] : undefined;
    if (change !== undefined) checkType(strategy, name, change, value);
    define(params, name, change === undefined ? copier.copy(value, name) : change);
  }
  return Object.freeze(params) as P;
}

/**
 * Rejects a parameter of another type than its default, as `deno run` checks no types: "3" for 3 would join where it has
 * to add.
 */
function checkType(strategy: string, name: string, value: unknown, example: unknown): void {
  const type = typeOf(example);
  // A default that says nothing leaves the type open.
  if (example === undefined || example === null || type === typeOf(value)) return;
  throw new TypeError(
    `Cannot use parameter ${name} ${inspected(value, 0)} of ${strategy}: its default ${inspected(example, 0)} is ` +
      `${type}, so pass ${type}; a parameter of several types has the default null`,
  );
}

/** Returns the type of a value in words. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : typeof value === "undefined" ? "undefined" : `a ${typeof value}`;
}

/**
 * Checks the parameters that are given to a run.
 *
 * @throws {TypeError} If one of them is no plain value.
 */
export function checkGivenParams(changes: Params): void {
  copyOfGiven(changes);
}

/** Returns whether a default can be sent to another process, and set on a command line. */
export function isPlainParam(value: unknown): boolean {
  try {
    new Copier(false).copy(value, "");
    return true;
  } catch {
    return false;
  }
}

function copyOfGiven(changes: Params): Params {
  const copier = new Copier(false);
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, copier.copy(value, name)]));
}

/** Copies values; what is shared among them is shared among the copies. */
class Copier {
  /** True for values that come with the class. */
  readonly #ofClass: boolean;
  readonly #copies: Map<object, object> = new Map();
  #depth = 0;

  constructor(ofClass: boolean) {
    this.#ofClass = ofClass;
  }

  /** Returns a copy of a value at a path. */
  copy(value: unknown, path: string): unknown {
    if (typeof value === "function" || typeof value === "symbol") return this.#partOfClass(value, path);
    if (typeof value !== "object" || value === null) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    if (this.#depth === DEPTH_MOST) {
      throw new TypeError(`Cannot use the parameter ${path}: it is nested deeper than ${DEPTH_MOST} levels`);
    }
    this.#depth++;
    const copy = this.#container(value, path);
    this.#depth--;
    return copy;
  }

  #container(value: object, path: string): unknown {
    const keep = <T extends object>(copy: T): T => {
      this.#copies.set(value, copy);
      return copy;
    };
    if (Array.isArray(value)) {
      const array = keep<unknown[]>([]);
      for (let at = 0; at < value.length; at++) array.push(this.copy(value[at], `${path}[${at}]`));
      return Object.freeze(array);
    }
    if (value instanceof RegExp) {
      this.#partOfClass(value, path);
      return keep(new RegExp(value.source, value.flags));
    }
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof Map) {
      const map = keep(new Map<unknown, unknown>());
      for (const [key, item] of value) map.set(this.copy(key, `${path}.keys()`), this.copy(item, `${path}.get()`));
      return map;
    }
    if (value instanceof Set) {
      const set = keep(new Set<unknown>());
      for (const item of value) set.add(this.copy(item, `${path}.values()`));
      return set;
    }
    const numbers = copiedNumbers(value);
    if (numbers !== undefined) return keep(numbers);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw this.#ofOtherClass(value, path);
    const object = keep<Record<string, unknown>>({});
    for (const [name, item] of Object.entries(value)) define(object, name, this.copy(item, `${path}.${name}`));
    return Object.freeze(object);
  }

  #partOfClass<T>(value: T, path: string): T {
    if (this.#ofClass) return value;
    throw new TypeError(
      `Cannot use the parameter ${path} ${
        inspected(value, 0)
      }: the params of a run are numbers, texts and other plain ` +
        "values, which a log, a checkpoint and a proof can hold; pass it as a default of Strategy.with or as a member " +
        "of the class, and choose it by a name",
    );
  }

  #ofOtherClass(value: object, path: string): TypeError {
    return new TypeError(
      `Cannot use the parameter ${path} ${
        inspected(value, 0)
      }: runs would share it, as it is neither a plain object nor ` +
        "an array, a Date, a Map, a Set or an array of numbers; pass plain values, and make it as a member of the class",
    );
  }
}

/** Sets a property, also one of the name `__proto__`. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
