/**
 * The comparison of a plan: what differs, by which rules, and what no rule explains.
 *
 * @module
 */

import * as ct from "../../../mod.ts";
import type { EngineName } from "../../../src/engine/backends.ts";
import { Bridge, type Outcome } from "./bridge.ts";
import { DECISIONS } from "./decisions.ts";
import { type Plan, runHere } from "./plans.ts";
import { readPrices } from "./prices.ts";
import { BRIDGE_RULES, choices, RULE_KEYS, type RuleKey } from "./rules.ts";
import { byEntry, type Trade } from "./trades.ts";

/** A rule that changes the run, and how much. */
export interface Explained {
  readonly rule: RuleKey;
  /** Number of values that change when the rule is switched, after those before it. */
  readonly values: number;
  /** Final equity with it and those before it switched to this package's side. */
  readonly finalEquity: number;
}

/** The comparison of a plan. */
export interface Comparison {
  readonly plan: Plan;
  readonly theirs: Outcome;
  readonly ours: Outcome;
  readonly engines: readonly EngineName[];
  /** Number of values that differ between the sides. */
  readonly differing: number;
  readonly explainedBy: readonly Explained[];
  /** Number of values that the bridge does not give as their side has them. */
  readonly unexplained: number;
  /** The first of them in words. */
  readonly firstUnexplained: string | undefined;
}

/** Returns the text of the prices of a plan. */
export function pricesOf({ prices }: Plan): string {
  return Deno.readTextFileSync(new URL(`../../../fixtures/prices/${prices}`, import.meta.url));
}

/** Runs the twin of a plan on an engine. */
export function playHere(plan: Plan, engine: EngineName): Outcome {
  const feed = ct.parseCsv(new TextEncoder().encode(pricesOf(plan)), plan.prices, { timeZone: "America/New_York" });
  const { twin, options } = runHere(plan);
  const result = ct.backtest(twin, feed, { ...options, engineBackend: engine });
  const trades = result.trades.map((trade): Trade => ({
    size: trade.long ? trade.size : -trade.size,
    entryBar: trade.openedBar,
    exitBar: trade.closedBar,
    entryPrice: trade.entryPrice,
    exitPrice: trade.exitPrice,
  }));
  return { trades: trades.sort(byEntry), equity: [...result.equity] };
}

/** A value of an outcome with its place in words. */
type Places = ReadonlyMap<string, number | null>;

/** Returns every value of an outcome by its place. */
function placesOf({ trades, equity }: Outcome): Places {
  const places = new Map<string, number | null>();
  for (const [at, trade] of trades.entries()) {
    for (const [name, value] of Object.entries(trade)) places.set(`trade ${at + 1}, ${name}`, value);
  }
  for (const [bar, value] of equity.entries()) places.set(`equity of bar ${bar}`, value);
  return places;
}

/** Returns the places at which two outcomes differ in a bit. */
export function differences(one: Outcome, other: Outcome): string[] {
  const first = placesOf(one), second = placesOf(other);
  return [...new Set([...first.keys(), ...second.keys()])].filter((place) => {
    const [a, b] = [first.get(place), second.get(place)];
    return !Object.is(a, b);
  });
}

/** Compares what a plan did there and on each engine here. */
export function compare(plan: Plan, theirs: Outcome, played: ReadonlyMap<EngineName, Outcome>): Comparison {
  const prices = readPrices(pricesOf(plan));
  const bridge = (changed: readonly RuleKey[]): Outcome =>
    new Bridge(prices, plan.terms, choices("theirs", changed)).run(DECISIONS[plan.strategy]);
  const explainedBy: Explained[] = [];
  const first = bridge([]);
  let last = first;
  for (const [at, rule] of RULE_KEYS.entries()) {
    const next = bridge(RULE_KEYS.slice(0, at + 1)), values = differences(last, next).length;
    if (values > 0) explainedBy.push({ rule, values, finalEquity: next.equity.at(-1)! });
    last = next;
  }
  const faults = differences(theirs, first).map((place) => faultText("backtesting.py", place, theirs, first));
  for (const [engine, outcome] of played) {
    faults.push(...differences(outcome, last).map((place) => faultText(engine, place, outcome, last)));
  }
  const ours = [...played.values()][0]!;
  return {
    plan,
    theirs,
    ours,
    engines: [...played.keys()],
    differing: differences(theirs, ours).length,
    explainedBy,
    unexplained: faults.length,
    firstUnexplained: faults[0],
  };
}

function faultText(side: string, place: string, told: Outcome, bridged: Outcome): string {
  return `${side}, ${place}: ${placesOf(told).get(place)}; the rules give ${placesOf(bridged).get(place)}`;
}

/** Returns the lines of a report about a comparison. */
export function comparisonLines(comparison: Comparison): string[] {
  const { plan, theirs, ours, engines, differing, explainedBy, unexplained, firstUnexplained } = comparison;
  const names = explainedBy.map(({ rule }) => BRIDGE_RULES[rule].name).join("; ");
  return [
    `${plan.strategy}: ${plan.about} (${plan.prices}, ${theirs.equity.length} bars)`,
    `  there    ${theirs.trades.length} trades, final equity ${theirs.equity.at(-1)}`,
    `  here     ${ours.trades.length} trades, final equity ${ours.equity.at(-1)}, on ${engines.join(", ")}`,
    `  ${differing} values differ`,
    `  explained by: ${names}`,
    ...explainedBy.flatMap(({ rule, values, finalEquity }) => [
      `    ${BRIDGE_RULES[rule].name}: changes ${values} values; final equity then ${finalEquity}`,
      `      there  ${BRIDGE_RULES[rule].theirs}`,
      `      here   ${BRIDGE_RULES[rule].ours}`,
    ]),
    ...(firstUnexplained === undefined ? [] : [`  first without an explanation: ${firstUnexplained}`]),
    `  unexplained: ${unexplained}`,
  ];
}
