/**
 * The plans on the real backtesting.py.
 *
 * @module
 */

import { type PythonEnvironment, runPython } from "../python_environment.ts";
import type { Outcome } from "./bridge.ts";
import { type Plan, settingsThere } from "./plans.ts";
import { byEntry, type Trade } from "./trades.ts";

/** The packages of the comparison. */
export const ENVIRONMENT: PythonEnvironment = {
  folder: new URL("../../../.versus/backtesting.py/", import.meta.url),
  requirements: ["backtesting==0.6.6", "numpy==2.4.6", "pandas==3.1.1"],
  command: "deno task versus:backtesting.py",
};

/** What the program in Python prints. */
export interface PythonRun {
  /** Versions by the name of the package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly trades: readonly Trade[];
  readonly equity: readonly number[];
  readonly finalEquity: number;
}

/** Runs a plan there. */
export async function playThere(plan: Plan): Promise<PythonRun> {
  const prices = new URL(`../../../fixtures/prices/${plan.prices}`, import.meta.url).pathname;
  const asked = JSON.stringify({ strategy: plan.strategy, prices, settings: settingsThere(plan) });
  return JSON.parse(await runPython(ENVIRONMENT, new URL("run.py", import.meta.url), [asked])) as PythonRun;
}

/** Returns the outcome of a run; the final equity of the statistics has to be the last value of the curve. */
export function outcomeThere({ trades, equity, finalEquity }: PythonRun): Outcome {
  if (!Object.is(equity.at(-1), finalEquity)) {
    throw new RangeError(`Cannot use a run whose final equity ${finalEquity} is not its last one, ${equity.at(-1)}`);
  }
  return { trades: [...trades].sort(byEntry), equity };
}
