/**
 * Writes values of a strategy as JSON and reads them back. Values that JSON alone would lose (-0, NaN, undefined,
 * dates, maps, shared references, orders of the run) are written with a tag.
 *
 * A tagged value is an object whose key `$` names its type. A plain object that has such a key itself is tagged too.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "../records/json.ts";

/** Maps objects that belong to the run to numbers and back. */
export interface Bindings {
  /** Returns the number of an order of the run, or undefined for any other object. */
  orderId(value: object): number | undefined;
  /** Returns the order with a number, or undefined. */
  order(id: number): object | undefined;
  /**
   * Returns whether the strategy's class makes an object or a symbol and it never changes: a line, a feed, a view. It is
   * not written, and reading leaves it as it is.
   */
  isKept(value: object | symbol): boolean;
}

/** Thrown for a value that cannot be written or read; `path` is its place. */
export class ValueError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "ValueError";
  /** Place of the value, such as `orders[2].size`. */
  readonly path: string;

  /** Makes the error for a value at a path. */
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const TYPED_ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;

type TypedArray = InstanceType<(typeof TYPED_ARRAYS)[keyof typeof TYPED_ARRAYS]>;

/** Returns a copy of an array of numbers, of a kind that is written, or undefined for any other object. */
export function copiedNumbers(value: object): object | undefined {
  for (const constructor of Object.values(TYPED_ARRAYS)) {
    if (value instanceof constructor) return new constructor(value);
  }
  return undefined;
}

/**
 * Writes a value.
 *
 * @throws {ValueError} If a part of the value has an unknown class.
 */
export function encodeValue(value: unknown, path: string, bindings: Bindings): JsonValue {
  return new Encoder(bindings).encode(value, path);
}

/** Most levels of values in values; more would not fit into the call stack. */
const DEPTH_MOST = 1000;

class Encoder {
  readonly #bindings: Bindings;
  /** Numbers of the containers met so far. A reader meets them in the same order. */
  readonly #seen: Map<object, number> = new Map();
  #depth = 0;

  constructor(bindings: Bindings) {
    this.#bindings = bindings;
  }

  encode(value: unknown, path: string): JsonValue {
    if (typeof value !== "object" || value === null) return this.#plain(value, path);
    if (this.#depth === DEPTH_MOST) throw new ValueError(path, `it is nested deeper than ${DEPTH_MOST} levels`);
    this.#depth++;
    const written = this.#object(value, path);
    this.#depth--;
    return written;
  }

  #plain(value: unknown, path: string): JsonValue {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: "number", text: numberText(value) };
      case "undefined":
        return { $: "undefined" };
      case "bigint":
        return { $: "bigint", text: value.toString() };
      case "function":
        return { $: "kept" };
      case "symbol":
        if (this.#bindings.isKept(value)) return { $: "kept" };
        throw new ValueError(path, "it is a symbol");
      default:
        return null;
    }
  }

