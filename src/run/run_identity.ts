/**
 * The identity of a run as JSON: all values that a resumed run must share.
 *
 * @module
 */

import type { PackedBars } from "../broker/pack.ts";
import { type Bindings, encodeValue } from "../checkpoint/value_text.ts";
import { CONTRACT_VERSION, STATUS_DATA_HIGH, STATUS_DATA_LOW } from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import { Chain } from "../core/state/chain.ts";
import type { SessionTable } from "../feeds/calendar/session_table.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import { hashText } from "../records/text.ts";
import type { JsonObject } from "../records/json.ts";
import type { ResolvedConfiguration } from "../results/result_fields.ts";
import type { CheckedTimer } from "../strategy/timer.ts";
import { lanesByName } from "./configuration.ts";

/** Identity in a checkpoint; every value must be equal in the resumed run. */
export type RunIdentity = JsonObject;

/** The parts of a run that determine its identity. */
export interface IdentifiedRun {
  readonly strategyName: string;
  readonly names: readonly string[];
  readonly config: Float64Array;
  readonly configuration: ResolvedConfiguration;
  readonly packed: PackedBars;
  /** Bars of the strategy, where the engine has others. */
  readonly shown?: PackedBars;
  readonly bindings: Bindings;
  /** The timers of the strategy. */
  readonly timers?: { readonly timers: readonly { readonly checked: CheckedTimer }[] };
  /** Events on the account. */
  readonly accountEvents?: { readonly identity: JsonObject } | undefined;
  readonly options: {
    readonly start?: "all" | "any";
    readonly closeAtEnd?: boolean;
    readonly chain?: boolean;
  };
  readonly firstStep: number;
}

/** Returns the identity of a run; the engine's status has the hash of its data. */
export function identityOf(run: IdentifiedRun, status: Float64Array): RunIdentity {
  return {
    package: PACKAGE_VERSION,
    contract: CONTRACT_VERSION,
    strategy: run.strategyName,
    ...describeConfiguration(run.configuration, run.bindings),
    start: run.options.start ?? "all",
    closeAtEnd: run.options.closeAtEnd ?? false,
    chain: run.options.chain ?? true,
    firstStep: run.firstStep,
    instrumentLanes: lanesByName(run.config, run.names),
    dataBars: Array.from(run.packed.counts),
    data: dataHash(status),
    ...(run.shown === undefined || run.shown === run.packed ? {} : { linesData: columnsHash([run.shown.columns]) }),
    ...sessionsIdentity(run),
    ...(run.accountEvents === undefined ? {} : { accountEvents: run.accountEvents.identity }),
  };
}

/** Returns the hours of the sessions and the timers, which decide what the run does; nothing where there are none. */
function sessionsIdentity({ packed, shown = packed, timers }: IdentifiedRun): JsonObject {
  const tables = shown.feeds.flatMap(({ name, sessions }) => sessions === undefined ? [] : [[name, sessions] as const]);
  const declared = timers?.timers.map(({ checked }) => timerText(checked)) ?? [];
  return {
    ...(tables.length === 0
      ? {}
      : { sessions: Object.fromEntries(tables.map(([name, table]) => [name, tableIdentity(table)])) }),
    ...(declared.length === 0 ? {} : { timers: declared }),
  };
}

/** Returns the name and the hash of a table of sessions. */
function tableIdentity(
  { calendar, timeZone, day, openUs, closeUs, breakStartUs, breakEndUs }: SessionTable,
): JsonObject {
  return { calendar, timeZone, hash: columnsHash([day, openUs, closeUs, breakStartUs, breakEndUs]) };
}

/** Returns the hash of some columns. */
export function columnsHash(columns: readonly Float64Array[]): string {
  const hash = new Chain();
  for (const column of columns) {
    hash.mix(column.length, 0);
    const words = wordsOf(column);
    for (let at = 0; at < words.length; at += 2) hash.mix(words[at]!, words[at + 1]!);
  }
  return hashText(hash.low, hash.high);
}

function timerText({ weekdays, monthDays, ...rest }: CheckedTimer): string {
  const days = (set: ReadonlySet<number> | undefined): number[] | null => set === undefined ? null : [...set].sort();
  return JSON.stringify({ ...rest, weekdays: days(weekdays), monthDays: days(monthDays) });
}

/** Returns the resolved configuration as JSON, without the lanes, and without the costs, which lanes of their own have. */
export function describeConfiguration(configuration: ResolvedConfiguration, bindings: Bindings): JsonObject {
  const { lanes: _lanes, params, ...rest } = configuration;
  const instruments = rest.instruments.map(({ commission: _commission, slippage: _slippage, ...terms }) => terms);
  const ofClass: Bindings = {
    ...bindings,
    // They can only be defaults, which the class has.
    isKept: (value) => typeof value === "symbol" || value instanceof RegExp || bindings.isKept(value),
  };
  return JSON.parse(JSON.stringify({ ...rest, instruments, params: encodeValue(params, "params", ofClass) }));
}

/** Returns the hash of the columns that an engine has loaded. */
export function dataHash(status: Float64Array): string {
  return hashText(status[STATUS_DATA_LOW]!, status[STATUS_DATA_HIGH]!);
}
