/**
 * The run of one strategy there, as a file, with which the tests need no Python.
 *
 * @module
 */

import type { StrategyName } from "./plans.ts";
import type { PythonRun } from "./sides.ts";

/** The strategy that is recorded: it has orders of every kind of the three. */
export const RECORDED: StrategyName = "Bracket";

/** File of the recording. */
export const RECORDING = new URL("../../../fixtures/versus/backtrader.json", import.meta.url);

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

/** Returns the text of a recording: a line a row, and the values of bars in one line. */
export function recordingText({ versions, cash, value, ...rows }: PythonRun, program: string): string {
  const head = { strategy: RECORDED, versions, program, cash, value };
  const lines = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const { orders, executions, trades } = rows;
  for (const [name, list] of Object.entries({ orders, executions, trades })) {
    lines.push(`  "${name}": [\n${list.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`);
  }
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Reads the recording. */
export function readRecording(): Recording {
  return JSON.parse(Deno.readTextFileSync(RECORDING)) as Recording;
}
