import { formatValue } from "./format_value.ts";

/** Where two values first differ, and how. */
export interface Difference {
  /** The way to it from the top, such as `.fills[3].price`; empty at the top itself. */
  readonly path: string;
  /** The contents of both sides, as the end of a sentence. */
  readonly reason: string;
}

/** The first difference between two values, or `undefined` if they are deeply equal. */
export function firstDifference(actual: unknown, expected: unknown): Difference | undefined {
  return compare(actual, expected, "", new Map());
}

/**
 * The pairs of objects that are being compared further up. Meeting one again means a cycle, which differs nowhere that
 * is not found elsewhere.
 */
type OpenPairs = Map<object, Set<object>>;

function compare(actual: unknown, expected: unknown, path: string, open: OpenPairs): Difference | undefined {
  if (Object.is(actual, expected)) return undefined;
  if (!isObject(actual) || !isObject(expected)) return differ(path, actual, expected);
  if (typeof actual === "function" || typeof expected === "function") return differ(path, actual, expected);
  const classes = compareClasses(actual, expected, path);
  if (classes !== undefined) return classes;

  let partners = open.get(actual);
  if (partners === undefined) open.set(actual, partners = new Set());
  if (partners.has(expected)) return undefined;
  partners.add(expected);
  const difference = compareContents(actual, expected, path, open);
  // A pair that differed must not count as equal when another path meets it again (sets try several partners).
  partners.delete(expected);
  return difference;
}

function compareContents(actual: object, expected: object, path: string, open: OpenPairs): Difference | undefined {
  if (ArrayBuffer.isView(actual) && ArrayBuffer.isView(expected)) return compareViews(actual, expected, path);
  if (isBuffer(actual) && isBuffer(expected)) {
    return compareSequences(new Uint8Array(actual), new Uint8Array(expected), path);
  }
  if (actual instanceof Map && expected instanceof Map) return compareMaps(actual, expected, path, open);
  if (actual instanceof Set && expected instanceof Set) return compareSets(actual, expected, path, open);
  if (isOpaque(actual) || isOpaque(expected)) return differ(path, actual, expected, "two objects");

  const atoms = compareAtoms(actual, expected, path, open);
  if (atoms !== undefined) return atoms;
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const entries = compareSequences(actual, expected, path, open);
    if (entries !== undefined) return entries;
  }
  return compareProperties(actual, expected, path, open);
}

function compareClasses(actual: object, expected: object, path: string): Difference | undefined {
  // An object without a prototype, such as the groups of a match, stands for a plain one.
  const a = Object.getPrototypeOf(actual) ?? Object.prototype;
  const b = Object.getPrototypeOf(expected) ?? Object.prototype;
  if (a === b) return undefined;
  const reason = `actual is ${className(a)}, expected ${className(b)}`;
  return { path, reason: `${reason} (${formatValue(actual)} and ${formatValue(expected)})` };
}

function className(prototype: { readonly constructor?: unknown }): string {
  return typeof prototype.constructor === "function" ? `of class ${prototype.constructor.name}` : "of another class";
}

/** Compares what an object holds outside its properties: a date's time, an error's message, a boxed primitive. */
function compareAtoms(actual: object, expected: object, path: string, open: OpenPairs): Difference | undefined {
  if (actual instanceof Error && expected instanceof Error) {
    return compare(actual.name, expected.name, `${path}.name`, open) ??
      compare(actual.message, expected.message, `${path}.message`, open) ??
      compare(actual.cause, expected.cause, `${path}.cause`, open);
  }
  const a = atomOf(actual);
  const b = atomOf(expected);
  return Object.is(a, b) ? undefined : differ(path, actual, expected);
}

function atomOf(value: object): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (
    value instanceof Number || value instanceof String || value instanceof Boolean || value instanceof BigInt ||
    value instanceof Symbol
  ) return value.valueOf();
  return undefined;
}

/**
 * Whether nothing of the object can be seen from outside. Calling two such objects equal would make the assertion
 * hold for any two of their class, whatever their private fields hold.
 */
function isOpaque(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype && !Array.isArray(value) &&
    !(value instanceof Error) && atomOf(value) === undefined && enumerableKeys(value).length === 0;
}

