/**
 * Law 9, conservation: every change of money has a source and a target, exactly.
 *
 * @module
 */

import { hasDoubles } from "../../run/queue_options.ts";
import type { Bars } from "../../feeds/bars.ts";
import type { Params, StrategyClass } from "../../strategy/strategy.ts";
import type { StrategyModule } from "../process/process_runner.ts";
import {
  CONFIG_INSTRUMENTS,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_STRIDE,
} from "../../contract/contract.gen.ts";
import { lowestPrice } from "../../broker/any_prices.ts";
import { parseRational, type Rational } from "../../broker/rational.ts";
import type { FillRow, SplitRow } from "../../broker/result_rows.ts";
import { matchedFeeds } from "./engine_steps.ts";
import type { Feeds } from "./feed_window.ts";
import { type LawReport, LawTrial, notApplicable } from "../law_report.ts";
import type { FactDifference } from "./run_facts.ts";
import type { RunOutcome, RunRows } from "./run_outcome.ts";
import { type ProveOptions, TriedRun } from "./tried_run.ts";
import type { StepWindow } from "./smallest_window.ts";

/**
 * Checks law 9: books kept from fills, payments and money from outside alone, in integers of any size, agree with the
 * account at every bar. Cash is the cash paid in, less purchases and commission, plus sales and payments; of a future
 * profit and commission alone. The value is cash plus each position at the bar's close, of a future less its cost. The gain
 * of the value beyond that money is closed profit, open profit and payments less commission. A split changes no cost.
 */
export async function conservationOfRun<P extends Params>(
  strategy: StrategyClass<P> | StrategyModule,
  feeds: Bars | Readonly<Record<string, Bars>>,
  options: ProveOptions<P> = {},
): Promise<LawReport> {
  return await tryConservation(await TriedRun.prepare(strategy, feeds, options));
}

/** Checks law 9 on a run that was already made. */
export async function tryConservation(run: TriedRun): Promise<LawReport> {
  if (hasDoubles(run.options)) return notApplicable(9, "the numbers of the run are doubles, which round");
  const trial = new LawTrial(9), tried = `the account at ${run.steps} bars, from ${run.base.rows!.fills.length} fills`;
  const fault = faultOf(run.base, run.feeds, run.timeUs);
  if (fault === undefined) {
    trial.held(run.steps);
    return trial.end(tried);
  }
  trial.held(fault.step);
  const window = await run.smallest(fault.step, async (tried: StepWindow) => {
    const [made] = await run.make({ feeds: run.feedsOf(tried) });
    return made!.outcome.rows !== undefined && faultOf(made!.outcome, made!.feeds, made!.timeUs) !== undefined;
  });
  return trial.fail(tried, run.counterExample("The account agrees with the sums of its fills", fault, window));
}

/** Returns the first bar at which the account disagrees with the books from the fills. */
export function faultOf(outcome: RunOutcome, feeds: Feeds, timeUs: Float64Array): FactDifference | undefined {
  const rows = outcome.rows!, books = new RunBooks(rows, matchedFeeds(feeds));
  let next = 0, flow = 0, payment = 0, split = 0;
  for (let step = 0; step < timeUs.length; step++) {
    while (rows.cashFlows[flow]?.bar === step) books.fund(rows.cashFlows[flow++]!.amount);
    while (rows.payments[payment]?.bar === step) books.pay(rows.payments[payment++]!.amount);
    // What a split pays in cash comes ahead of it, and all other fills come after it.
    while (rows.fills[next]?.bar === step && rows.fills[next]!.rule === "split") books.fill(rows.fills[next++]!);
    for (; rows.splits[split]?.bar === step; split++) {
      // With finer fills orders of the step may have filled ahead of the bar of the split.
      while (rows.fills[next]?.bar === step && rows.fills[next]!.timeUs < rows.splits[split]!.timeUs) {
        books.fill(rows.fills[next++]!);
      }
      books.split(rows.splits[split]!);
    }
    while (rows.fills[next]?.bar === step) books.fill(rows.fills[next++]!);
    const fault = books.faultAt(timeUs[step]!, rows.cash[step]!, rows.equity[step]!);
    if (fault !== undefined) return { step, byStrategy: false, member: undefined, ...fault };
  }
  return undefined;
}

/** The holding of an instrument. */
interface Holding {
  readonly resolution: Rational;
  /** Steps that are counted for a price of zero. */
  readonly zero: bigint;
  readonly lot: Rational;
  /** Money units of one price step times one lot. */
  readonly scale: Rational;
  /** True if cash moves by profit and commission alone, as that of a future does. */
  readonly settlesAtClose: boolean;
  readonly timeUs: Float64Array;
  readonly close: Float64Array;
  /** Index of the next bar. */
  row: number;
  lots: bigint;
  cost: bigint;
}

/** The books of one run, in money units. */
class RunBooks {
  readonly #unit: Rational;
  /** Money that was paid in. */
  #external: bigint;
  readonly #holdings: Map<string, Holding> = new Map();
  #cash: bigint;
  #closedProfit = 0n;
  /** Profit of payments without a fill. */
  #paid = 0n;
  #commission = 0n;

