/**
 * Signals of the operating system that kill a run.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** Rejects what is no list of signals. */
export function checkKillOn(signals: unknown): asserts signals is readonly Deno.Signal[] {
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
export function listenForKills(signals: readonly Deno.Signal[], kill: (name: Deno.Signal) => void): () => void {
  const listening = signals.map((name) => [name, () => kill(name)] as const);
  for (const [name, listener] of listening) Deno.addSignalListener(name, listener);
  return () => {
    for (const [name, listener] of listening) Deno.removeSignalListener(name, listener);
  };
}