function compareProperties(actual: object, expected: object, path: string, open: OpenPairs): Difference | undefined {
  const a = actual as Record<PropertyKey, unknown>;
  const b = expected as Record<PropertyKey, unknown>;
  for (const key of enumerableKeys(actual)) {
    if (!Object.hasOwn(expected, key)) {
      return {
        path: path + keyPath(actual, key),
        reason: `actual is ${formatValue(a[key])}, expected has no such entry`,
      };
    }
    if (Object.is(a[key], b[key])) continue;
    const here = path + keyPath(actual, key);
    const difference = compare(a[key], b[key], here, open);
    if (difference !== undefined) return difference;
  }
  for (const key of enumerableKeys(expected)) {
    if (!Object.hasOwn(actual, key)) {
      const here = path + keyPath(expected, key);
      return { path: here, reason: `actual has no such entry, expected is ${formatValue(b[key])}` };
    }
  }
  return undefined;
}

function enumerableKeys(value: object): PropertyKey[] {
  return Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
}

function keyPath(owner: object, key: PropertyKey): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  const name = String(key);
  if (Array.isArray(owner) && /^\d+$/.test(name)) return `[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function compareViews(actual: ArrayBufferView, expected: ArrayBufferView, path: string): Difference | undefined {
  if (actual instanceof DataView || expected instanceof DataView) {
    return compareSequences(bytesOf(actual), bytesOf(expected), path);
  }
  return compareSequences(actual as unknown as ArrayLike<unknown>, expected as unknown as ArrayLike<unknown>, path);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Compares entry by entry, so that the place of the first difference is named before the lengths are. */
function compareSequences(
  actual: ArrayLike<unknown>,
  expected: ArrayLike<unknown>,
  path: string,
  open: OpenPairs = new Map(),
): Difference | undefined {
  const shared = Math.min(actual.length, expected.length);
  for (let index = 0; index < shared; index++) {
    if (Object.is(actual[index], expected[index])) continue;
    const difference = compare(actual[index], expected[index], `${path}[${index}]`, open);
    if (difference !== undefined) return difference;
  }
  if (actual.length === expected.length) return undefined;
  return { path: `${path}.length`, reason: `actual ${actual.length}, expected ${expected.length}` };
}

function compareMaps(
  actual: Map<unknown, unknown>,
  expected: Map<unknown, unknown>,
  path: string,
  open: OpenPairs,
): Difference | undefined {
  const remaining = new Map(expected);
  for (const [key, value] of actual) {
    const here = `${path}.get(${formatValue(key)})`;
    if (remaining.has(key)) {
      const difference = compare(value, remaining.get(key), here, open);
      if (difference !== undefined) return difference;
      remaining.delete(key);
    } else {
      const partner = [...remaining].find((entry) => compare([key, value], entry, "", open) === undefined);
      if (partner === undefined) {
        return { path: here, reason: `actual is ${formatValue(value)}, expected has no equal entry` };
      }
      remaining.delete(partner[0]);
    }
  }
  for (const [key, value] of remaining) {
    const here = `${path}.get(${formatValue(key)})`;
    return { path: here, reason: `actual has no equal entry, expected is ${formatValue(value)}` };
  }
  return undefined;
}

function compareSets(
  actual: Set<unknown>,
  expected: Set<unknown>,
  path: string,
  open: OpenPairs,
): Difference | undefined {
  const remaining = new Set(expected);
  for (const value of actual) {
    if (remaining.delete(value)) continue;
    const partner = [...remaining].find((other) => compare(value, other, "", open) === undefined);
    if (partner === undefined) {
      return { path, reason: `actual has ${formatValue(value)}, expected has no equal member` };
    }
    remaining.delete(partner);
  }
  for (const value of remaining) {
    return { path, reason: `actual has no member equal to ${formatValue(value)}, which is expected` };
  }
  return undefined;
}

function differ(path: string, actual: unknown, expected: unknown, note?: string): Difference {
  const words = `actual ${formatValue(actual)}, expected ${formatValue(expected)}`;
  return { path, reason: note === undefined ? words : `${words} (${note}, nothing of which can be compared)` };
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isBuffer(value: object): value is ArrayBuffer | SharedArrayBuffer {
  return value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer);
}