  constructor({ configuration }: RunRows, feeds: ReturnType<typeof matchedFeeds>) {
    this.#unit = parseRational(configuration.moneyUnit, "moneyUnit");
    this.#external = this.#cash = this.#units(configuration.cash);
    configuration.instruments.forEach(({ name, resolution, lot, settlement, pricesFrom }, id) => {
      const lane = (index: number): bigint =>
        BigInt(configuration.lanes[CONFIG_INSTRUMENTS + id * INSTRUMENT_STRIDE + index]!);
      this.#holdings.set(name, {
        resolution: parseRational(resolution, "resolution"),
        zero: pricesFrom === undefined
          ? 0n
          : countOf(-lowestPrice(pricesFrom), parseRational(resolution, "resolution")),
        lot: parseRational(lot, "lot"),
        scale: {
          numerator: lane(INSTRUMENT_SCALE_NUMERATOR),
          denominator: lane(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * lane(INSTRUMENT_SCALE_DENOMINATOR_SECOND),
        },
        settlesAtClose: settlement === "futures",
        timeUs: feeds[name]!.columns.timeUs,
        close: feeds[name]!.columns.close,
        row: 0,
        lots: 0n,
        cost: 0n,
      });
    });
  }

  fund(amount: number): void {
    const units = this.#units(amount);
    this.#cash += units;
    this.#external += units;
  }

  pay(amount: number): void {
    this.#cash += this.#units(amount);
    this.#paid += this.#units(amount);
  }

  split({ feed, size }: SplitRow): void {
    const holding = this.#holdings.get(feed)!;
    holding.lots = countOf(size, holding.lot);
  }

  fill(row: FillRow): void {
    const holding = this.#holdings.get(row.feed)!, bought = row.side === "buy";
    const profit = this.#units(row.pnl), lots = countOf(row.size, holding.lot);
    // Costs are rounded as they are counted: from the lowest price on, where prices may be zero and below.
    const notional = holding.zero === 0n ? this.#units(row.notional) : worthOf(holding, row.price, lots);
    this.#commission += this.#units(row.commission);
    this.#cash += (holding.settlesAtClose ? profit : bought ? -notional : notional) - this.#units(row.commission);
    this.#closedProfit += profit;
    // A purchase adds its price to the cost. A sale removes its share of the cost; the rest of its price is profit.
    holding.cost += (bought ? notional : -notional) + profit;
    holding.lots += bought ? lots : -lots;
  }

  faultAt(timeUs: number, cash: number, value: number): { expected: string; found: string } | undefined {
    let marks = 0n, openProfit = 0n;
    for (const holding of this.#holdings.values()) {
      while (holding.timeUs[holding.row]! <= timeUs) holding.row++;
      const mark = markOf(holding);
      marks += holding.settlesAtClose ? mark - holding.cost : mark;
      openProfit += mark - holding.cost;
      if (holding.lots === 0n && holding.cost !== 0n) {
        return { expected: "a closed position without cost", found: `one with a cost of ${this.#text(holding.cost)}` };
      }
    }
    if (this.#units(cash) !== this.#cash) return this.#fault("cash", this.#cash, cash);
    if (this.#units(value) !== this.#cash + marks) return this.#fault("value", this.#cash + marks, value);
    const gained = this.#closedProfit + openProfit + this.#paid - this.#commission;
    if (this.#external + gained !== this.#units(value)) return this.#fault("value", this.#external + gained, value);
    return undefined;
  }

  #fault(what: string, expected: bigint, found: number): { expected: string; found: string } {
    return { expected: `${what} ${this.#text(expected)}, by the fills`, found: `${what} ${found}` };
  }

  #text(units: bigint): string {
    return `${Number(units) * Number(this.#unit.numerator) / Number(this.#unit.denominator)}`;
  }

  /** Returns display money in money units. Below 2^53 units, a display number stands for exactly one count. */
  #units(display: number): bigint {
    return countOf(display, this.#unit);
  }
}

/**
 * Returns the number of units in a display number. The display number was rounded once from a count, so rounding gives
 * that count again.
 */
function countOf(display: number, unit: Rational): bigint {
  return BigInt(Math.round(display * (Number(unit.denominator) / Number(unit.numerator))));
}

/** Returns the value of a position at its last close, rounded half to even. */
function markOf(holding: Holding): bigint {
  const { lots, row, close } = holding;
  if (lots === 0n) return 0n;
  return lots < 0n ? -worthOf(holding, close[row - 1]!, -lots) : worthOf(holding, close[row - 1]!, lots);
}

/** Returns the value of lots at a price, rounded half to even. */
function worthOf({ resolution, zero, scale }: Holding, price: number, lots: bigint): bigint {
  const product = (countOf(price, resolution) + zero) * lots * scale.numerator, worth = product / scale.denominator;
  const twice = 2n * (product % scale.denominator);
  const isUp = twice > scale.denominator || twice === scale.denominator && worth % 2n === 1n;
  return isUp ? worth + 1n : worth;
}
