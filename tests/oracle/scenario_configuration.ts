/**
 * Makes the engine's configuration of a scenario: the rules of the backtrader profile, commission schemes,
 * slippage and fillers in doubles.
 *
 * @module
 */

import {
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  FILLER_PERCENT,
  FILLER_POINT_PERCENT,
  FILLER_SIZE,
  FLOAT_SLIPPAGE_AMOUNT,
  FLOAT_SLIPPAGE_NONE,
  FLOAT_SLIPPAGE_RATE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_FLOAT_FILLER,
  INSTRUMENT_FLOAT_FILLER_PERCENT,
  INSTRUMENT_FLOAT_FILLER_SIZE,
  INSTRUMENT_FLOAT_FILLER_STEP,
  INSTRUMENT_FLOAT_SLIPPAGE,
  INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
  INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
  SLIPPAGE_SWITCH_LIMIT,
  SLIPPAGE_SWITCH_MATCH,
  SLIPPAGE_SWITCH_OPEN,
  SLIPPAGE_SWITCH_OUT,
} from "../../src/contract/contract.gen.ts";
import { encodeConfiguration, resolveRules } from "../../src/run/configuration.ts";
import type { Scenario } from "./scenario.ts";
import { schemeLanes, schemeOf } from "./commission_scheme.ts";

/** Cash of a scenario that does not set it. */
const DEFAULT_CASH = 10_000;

/** Returns the cash at the beginning of a scenario. */
export function initialCash(scenario: Scenario): number {
  return Number(scenario.broker?.cash ?? DEFAULT_CASH);
}

/** Returns whether the strategy also acts at the open of a bar, before the broker does. */
export function cheatsOnOpen(scenario: Scenario): boolean {
  return scenario.cerebro?.cheat_on_open === true;
}

/** Returns the choices of rules that the settings of the broker make. */
function rulesOf(scenario: Scenario): Record<string, string> {
  const broker = scenario.broker ?? {}, changes: Record<string, string> = {};
  // Without the check at submission an order is queued at once, and so its cancel works at once.
  if (broker.checksubmit === false) Object.assign(changes, { AFFORDABILITY: "AT_FILL", CANCEL: "WORKS" });
  if (broker.shortcash === false) changes.SHORT_CASH = "TAKEN";
  if (broker.int2pnl === false) changes.INTEREST = "IN_CASH";
  if (broker.coc === true) changes.CHEAT_ON_CLOSE = "ON";
  if (broker.coo === true || cheatsOnOpen(scenario)) changes.CHEAT_ON_OPEN = "ON";
  return changes;
}

/** Returns the configuration's lanes. */
export function configurationOf(scenario: Scenario): Float64Array {
  const changes = rulesOf(scenario);
  const conduct = { marksToRecords: false, checks: true, chain: true, inputHash: false };
  const head = encodeConfiguration(resolveRules("backtrader", changes), initialCash(scenario), [], conduct);
  const lanes = new Float64Array(CONFIG_INSTRUMENTS + scenario.datas.length * INSTRUMENT_STRIDE);
  lanes.set(head);
  lanes[CONFIG_INSTRUMENTS_COUNT] = scenario.datas.length;
  scenario.datas.forEach((feed, id) => {
    const base = CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE;
    for (
      const lane of [
        INSTRUMENT_TRADED,
        INSTRUMENT_TICK,
        INSTRUMENT_SCALE_NUMERATOR,
        INSTRUMENT_SCALE_DENOMINATOR_FIRST,
        INSTRUMENT_SCALE_DENOMINATOR_SECOND,
        INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
      ]
    ) lanes[base + lane] = 1;
    const own = { ...schemeLanes(schemeOf(scenario, feed)), ...slippageLanes(scenario), ...fillerLanes(scenario) };
    for (const [lane, value] of Object.entries(own)) lanes[base + Number(lane)] = value;
  });
  return lanes;
}

/** Returns the lanes of the slippage. The method that sets it lets fills at the open slip, unlike the parameter. */
function slippageLanes(scenario: Scenario): Record<number, number> {
  const broker = scenario.broker ?? {}, perc = broker.slippage_perc, fixed = broker.slippage_fixed;
  const said = (perc ?? fixed) as Readonly<Record<string, unknown>> | undefined;
  if (said === undefined || said === null) return {};
  const switches = [
    [said.slip_open ?? true, SLIPPAGE_SWITCH_OPEN],
    [said.slip_match ?? true, SLIPPAGE_SWITCH_MATCH],
    [said.slip_limit ?? true, SLIPPAGE_SWITCH_LIMIT],
    [said.slip_out ?? false, SLIPPAGE_SWITCH_OUT],
  ] as const;
  const size = Number(perc === undefined ? said.fixed : said.perc);
  return {
    [INSTRUMENT_FLOAT_SLIPPAGE]: size === 0
      ? FLOAT_SLIPPAGE_NONE
      : perc === undefined
      ? FLOAT_SLIPPAGE_AMOUNT
      : FLOAT_SLIPPAGE_RATE,
    [INSTRUMENT_FLOAT_SLIPPAGE_SIZE]: size,
    [INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES]: switches.reduce((bits, [on, bit]) => on === true ? bits | bit : bits, 0),
  };
}

/** Returns the lanes of the filler. */
function fillerLanes(scenario: Scenario): Record<number, number> {
  const filler = scenario.broker?.filler as Readonly<Record<string, unknown>> | null | undefined;
  if (filler === undefined || filler === null) return {};
  const kinds: Record<string, number> = {
    FixedSize: FILLER_SIZE,
    FixedBarPerc: FILLER_PERCENT,
    BarPointPerc: FILLER_POINT_PERCENT,
  };
  const kind = kinds[String(filler.type)];
  if (kind === undefined) throw new RangeError(`Cannot use filler "${filler.type}" of "${scenario.name}"`);
  return {
    [INSTRUMENT_FLOAT_FILLER]: kind,
    [INSTRUMENT_FLOAT_FILLER_SIZE]: Number(filler.size ?? 0),
    [INSTRUMENT_FLOAT_FILLER_PERCENT]: Number(filler.perc ?? 100),
    [INSTRUMENT_FLOAT_FILLER_STEP]: Number(filler.minmov ?? 0),
  };
}
