/**
 * A run that is made on every engine under test, lazily and step by step, with the invariants checked: none of that may
 * make a difference.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";
import { type EngineName, enginesUnderTest } from "../engines.ts";

// Runs that leave the engine to chance open the library if there is one, and what a test opens counts as its leak.
openLibrary();

/** Options that say how a run is conducted, to be spread into those of a backtest. */
export interface Conduct {
  readonly engineBackend: EngineName;
  readonly stepByStep: boolean;
  readonly checks: boolean;
}

/** Calls `run` once for each way to conduct it, holds the outcomes against each other and returns one of them. */
export function onEveryEngine<Outcome>(run: (conduct: Conduct) => Outcome): Outcome {
  const outcomes: Outcome[] = [];
  for (const engineBackend of enginesUnderTest()) {
    for (const stepByStep of [false, true]) {
      outcomes.push(run({ engineBackend, stepByStep, checks: true }));
      assertEquals(outcomes.at(-1), outcomes[0], `${engineBackend}, stepByStep: ${stepByStep}`);
    }
  }
  return outcomes[0]!;
}

/** Everything that a run decided, as plain data. */
export interface Outcome {
  readonly chain: string;
  readonly orders: readonly ct.OrderRow[];
  readonly fills: readonly ct.FillRow[];
  readonly trades: readonly ct.TradeRow[];
  readonly refusals: readonly ct.RefusalRow[];
  readonly diagnostics: readonly ct.DiagnosticRow[];
  readonly equity: readonly number[];
  readonly cash: readonly number[];
}

/** Returns the parts of a result that are about the run, not about its conduct. */
export function outcomeOf(result: ct.Result): Outcome {
  const { chain, orders, fills, trades, refusals, diagnostics } = result;
  return {
    chain,
    orders,
    fills,
    trades,
    refusals,
    diagnostics,
    equity: Array.from(result.equity),
    cash: Array.from(result.cash),
  };
}
