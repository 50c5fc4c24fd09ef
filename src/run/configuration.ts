/**
 * The resolved configuration of a run: rules, grids and fees, as the core's lanes and as plain data.
 *
 * @module
 */

import { inspected } from "../host.ts";
import {
  CONFIG_CASH_INITIAL,
  CONFIG_CHAIN,
  CONFIG_CHECKS,
  CONFIG_CURRENCIES_COUNT,
  CONFIG_INPUT_HASH,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_MARKS_TO_RECORDS,
  CONFIG_RULE_NUMBERS,
  CONFIG_VERSION,
  CONTRACT_VERSION,
  INSTRUMENT_STRIDE,
} from "../contract/contract.gen.ts";
import { INSTRUMENT_LANES } from "../contract/records.ts";
import { CARRIED_LANES, RULE_LANES, RULES } from "../contract/rules.ts";
import type { InstrumentSpec } from "../broker/instrument_spec.ts";
import type { BacktraderTerms } from "../broker/backtrader_terms.ts";
import { QueueSpec } from "../broker/queue_spec.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import { ratio, type Rational, toText } from "../broker/rational.ts";
import type { ResolvedConfiguration } from "../results/result_fields.ts";

/** Name of a rule profile. */
export type Profile = "exact" | "backtrader";

/** Choices of rules by name that differ from the profile. */
export type RuleChoices = Readonly<Record<string, string>>;

/** Settings of a run that change none of its decisions. */
export interface Conduct {
  /** True to write marks and commits as records. */
  readonly marksToRecords: boolean;
  /** True to check the invariants after every event. */
  readonly checks: boolean;
  /** True to keep the state chain. */
  readonly chain: boolean;
  /** True to keep the input hash. */
  readonly inputHash: boolean;
}

/** Settings of a plain run: the chain, but nothing that costs more. */
export const PLAIN_CONDUCT: Conduct = { marksToRecords: false, checks: false, chain: true, inputHash: false };

/** Returns the choices of a profile by the name of the lane, with changes of single rules. */
export function resolveRules(profile: Profile, changes: RuleChoices): Record<string, string> {
  if (profile !== "exact" && profile !== "backtrader") {
    throw new RangeError(`Cannot use profile ${inspected(profile, 0)}: pass "exact" or "backtrader"`);
  }
  for (const name of Object.keys(changes)) {
    if (Object.hasOwn(CARRIED_LANES, name)) {
      throw new RangeError(`Cannot choose ${name} alone: it follows the rule MATCHING`);
    }
    if (!Object.hasOwn(RULES, name)) {
      throw new RangeError(`Cannot find rule "${name}": there are ${Object.keys(RULES).join(", ")}`);
    }
  }
  const matching = RULES["MATCHING"]!, chosen = changes["MATCHING"] ?? matching[profile];
  const carried = matching.choices.findIndex(([choice]) => choice === chosen);
  const rules: Record<string, string> = {};
  for (const [name, lane] of Object.entries(RULE_LANES)) {
    const follows = name in CARRIED_LANES && carried >= 0;
    rules[name] = follows ? lane.choices[carried]![0] : changes[name] ?? lane[profile];
  }
  return rules;
}

/** Encodes a configuration; `cashInitial` is in money units. */
export function encodeConfiguration(
  rules: Readonly<Record<string, string>>,
  cashInitial: number,
  instruments: readonly InstrumentSpec[],
  conduct: Conduct,
): Float64Array {
  const lanes = new Float64Array(CONFIG_INSTRUMENTS + instruments.length * INSTRUMENT_STRIDE);
  lanes[CONFIG_VERSION] = CONTRACT_VERSION;
  lanes[CONFIG_INSTRUMENTS_COUNT] = instruments.length;
  lanes[CONFIG_CURRENCIES_COUNT] = 1;
  lanes[CONFIG_CASH_INITIAL] = cashInitial;
  lanes[CONFIG_MARKS_TO_RECORDS] = conduct.marksToRecords ? 1 : 0;
  lanes[CONFIG_CHECKS] = conduct.checks ? 1 : 0;
  lanes[CONFIG_CHAIN] = conduct.chain ? 1 : 0;
  lanes[CONFIG_INPUT_HASH] = conduct.inputHash ? 1 : 0;
  Object.entries(RULE_LANES).forEach(([name, rule], index) => {
    const choice = rule.choices.findIndex(([known]) => known === rules[name]);
    if (choice < 0) {
      const known = rule.choices.map(([choice]) => choice).join(", ");
      throw new RangeError(`Cannot use choice "${rules[name]}" of rule ${name}: there are ${known}`);
    }
    lanes[CONFIG_RULE_NUMBERS + index] = choice;
  });
  instruments.forEach((instrument, id) => {
    lanes.set(instrument.lanes, CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE);
  });
  return lanes;
}

/** Returns the lanes of each instrument under their names in the contract, by feed. */
export function lanesByName(lanes: Float64Array, feeds: readonly string[]): Record<string, Record<string, number>> {
  return Object.fromEntries(feeds.map((feed, id) => {
    const base = CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE;
    return [feed, Object.fromEntries(INSTRUMENT_LANES.map(([name], lane) => [name, lanes[base + lane]!]))];
  }));
}

/** The parts of the resolved configuration. */
export interface ConfigurationParts {
  readonly profile: Profile;
  readonly rules: Readonly<Record<string, string>>;
  readonly cash: number;
  readonly moneyUnit: Rational;
  readonly params: Readonly<Record<string, unknown>>;
  readonly specs: readonly InstrumentSpec[];
  readonly onRuin: OnRuin;
  readonly lanes: Float64Array;
}

function backtraderOf(spec: InstrumentSpec): { readonly backtrader?: BacktraderTerms } {
  return spec instanceof QueueSpec && spec.backtrader !== undefined ? { backtrader: spec.backtrader } : {};
}

/** Returns the configuration with all inferred values, as plain data. */
export function resolvedConfiguration(parts: ConfigurationParts): ResolvedConfiguration {
  return {
    profile: parts.profile,
    rules: parts.rules,
    cash: parts.cash,
    moneyUnit: toText(parts.moneyUnit),
    params: parts.params,
    onRuin: parts.onRuin,
    instruments: parts.specs.map(({ name, resolution, tick, lot, multiplier, ...terms }, at) => ({
      name,
      resolution: toText(resolution),
      tick: tick === 0 ? null : toText(ratio(resolution.numerator * BigInt(tick), resolution.denominator)),
      lot: toText(lot),
      multiplier: toText(multiplier),
      ...(terms.zero === 0
        ? {}
        : { pricesFrom: toText(ratio(-resolution.numerator * BigInt(terms.zero), resolution.denominator)) }),
      barWithoutVolume: terms.barWithoutVolume,
      commission: terms.commission,
      slippage: terms.slippage,
      ...(terms.fills === undefined ? {} : { fills: terms.fills }),
      ...terms.margin,
      // A term that came later is left out at its default, so that earlier descriptions stay as they are.
      ...(terms.flatAt === undefined ? {} : { flatAt: terms.flatAt }),
      ...backtraderOf(parts.specs[at]!),
    })),
    lanes: Array.from(parts.lanes),
  };
}
