/**
 * Signals of the operating system that kill a run.
 *
 * @module
 */

import { inspected, onSignal, type SystemSignal } from "../host.ts";

/** Rejects what is no list of signals. */
export function checkKillOn(signals: unknown): asserts signals is readonly SystemSignal[] {
  const isList = Array.isArray(signals) && signals.every((name) => typeof name === "string" && name.startsWith("SIG"));
  if (!isList) {
    throw new TypeError(`Cannot kill on ${inspected(signals, 0)}: pass names of signals, such as ["SIGUSR2"]`);
  }
}

/**
 * Calls a function for each signal that comes, and returns a function that ends this.
 *
 * @throws {TypeError} If the system does not have a signal, or keeps it for itself.
 */
export function listenForKills(signals: readonly SystemSignal[], kill: (name: SystemSignal) => void): () => void {
  const ends: (() => void)[] = [];
  const unlisten = (): void => {
    for (const end of ends.splice(0)) end();
  };
  try {
    for (const name of signals) ends.push(onSignal(name, () => kill(name)));
  } catch (error) {
    unlisten();
    throw error;
  }
  return unlisten;
}
