/**
 * `diff`: one strategy under two sets of rules, the rows that differ switched one by one.
 *
 * @module
 */

import type { FillRow } from "../broker/result_rows.ts";
import { Bars } from "../feeds/bars.ts";
import type { Result } from "../results/result.ts";
import { backtest } from "../run/backtest.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import { attribute, type OrderPair, pairOrders } from "./attribution.ts";
import { DiffedRun } from "./diffed_run.ts";
import { checkSettings, type RuleSettings, type SettingStep, stepsBetween } from "./settings.ts";

export type { RuleSettings } from "./settings.ts";

/** The first fill that a step changes. */
export interface ChangedFill {
  /** Index of the step of the run at which it comes, or would have come. */
  readonly bar: number;
  /** The fill before; null if there was none. */
  readonly before: FillRow | null;
  /** The fill after; null if there is none any more. */
  readonly after: FillRow | null;
  /** What of it differs: names of the row's fields, such as `price`; empty where one side has no fill. */
  readonly fields: readonly string[];
}

/** One row switched. */
export interface DiffStep {
  /** Name of the rule or of the option; `model` for the model with all its rows. */
  readonly row: string;
  /** Its kind. */
  readonly kind: "rule" | "option" | "model";
  /** Value before. */
  readonly from: string;
  /** Value after. */
  readonly to: string;
  /** Value of the account at the end, with this row and all before it switched. */
  readonly finalEquity: number;
  /** Number of fills. */
  readonly fills: number;
  /** Number of fills, of either side of the step, that the other side has not. */
  readonly changed: number;
  /** The first fill that differs; null if none does. */
  readonly first: ChangedFill | null;
}

/** The fills that the step of the model changed, by the row that foretells them. */
export interface AttributedFills {
  /** Rows of the model, such as `["SIZE", "NUMBERS"]`; empty for orders that one run alone has, since something differed before. */
  readonly rows: readonly string[];
  /** Number of fills, of either side. */
  readonly fills: number;
  /** The first of them. */
  readonly first: ChangedFill;
}

/** The difference that two sets of rules make. */
export interface RulesDiff {
  /** Name of the strategy. */
  readonly strategy: string;
  /** Value of the account at the end under the first set. */
  readonly fromEquity: number;
  /** Number of fills under the first set. */
  readonly fromFills: number;
  /** Value of the account at the end under the second set. */
  readonly toEquity: number;
  /** Number of fills under the second set. */
  readonly toFills: number;
  /** The rows one by one, free ones first; the model is the last one. */
  readonly steps: readonly DiffStep[];
  /** The fills of the step of the model by the rows that foretell them; empty without such a step. */
  readonly model: readonly AttributedFills[];
  /** Number of fills of that step that no row foretells, and of orders that no row foretells. */
  readonly unexplained: number;
  /** What these are, in words. */
  readonly faults: readonly string[];
}

/** Options of {@linkcode diff}: both sets of rules, and everything else of a run, for both. */
export interface DiffOptions<P extends Params = Params>
  extends Omit<BacktestOptions<P>, "from" | "to" | keyof RuleSettings> {
  /** The first set of rules. Default: that of the profile `exact`. */
  readonly from?: RuleSettings;
  /** The second set of rules. Default: that of the profile `backtrader`. */
  readonly to?: RuleSettings;
}

/**
 * Runs one strategy under two sets of rules, and tells which rows make the difference.
 *
 * Rows that can be switched alone are switched one by one: choices of free rules, then the other settings by name. The
 * model comes last, as it has rows of its own: each fill that it changes is put down to the rows that foretell it, or
 * follows from one of those; what is left is counted as unexplained.
 *
 * @param strategy A class that extends {@linkcode Strategy}.
 * @param feeds A feed, or feeds by their names in the strategy.
 * @param options Both sets as `from` and `to`; cash and costs stand in both of them.
 * @returns The steps, the rows of the model, and the number of fills that nothing explains.
 * @throws {TypeError} If a set has an option that is no rule.
 * @throws {RangeError} If a set cannot be used, as with an unknown choice.
 * @throws {StrategyError} If the strategy throws.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Dip extends ct.Strategy {
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ size: 10, limit: this.data.close.now * 0.99, valid: "day" });
 *     else this.close();
 *   }
 * }
 *
 * const terms = { cash: 10_000, commission: 0.001 };
 * const found = ct.diff(Dip, await ct.sample("aapl"), { from: terms, to: { ...terms, slippage: 0.001 } });
 * assertEquals(found.steps.map(({ row, from, to }) => [row, from, to]), [["slippage", "default", "0.001"]]);
 * assertEquals(found.unexplained, 0);
 * ```
 */