  #object(value: object, path: string): JsonValue {
    const order = this.#bindings.orderId(value);
    if (order !== undefined) return { $: "order", id: order };
    if (this.#bindings.isKept(value)) return { $: "kept" };
    const seen = this.#seen.get(value);
    if (seen !== undefined) return { $: "again", index: seen };
    this.#seen.set(value, this.#seen.size);
    if (Array.isArray(value)) return value.map((item, at) => this.encode(item, `${path}[${at}]`));
    if (value instanceof Date) return { $: "Date", time: this.encode(value.getTime(), path) };
    if (value instanceof Map) {
      const entries = [...value].map(([key, item], at) => [
        this.encode(key, `${path}.keys()[${at}]`),
        this.encode(item, `${path}.get(${String(key)})`),
      ]);
      return { $: "Map", entries };
    }
    if (value instanceof Set) {
      return { $: "Set", values: [...value].map((item, at) => this.encode(item, `${path}.values()[${at}]`)) };
    }
    for (const [name, constructor] of Object.entries(TYPED_ARRAYS)) {
      if (value instanceof constructor) {
        if ((value.buffer as ArrayBuffer).detached) {
          throw new ValueError(path, `it is a ${name} whose buffer was transferred away`);
        }
        return { $: name, values: Array.from(value, (item) => this.encode(item, path)) };
      }
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new ValueError(path, `it is a ${value.constructor?.name || "object of a class"}`);
    }
    const entries = Object.entries(value).map(([name, item]): [string, JsonValue] => [
      name,
      this.encode(item, `${path}.${name}`),
    ]);
    const object = Object.fromEntries(entries);
    return Object.hasOwn(object, "$") ? { $: "object", value: object } : object;
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * Reads a value. Containers that the constructor made are filled in place, since other parts of the strategy may hold
 * them.
 *
 * @param existing The value that the strategy's constructor put in this place.
 * @throws {ValueError} If it was not written by {@linkcode encodeValue}, or names an order that does not exist.
 */
export function decodeValue(written: JsonValue, existing: unknown, path: string, bindings: Bindings): unknown {
  return new Decoder(bindings).decode(written, existing, path);
}

class Decoder {
  readonly #bindings: Bindings;
  readonly #seen: object[] = [];
  #depth = 0;

  constructor(bindings: Bindings) {
    this.#bindings = bindings;
  }

  decode(written: JsonValue, existing: unknown, path: string): unknown {
    if (typeof written !== "object" || written === null) return written;
    if (this.#depth === DEPTH_MOST) throw new ValueError(path, `it is nested deeper than ${DEPTH_MOST} levels`);
    this.#depth++;
    const value = this.#container(written, existing, path);
    this.#depth--;
    return value;
  }

  #container(written: JsonObject | readonly JsonValue[], existing: unknown, path: string): unknown {
    if (isArray(written)) {
      const before: unknown[] = Array.isArray(existing) ? existing : [];
      const array = Object.isFrozen(before) ? [...before] : before;
      this.#seen.push(array);
      written.forEach((item, at) => array[at] = this.decode(item, array[at], `${path}[${at}]`));
      array.length = written.length;
      return array;
    }
    const tag = written["$"];
    if (tag === undefined) return this.#plain(written, existing, path);
    switch (tag) {
      case "object":
        return this.#plain(this.#objectIn(written, path), existing, path);
      case "number":
        return Number(this.#textIn(written, /^(?:-0|NaN|-?Infinity)$/, path));
      case "undefined":
        return undefined;
      case "bigint":
        return BigInt(this.#textIn(written, /^-?\d+$/, path));
      case "kept":
        return existing;
      case "again": {
        const seen = this.#seen[written["index"] as number];
        if (seen === undefined) {
          throw new ValueError(path, `it repeats a value ${written["index"]} that does not exist`);
        }
        return seen;
      }
      case "order": {
        const order = this.#bindings.order(written["id"] as number);
        if (order === undefined) throw new ValueError(path, `it is order ${written["id"]}, which does not exist`);
        return order;
      }
      case "Date": {
        const date = new Date(0);
        this.#seen.push(date);
        date.setTime(this.#numberIn(written["time"], path));
        return date;
      }
      case "Map": {
        const map: Map<unknown, unknown> = existing instanceof Map ? existing : new Map();
        const before = new Map(map);
        this.#seen.push(map);
        map.clear();
        for (const entry of this.#listIn(written, "entries", path)) {
          if (!isArray(entry) || entry.length !== 2) throw new ValueError(path, "it is a Map with half an entry");
          const known = this.decode(entry[0]!, undefined, path);
          map.set(known, this.decode(entry[1]!, before.get(known), `${path}.get(${String(known)})`));
        }
        return map;
      }
      case "Set": {
        const set: Set<unknown> = existing instanceof Set ? existing : new Set();
        this.#seen.push(set);
        set.clear();
        for (const item of this.#listIn(written, "values", path)) set.add(this.decode(item, undefined, path));
        return set;
      }
      default:
        return this.#typedArray(String(tag), written["values"], existing, path);
    }
  }

  #listIn(written: JsonObject, name: string, path: string): readonly JsonValue[] {
    const list = written[name];
    if (isArray(list)) return list;
    throw new ValueError(path, `it is a ${String(written["$"])} without a list of ${name}`);
  }

  #objectIn(written: JsonObject, path: string): JsonObject {
    const { value } = written;
    if (typeof value === "object" && value !== null && !isArray(value)) return value as JsonObject;
    throw new ValueError(path, "it is an object without its value");
  }

  #textIn(written: JsonObject, form: RegExp, path: string): string {
    const { text } = written;
    if (typeof text === "string" && form.test(text)) return text;
    throw new ValueError(path, `it is a ${String(written["$"])} of ${JSON.stringify(text)}`);
  }

  #numberIn(written: JsonValue | undefined, path: string): number {
    const number = written === undefined ? undefined : this.decode(written, undefined, path);
    if (typeof number === "number") return number;
    throw new ValueError(path, `it is a Date of ${JSON.stringify(written)}`);
  }

  #plain(written: JsonObject, existing: unknown, path: string): unknown {
    const plain = typeof existing === "object" && existing !== null &&
      Object.getPrototypeOf(existing) === Object.prototype;
    const before = (plain ? existing : {}) as Record<string, unknown>, frozen = plain && Object.isFrozen(existing);
    const object = frozen ? {} : before, place = this.#seen.push(object) - 1;
    for (const name of Object.keys(object)) if (!Object.hasOwn(written, name)) delete object[name];
    for (const [name, item] of Object.entries(written)) {
      const value = this.decode(item, before[name], `${path}.${name}`);
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    }
    // A frozen object of lines, as indicators of several lines give it, is there already.
    if (!frozen || !hasSameMembers(object, before)) return object;
    return this.#seen[place] = before;
  }

  #typedArray(tag: string, values: JsonValue | undefined, existing: unknown, path: string): TypedArray {
    if (!Object.hasOwn(TYPED_ARRAYS, tag) || !isArray(values)) {
      throw new ValueError(path, `it has the unknown tag "${tag}"`);
    }
    const constructor = TYPED_ARRAYS[tag as keyof typeof TYPED_ARRAYS];
    const array: TypedArray = existing instanceof constructor && existing.length === values.length
      ? existing as TypedArray
      : new constructor(values.length);
    this.#seen.push(array);
    values.forEach((item, at) => array[at] = this.decode(item, undefined, path) as number);
    return array;
  }
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function hasSameMembers(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]));
}
