/**
 * The command `versus:backtrader`: strategies there and here, compared bit for bit.
 *
 * @module
 */

import type { Command } from "../../../src/cli/command.ts";
import type { CommandLine } from "../../../src/cli/flags.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { BACKENDS, ENGINE_NAMES, type EngineName } from "../../../src/engine/backends.ts";
import { jsonText } from "../../../src/records/json_line.ts";
import { differingBits, type PartDifference } from "./outcome.ts";
import { type Plan, PLANS } from "./plans.ts";
import { programHash, RECORDED, RECORDING, recordingText } from "./recording.ts";
import { ENVIRONMENT, playHere, playThere, type PythonRun } from "./sides.ts";

/** The command `versus:backtrader`. */
export const command: Command = {
  description:
    `Runs ${PLANS.length} strategies of its documentation on ${
      ENVIRONMENT.requirements[0]
    }, which is installed by pip ` +
    "into the folder .versus of the project, and their twins here with the profile backtrader on every engine, over the " +
    "same prices. Notifications of orders, executions and trades, and cash and value of each bar, are compared as bits.",
  operands: { usage: "", least: 0, most: 0 },
  flags: [{ name: "record", summary: `Also write the run of ${RECORDED} there as the recording of the tests.` }],
  permissions: [
    { flag: "--allow-read", purpose: "the programs, the prices and the folder of the Rust library" },
    { flag: "--allow-write=fixtures/versus", purpose: "the recording, with --record" },
    { flag: "--allow-run=python3", purpose: "for backtrader; it writes its package to .versus" },
    { flag: "--allow-ffi=./rust/lib", purpose: "for the Rust engine" },
  ],
  exitCodes: {
    0: "no bit differs",
    1: "a bit differs, or python3 or its package cannot be had",
  },
  run,
};

/** The comparison of a plan on one engine. */
interface Comparison {
  readonly engine: EngineName;
  readonly parts: readonly PartDifference[];
  readonly bits: number;
}

async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  const engines = ENGINE_NAMES.filter((name) => {
    const opened = BACKENDS[name].open({});
    if (!opened.found) terminal.error(`${BACKENDS[name].title} is left out: ${opened.message}`);
    return opened.found;
  });
  const compared: { readonly plan: Plan; readonly there: PythonRun; readonly comparisons: readonly Comparison[] }[] =
    [];
  for (const plan of PLANS) {
    const there = await playThere(plan);
    const comparisons = engines.map((engine): Comparison => {
      const parts = differingBits(there, playHere(plan, engine));
      return { engine, parts, bits: parts.reduce((sum, part) => sum + part.bits, 0) };
    });
    compared.push({ plan, there, comparisons });
    if (plan.strategy === RECORDED && line.has("record")) {
      await Deno.writeTextFile(RECORDING, recordingText(there, await programHash()));
    }
  }
  const bits = compared.reduce((sum, { comparisons }) => sum + comparisons.reduce((own, { bits }) => own + bits, 0), 0);
  const { versions } = compared[0]!.there;
  if (line.has("json")) {
    const rows = compared.map(({ plan: { strategy, prices }, comparisons }) => ({ strategy, prices, comparisons }));
    terminal.out(jsonText({ versions, strategies: rows, differingBits: bits }));
  } else {
    terminal.out(Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "));
    for (const { plan, there, comparisons } of compared) {
      terminal.out(`\n${lines(plan, there, comparisons).join("\n")}`);
    }
    terminal.out(`\n${compared.length} strategies: ${bits} differing bits`);
  }
  return bits === 0 ? 0 : 1;
}

function lines({ strategy, about, prices }: Plan, there: PythonRun, comparisons: readonly Comparison[]): string[] {
  return [
    `${strategy}: ${about} (${prices}, ${there.cash.length} bars)`,
    `  there    ${there.orders.length} notifications of orders, ${there.executions.length} executions, ` +
    `${there.trades.length} notifications of trades, final value ${there.value.at(-1)}`,
    ...comparisons.flatMap(({ engine, parts, bits }) => {
      const values = parts.reduce((sum, { compared }) => sum + compared, 0);
      const first = parts.find((part) => part.first !== undefined)?.first;
      return [
        `  ${engine.padEnd(12)}${values} values, ${bits} differing bits`,
        ...(first === undefined ? [] : [`    first: ${first}`]),
      ];
    }),
  ];
}
