/**
 * A trial run: the smallest possible backtest, with known results, on a core that was just built.
 *
 * @module
 */

import {
  BAR_COLUMNS,
  BOUNDARY_OK,
  CONFIG_CASH_INITIAL,
  CONFIG_CHAIN,
  CONFIG_CHECKS,
  CONFIG_CURRENCIES_COUNT,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_VERSION,
  CONTRACT_VERSION,
  EVENT_PLACE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  PLACE_ORDER_TYPE,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_VALIDITY,
  RECORD_LANES,
  SIDE_BUY,
  STATUS_CASH,
  STATUS_COUNT,
  STATUS_SEQUENCE,
  STATUS_VALUE,
  TYPE_MARKET,
  VALIDITY_GTC,
} from "../../contract/contract.gen.ts";
import type { CoreBackend } from "../backend.ts";

/**
 * Runs the trial and returns a list of the wrong results.
 *
 * @param make Makes a core of a configuration.
 */
export function trialProblems(make: (config: Float64Array<ArrayBuffer>) => CoreBackend): string[] {
  const config = trialConfiguration(), columns = trialColumns();
  const counts = Uint32Array.of(2), bases = Uint32Array.of(0), marks = new Float64Array(4);
  const problems: string[] = [];
  const expect = (what: string, found: unknown, expected: unknown): void => {
    if (!Object.is(found, expected)) problems.push(`a trial run gives ${what} ${found}, not ${expected}`);
  };
  let core: CoreBackend | undefined, second: CoreBackend | undefined;
  try {
    core = make(config);
    second = make(config);
    expect("a load status of", core.load(columns, counts, bases).status, BOUNDARY_OK);
    expect("as first steps", core.advance(columns, 1_000, marks, 0), 1);
    // The order buys five lots at the second bar's open of 110; their mark is its close of 130.
    core.applyAndRead(trialOrder(), 1, marks, 0);
    expect("as horizon", core.horizon(columns), 2_000);
    expect("as second steps", core.advance(columns, 2_000, marks, 1), 1);
    expect("as marks", marks.join(" "), "10000 9450 10000 10100");
    const status = new Float64Array(STATUS_COUNT);
    core.status(status);
    expect("as sequence", status[STATUS_SEQUENCE], 5);
    expect("as cash", status[STATUS_CASH], 9_450);
    expect("as value", status[STATUS_VALUE], 10_100);
    const snapshot = core.snapshot();
    expect("a restore status of", second.restore(snapshot), BOUNDARY_OK);
    expect("as snapshot of the restored engine", second.snapshot().join(" "), snapshot.join(" "));
  } catch (error) {
    problems.push(`a trial run fails: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    core?.dispose();
    second?.dispose();
  }
  return problems;
}

/**
 * Returns a configuration of one instrument without fees, with the first choice of every rule. One lot at a price of
 * one costs one money unit.
 */
export function trialConfiguration(): Float64Array<ArrayBuffer> {
  const config = new Float64Array(CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE);
  config[CONFIG_VERSION] = CONTRACT_VERSION;
  config[CONFIG_INSTRUMENTS_COUNT] = 1;
  config[CONFIG_CURRENCIES_COUNT] = 1;
  config[CONFIG_CASH_INITIAL] = 10_000;
  config[CONFIG_CHECKS] = 1;
  config[CONFIG_CHAIN] = 1;
  const ones = [
    INSTRUMENT_TRADED,
    INSTRUMENT_TICK,
    INSTRUMENT_SCALE_NUMERATOR,
    INSTRUMENT_SCALE_DENOMINATOR_FIRST,
    INSTRUMENT_SCALE_DENOMINATOR_SECOND,
    INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  ];
  for (const lane of ones) config[CONFIG_INSTRUMENTS + lane] = 1;
  return config;
}

/** Returns two bars that end at 1,000 and 2,000 microseconds. */
export function trialColumns(): Float64Array<ArrayBuffer> {
  const bars = [
    { timeUs: 1_000, beginUs: 0, sessionDay: 719_163, open: 100, high: 120, low: 90, close: 110, volume: 1 },
    { timeUs: 2_000, beginUs: 1_000, sessionDay: 719_163, open: 110, high: 140, low: 100, close: 130, volume: 1 },
  ];
  const columns = new Float64Array(bars.length * BAR_COLUMNS);
  bars.forEach((bar, row) => {
    Object.values(bar).forEach((value, column) => columns[column * bars.length + row] = value);
  });
  return columns;
}

/** Returns a market order for five lots, placed after the first bar. */
export function trialOrder(): Float64Array<ArrayBuffer> {
  const floats = new Float64Array(RECORD_LANES), words = new Uint32Array(floats.buffer);
  floats[LANE_TIME_US] = 1_000;
  floats[PLACE_QUANTITY] = 5;
  words[LANE_KIND] = EVENT_PLACE;
  words[LANE_ORDER_ID] = 1;
  words[PLACE_ORDER_TYPE] = TYPE_MARKET;
  words[PLACE_SIDE] = SIDE_BUY;
  words[PLACE_VALIDITY] = VALIDITY_GTC;
  return floats;
}
