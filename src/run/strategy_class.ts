/**
 * The check of a strategy class, before and after it is made.
 *
 * @module
 */

import { isCallable, waitedKind } from "../options.ts";
import { inspected } from "../host.ts";
import { GIVEN_FIELDS, replacedField, Strategy } from "../strategy/strategy.ts";
import { remedyOf } from "./foreign_members.ts";

/** Members that a run calls and does not wait for. */
const CALLED_MEMBERS = [
  "start",
  "prenext",
  "nextstart",
  "next",
  "nextOpen",
  "notifyOrder",
  "notifyTrade",
  "notifyCash",
  "notifyTimer",
  "stop",
  "saveState",
  "loadState",
];

/** Names for a field in the place of one that would hide a member of the base class. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  buy: "buys",
  sell: "sells",
  close: "closes",
  target: "targetPrice",
  cancel: "cancels",
  replace: "replacement",
  timer: "alarm",
  wake: "awake",
  positionOf: "positions",
  params: "settings",
  feeds: "sources",
  data: "prices",
  position: "held",
  broker: "account",
};

/** Members of the base class that a strategy calls, where a run does not. */
const OFFERED_MEMBERS: readonly string[] = Object.getOwnPropertyNames(Strategy.prototype).filter((member) =>
  member !== "constructor" && !CALLED_MEMBERS.includes(member)
);

/**
 * Rejects what is no strategy class, and a class with a member that a run would not call as it is meant: one that is async
 * or a generator, as its orders would come to nothing; one of a foreign or misspelt name; one that hides a field of the
 * base class.
 *
 * @throws {TypeError} If it is no class that extends {@linkcode Strategy}, or has such a member.
 */
export function checkStrategyClass(strategyClass: unknown): void {
  if (typeof strategyClass !== "function") {
    const hint = strategyClass instanceof Strategy
      ? "the class and no instance of it"
      : "a class that extends ct.Strategy";
    throw new TypeError(`Cannot run ${inspected(strategyClass, 0)} as a strategy: pass ${hint}`);
  }
  const { name } = strategyClass, prototype: unknown = strategyClass.prototype;
  if (!(prototype instanceof Strategy) && strategyClass !== Strategy) {
    throw new TypeError(
      `Cannot run ${name || "the class"} as a strategy: it does not extend ct.Strategy; write class ${
        name || "MyStrategy"
      } extends ct.Strategy, of the same copy of the package`,
    );
  }
  for (let own = strategyClass.prototype; own !== Strategy.prototype; own = Object.getPrototypeOf(own)) {
    checkOwnMembers(name, own);
  }
  checkCalled(name, prototype as Strategy);
}

/** Rejects what one class declares under a name that has another meaning, or none. */
function checkOwnMembers(name: string, prototype: object): void {
  for (const [member, { value, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (GIVEN_FIELDS.has(member)) throw hidden(name, "member", member, "property");
    const isAccessor = get !== undefined || set !== undefined;
    if (isAccessor && OFFERED_MEMBERS.includes(member)) throw hidden(name, "accessor", member, "method");
    if (isCallable(value)) checkName(name, member);
  }
}

/** Rejects a member of a name that a run never calls, though it looks like one that a run does. */
function checkName(name: string, member: string): void {
  const remedy = remedyOf(member);
  if (remedy === undefined) return;
  throw new TypeError(
    `Cannot run ${name}: a run never calls its ${member}; ${remedy}, or give a function of your own another name`,
  );
}

/**
 * Rejects a strategy with a field that hides a member of the base class, that is a function of a foreign or misspelt
 * name, or that holds an async function or a generator in the place of a member.
 *
 * @throws {TypeError} If there is one.
 */
export function checkMembers(name: string, strategy: Strategy): void {
  const fields = strategy as unknown as Readonly<Record<string, unknown>>;
  for (const member of OFFERED_MEMBERS) {
    if (!isCallable(fields[member])) throw hidden(name, "field", member, "method");
  }
  const replaced = replacedField(strategy);
  if (replaced !== undefined) throw hidden(name, "field", replaced, "property");
  for (const [member, value] of Object.entries(fields)) if (isCallable(value)) checkName(name, member);
  checkCalled(name, strategy);
}

function hidden(name: string, what: string, member: string, kind: string): TypeError {
  return new TypeError(
    `Cannot run ${name}: its ${what} ${member} hides the ${kind} ${member}; give the ${what} another name, such as ${OTHER_NAMES[
      member
    ]!}`,
  );
}

/** Rejects members that a run cannot call, or would not wait for. */
function checkCalled(name: string, strategy: Strategy): void {
  for (const member of CALLED_MEMBERS) {
    const method = (strategy as unknown as Readonly<Record<string, unknown>>)[member];
    if (!isCallable(method)) {
      throw new TypeError(
        `Cannot run ${name}: its ${member} is ${inspected(method, 0)}; write ${member} as a method, or leave it out`,
      );
    }
    const kind = waitedKind(method);
    if (kind !== undefined) throw waited(name, member, kind);
  }
}

/**
 * Rejects a value that a called member returned and that a run would have to wait for.
 *
 * @throws {TypeError} If it is a promise or an iterator.
 */
export function checkReturned(name: string, member: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (typeof (value as { then?: unknown }).then === "function") throw waited(name, member, "async");
  if (Symbol.iterator in value && typeof (value as { next?: unknown }).next === "function") {
    throw waited(name, member, "a generator");
  }
}

function waited(name: string, member: string, kind: string): TypeError {
  return new TypeError(
    `Cannot run ${name}: its ${member} is ${kind}, and a run waits for no promise and asks for no values; ` +
      `fetch before the run, and write ${member} as a plain method`,
  );
}
