/**
 * Makes the engine's configuration of a scenario: the rules of the backtrader profile, and commission schemes in
 * doubles.
 *
 * @module
 */

import {
  COMMISSION_NONE,
  COMMISSION_PER_LOT,
  COMMISSION_RATE,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_MULTIPLIER,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
} from "../../src/contract/contract.gen.ts";
import { encodeConfiguration, resolveRules } from "../../src/run/configuration.ts";
import type { Scenario, ScenarioFeed } from "./scenario.ts";
import { commissionSchemes } from "./waiting.ts";

/** Cash of a scenario that does not set it. */
const DEFAULT_CASH = 10_000;

/** Returns the cash at the beginning of a scenario. */
export function initialCash(scenario: Scenario): number {
  return Number(scenario.broker?.cash ?? DEFAULT_CASH);
}

/** Returns the value of a point of a feed's price for one unit. */
export function multiplierOf(scenario: Scenario, feed: ScenarioFeed): number {
  return Number(schemeOf(scenario, feed).mult ?? 1);
}

/** Returns the configuration's lanes. */
export function configurationOf(scenario: Scenario): Float64Array {
  // Without the check at submission an order is queued at once, and so its cancel works at once.
  const unchecked = scenario.broker?.checksubmit === false;
  const changes = unchecked ? { AFFORDABILITY: "AT_FILL", CANCEL: "WORKS" } : {};
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
    const scheme = schemeOf(scenario, feed);
    const [kind, rate] = commissionOf(scheme);
    lanes[base + INSTRUMENT_COMMISSION_KIND] = kind;
    lanes[base + INSTRUMENT_COMMISSION_RATE] = rate;
    lanes[base + INSTRUMENT_MULTIPLIER] = multiplierOf(scenario, feed);
  });
  return lanes;
}

/** Returns the last scheme for a feed's name, otherwise the last one for all feeds. */
function schemeOf(scenario: Scenario, feed: ScenarioFeed): Readonly<Record<string, unknown>> {
  const schemes = commissionSchemes(scenario);
  return schemes.findLast((scheme) => scheme.name === feed.name) ??
    schemes.findLast((scheme) => scheme.name === undefined || scheme.name === null) ?? {};
}

/**
 * Returns commission kind and rate of a scheme: a fraction of the notional, unless the scheme has an amount per unit.
 */
function commissionOf(scheme: Readonly<Record<string, unknown>>): [kind: number, rate: number] {
  const commission = Number(scheme.commission ?? 0);
  if (commission === 0) return [COMMISSION_NONE, 0];
  if (scheme.commtype === "COMM_FIXED") return [COMMISSION_PER_LOT, commission];
  return [COMMISSION_RATE, scheme.percabs === false ? commission / 100 : commission];
}
