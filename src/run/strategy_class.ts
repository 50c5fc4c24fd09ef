/**
 * The check of a strategy class, before and after it is made.
 *
 * @module
 */

import { isCallable, waitedKind } from "../options.ts";
import { inspected } from "../host.ts";
import { Strategy } from "../strategy/strategy.ts";

/** Members that a run calls and does not wait for. */
const CALLED_MEMBERS = [
  "start",
  "prenext",
  "nextstart",
  "next",
  "notifyOrder",
  "notifyTrade",
  "notifyCash",
  "notifyTimer",
  "stop",
  "saveState",
  "loadState",
];

/**
 * Rejects what is no strategy class, and a class with a member that is async or a generator: a run would not wait for it,
 * and its orders would come to nothing.
 *
 * @throws {TypeError} If it is no class that extends {@linkcode Strategy}, or a member is declared so.
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
  checkMembers(name, prototype as Strategy);
}

/**
 * Rejects a strategy whose fields hold an async function or a generator in the place of a member.
 *
 * @throws {TypeError} If one does.
 */
export function checkMembers(name: string, strategy: Strategy): void {
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
