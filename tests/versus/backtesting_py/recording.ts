/**
 * The run of one strategy there, as a file, with which the tests need no Python.
 *
 * @module
 */

import type { StrategyName } from "./plans.ts";
import type { PythonRun } from "./python_side.ts";

/** The strategy that is recorded: its differences have the most causes. */
export const RECORDED: StrategyName = "LimitAndStopEntries";

/** File of the recording. */
export const RECORDING = new URL("../../../fixtures/versus/backtesting_py.json", import.meta.url);

/** A recording. */
export interface Recording extends PythonRun {
  readonly strategy: StrategyName;
  /** SHA-256 of strategies.py, so that a test tells when the strategies have changed. */
  readonly program: string;
}

/** Returns the SHA-256 of strategies.py in hexadecimal digits. */
export async function programHash(): Promise<string> {
  const bytes = await Deno.readFile(new URL("strategies.py", import.meta.url));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Returns the text of a recording: a line a trade, and the equity in one line. */
export function recordingText({ versions, trades, equity, finalEquity }: PythonRun, program: string): string {
  const head = { strategy: RECORDED, versions, program, finalEquity, equity };
  const lines = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const rows = trades.map((trade) => `    ${JSON.stringify(trade)}`).join(",\n");
  return `{\n${lines.join("")}  "trades": [\n${rows}\n  ]\n}\n`;
}

/** Reads the recording. */
export function readRecording(): Recording {
  return JSON.parse(Deno.readTextFileSync(RECORDING)) as Recording;
}
