/**
 * `deno task bench:indicators`: indicators beside other libraries, their memory in a run, and the slowest of them.
 *
 * @module
 */

import { type IndicatorArguments, INDICATORS_HELP, parseIndicatorArguments } from "../bench/indicators/arguments.ts";
import { functionsReport, measureFunctions } from "../bench/indicators/functions.ts";
import { measureMemory, memoryReport } from "../bench/indicators/memory.ts";
import { loadPeers, measurePeers, peersReport } from "../bench/indicators/peers.ts";

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(INDICATORS_HELP);
    return 0;
  }
  let wanted: IndicatorArguments;
  try {
    wanted = parseIndicatorArguments(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const { measures, bars, rounds } = wanted;
  let isWithin = true;
  const tell = (report: { readonly text: string; readonly isWithin: boolean }): void => {
    console.log(`${report.text}\n`);
    isWithin &&= report.isWithin;
  };
  try {
    if (measures.includes("peers")) tell(peersReport(measurePeers(await loadPeers(), bars, rounds), bars));
    if (measures.includes("memory")) tell(memoryReport(await measureMemory(bars), bars));
    if (measures.includes("functions")) console.log(functionsReport(measureFunctions(bars), bars));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  return isWithin ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
