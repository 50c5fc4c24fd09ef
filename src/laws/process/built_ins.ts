/**
 * Freezes the built-in objects of JavaScript, so that a strategy cannot change what the code around it calls.
 *
 * @module
 */

import { DefaultSerializer, Serializer } from "node:v8";

/** Properties that code commonly sets on its own objects, although they are inherited. */
const OVERRIDDEN: readonly string[] = [
  ...["constructor", "toString", "toLocaleString", "valueOf", "toJSON", "name", "message"],
  ...["hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"],
];
/** Objects without a prototype for instances. `Error` stays open, as its `stackTraceLimit` is there to be set. */
const NAMESPACES: readonly string[] = ["JSON", "Math", "Reflect", "Atomics", "Intl"];

/**
 * Freezes all built-in constructors, their global names, their prototypes, and the prototypes of iterators and
 * generators. To change one is an error from then on. A property that is set on an object of one's own is set as before.
 */
export function freezeBuiltIns(): void {
  const { getOwnPropertyNames, getPrototypeOf } = Object, scope = globalThis as unknown as Record<string, unknown>;
  const prototypes = new Set<object>([getPrototypeOf(Uint8Array.prototype), ...iteratorPrototypes()]);
  const names: string[] = [], others = new Set<object>([Serializer.prototype, DefaultSerializer.prototype]);
  for (const name of getOwnPropertyNames(scope)) {
    if (!isBuiltIn(name)) continue;
    const value = scope[name];
    if (typeof value !== "function") continue;
    const prototype: unknown = value.prototype;
    if (typeof prototype === "object" && prototype !== null) prototypes.add(prototype);
    if (!name.endsWith("Error")) others.add(value);
    names.push(name);
  }
  for (const name of NAMESPACES) {
    const value = scope[name];
    if (typeof value !== "object" || value === null) continue;
    others.add(value);
    names.push(name);
  }
  // A constructor of the strategy's under a global name would be handed what the code around it makes.
  for (const name of names) {
    Object.defineProperty(scope, name, { value: scope[name], writable: false, enumerable: false, configurable: false });
  }
  prototypes.add(Function.prototype);
  for (const prototype of prototypes) freezePrototype(prototype);
  for (const other of others) Object.freeze(other);
}

/** Names of the constructors of JavaScript itself; those of the web belong to the runtime, which does not call them. */
function isBuiltIn(name: string): boolean {
  return /^(?:(?:Weak)?(?:Map|Set)|WeakRef|Object|Function|Array|String|Number|Boolean|Symbol|BigInt)$/.test(name) ||
    /^(?:Promise|Date|RegExp|Proxy|Iterator|DataView|(?:Shared)?ArrayBuffer|Text(?:En|De)coder)$/.test(name) ||
    /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array$/.test(name) ||
    /^(?:Type|Range|Syntax|Reference|Eval|URI|Aggregate)?Error$/.test(name);
}

function iteratorPrototypes(): object[] {
  function* generator(): Generator<number> {
    yield 0;
  }
  async function* asyncGenerator(): AsyncGenerator<number> {
    yield 0;
  }
  const found: object[] = [];
  const starts: object[] = [
    ...[[].values(), new Map().entries(), new Set().values(), ""[Symbol.iterator](), "".matchAll(/x/g)],
    ...[[].values().map((value) => value), generator(), asyncGenerator(), async (): Promise<void> => {}],
  ];
  for (const start of starts) {
    for (
      let prototype: unknown = Object.getPrototypeOf(start);
      typeof prototype === "object" && prototype !== null && prototype !== Object.prototype;
      prototype = Object.getPrototypeOf(prototype)
    ) found.push(prototype);
  }
  return found;
}

/**
 * Freezes a prototype. An inherited property that is read-only cannot be set on an object that inherits it, which would
 * break `error.name = "Mine"`; so the commonly set ones of the most common prototypes become a getter and a setter.
 * The other prototypes stay as they are, since V8 is slow where a prototype of an array has accessors.
 */
function freezePrototype(prototype: object): void {
  const isCommon = prototype === Object.prototype || prototype === Function.prototype ||
    prototype instanceof Error || prototype === Error.prototype;
  if (isCommon) { for (const name of OVERRIDDEN) makeOverridable(prototype, name); }
  Object.freeze(prototype);
}

function makeOverridable(prototype: object, name: string): void {
  const { defineProperty } = Object, found = Object.getOwnPropertyDescriptor(prototype, name);
  if (found === undefined || !("value" in found) || found.configurable !== true) return;
  const { value, enumerable = false } = found;
  defineProperty(prototype, name, {
    get: () => value,
    set(this: object, other: unknown) {
      if (this === prototype) throw new TypeError(`Cannot change ${name} of a built-in object in a proof`);
      defineProperty(this, name, { value: other, writable: true, enumerable: true, configurable: true });
    },
    enumerable,
    configurable: false,
  });
}