export function diff<P extends Params>(
  strategy: StrategyClass<P>,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: DiffOptions<P> = {},
): RulesDiff {
  const { from = { profile: "exact" }, to = { profile: "backtrader" }, ...rest } = options;
  checkSettings(from, "from");
  checkSettings(to, "to");
  const run = (settings: RuleSettings): Result =>
    backtest(strategy, feeds as Bars, { ...rest, ...settings } as BacktestOptions<P>);
  const steps: DiffStep[] = [], first = run(from);
  let before = first, attributed: Attributed = { model: [], unexplained: 0, faults: [] };
  for (const step of stepsBetween(from, to)) {
    const after = run(step.settings);
    steps.push(stepOf(step, before, after));
    if (step.kind === "model") attributed = attributeStep(before, after, byName(feeds), step.to === "queue");
    before = after;
  }
  return {
    strategy: strategy.name,
    fromEquity: first.stats.finalEquity,
    fromFills: first.fills.length,
    toEquity: before.stats.finalEquity,
    toFills: before.fills.length,
    steps,
    ...attributed,
  };
}

function byName(feeds: Bars | Readonly<Record<string, Bars>>): Readonly<Record<string, Bars>> {
  return feeds instanceof Bars ? { [feeds.name]: feeds } : feeds;
}

/** Fields of a fill that are compared. */
const FIELDS = ["feed", "bar", "side", "size", "price", "commission", "rule"] as const;

/** Fields by which a fill is another one; a model with other numbers has another last digit in every commission. */
const DECISIVE = FIELDS.filter((field) => field !== "commission");

function keyOf(fill: FillRow, fields: readonly typeof FIELDS[number][] = FIELDS): string {
  return JSON.stringify(fields.map((field) => fill[field]));
}

function stepOf({ row, kind, from, to }: SettingStep, before: Result, after: Result): DiffStep {
  const left = new Map<string, number>();
  for (const fill of before.fills) left.set(keyOf(fill), (left.get(keyOf(fill)) ?? 0) + 1);
  let same = 0;
  for (const fill of after.fills) {
    const count = left.get(keyOf(fill)) ?? 0;
    if (count > 0) left.set(keyOf(fill), count - 1), same++;
  }
  return {
    ...{ row, kind, from, to },
    finalEquity: after.stats.finalEquity,
    fills: after.fills.length,
    changed: before.fills.length + after.fills.length - 2 * same,
    first: (kind === "model" ? firstChange(before.fills, after.fills, DECISIVE) : null) ??
      firstChange(before.fills, after.fills, FIELDS),
  };
}

function firstChange(
  before: readonly FillRow[],
  after: readonly FillRow[],
  fields: readonly typeof FIELDS[number][],
): ChangedFill | null {
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const one = before[at], other = after[at];
    if (one !== undefined && other !== undefined && keyOf(one, fields) === keyOf(other, fields)) continue;
    if (one === undefined || other === undefined || one.orderId === other.orderId) return changeOf(one, other);
    // Of two orders, the one that filled first filled in one run alone.
    return one.bar <= other.bar ? changeOf(one, undefined) : changeOf(undefined, other);
  }
  return null;
}

function changeOf(before: FillRow | undefined, after: FillRow | undefined): ChangedFill {
  const bar = Math.min(before?.bar ?? Infinity, after?.bar ?? Infinity);
  const fields = before === undefined || after === undefined
    ? []
    : FIELDS.filter((field) => before[field] !== after[field]);
  return { bar, before: before ?? null, after: after ?? null, fields };
}

type Attributed = Pick<RulesDiff, "model" | "unexplained" | "faults">;

/** Puts the fills that the model changed down to its rows. */
function attributeStep(
  before: Result,
  after: Result,
  feeds: Readonly<Record<string, Bars>>,
  toQueue: boolean,
): Attributed {
  const [one, other] = [new DiffedRun(before, feeds), new DiffedRun(after, feeds)];
  const [exact, queue] = toQueue ? [one, other] : [other, one];
  const groups = new Map<string, { rows: readonly string[]; fills: number; first: ChangedFill }>(),
    faults: string[] = [];
  let unexplained = 0;
  const pairs = pairOrders(exact, queue), found = attribute(pairs, exact, queue);
  for (const pair of pairs) {
    const { rows, unexplained: parts } = found.get(pair)!, changes = changesOf(pair, toQueue);
    if (parts.length > 0) {
      unexplained += Math.max(1, changes.length);
      const { row } = (pair.exact ?? pair.queue)!;
      faults.push(`${row.role} ${row.side} ${row.type} of ${row.feed} at bar ${row.bar}: ${parts.join(", ")}`);
      continue;
    }
    for (const change of changes) {
      const { first, fills } = groups.get(rows.join()) ?? { first: change, fills: 0 };
      groups.set(rows.join(), { rows, first: change.bar < first.bar ? change : first, fills: fills + 1 });
    }
  }
  return { model: [...groups.values()].sort((a, b) => a.first.bar - b.first.bar), unexplained, faults };
}

/** Returns the fills of an order that differ, which are paired one by one. */
function changesOf({ exact, queue }: OrderPair, toQueue: boolean): ChangedFill[] {
  const [before, after] = toQueue ? [exact, queue] : [queue, exact], changes: ChangedFill[] = [];
  const count = Math.max(before?.fills.length ?? 0, after?.fills.length ?? 0);
  for (let at = 0; at < count; at++) {
    const one = before?.fills[at], other = after?.fills[at];
    const isSame = one !== undefined && other !== undefined && one.bar === other.bar && one.size === other.size &&
      one.price === other.price;
    if (!isSame) changes.push(changeOf(one, other));
  }
  return changes;
}
