/**
 * Recordings of backtrader's analyzers over a long run, and the prices that they ran over.
 *
 * @module
 */

import { nameOf, parseJson, readText } from "../read_text.ts";
import type { ScenarioFeed } from "../scenario.ts";

/** A recorded run with its analyzers. */
export interface AnalyzerRecording {
  readonly name: string;
  readonly params: { readonly short?: boolean };
  readonly cash: number;
  readonly commission: Readonly<Record<string, unknown>> | null;
  readonly sizer: readonly [type: string, params: Readonly<Record<string, unknown>>] | null;
  readonly fundmode: boolean;
  readonly analyzer_args: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly final: { readonly cash: number; readonly value: number };
  readonly n_orders: number;
  readonly orders: readonly (readonly unknown[])[];
  readonly trades: readonly (readonly unknown[])[];
  readonly cashvalue_every_25: readonly (readonly [call: number, cash: number, value: number])[];
  readonly analyzers: Readonly<Record<string, unknown>>;
}

/** Returns whether the content of a file holds such recordings. */
export function isAnalyzerRecordings(content: unknown): content is readonly AnalyzerRecording[] {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  return typeof first === "object" && first !== null && "analyzers" in first && "analyzer_args" in first;
}

/** Names of the prices, by the first word of a recording. */
const PRICES: Readonly<Record<string, string>> = { orcl: "orcl-1995-2014", yhoo: "yhoo-1996-2014" };

/** Reads the feed of a recording; undefined if its prices are not here. */
export async function feedOf(recording: AnalyzerRecording): Promise<ScenarioFeed | undefined> {
  const name = PRICES[recording.name.split(" ")[0]!];
  if (name === undefined) return undefined;
  const url = new URL(`../../../fixtures/backtrader/prices/${name}.json.gz`, import.meta.url);
  return { name, bars: parseJson(await readText(url), nameOf(url)) as ScenarioFeed["bars"] };
}
