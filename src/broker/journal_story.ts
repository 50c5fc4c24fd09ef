/**
 * The facts of a run that explain its rows: the account after each fill, and the changes of living orders.
 *
 * @module
 */

import {
  OUT_DIAGNOSTIC_EXPECTED,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_VALUE,
  OUT_EXECUTION_ROUND_TRIP,
  OUT_ORDER_INSTRUMENT,
  OUT_ORDER_LIMIT,
  OUT_ORDER_ORDER_ID,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_TIME_US,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_ORDER,
  REASON_BORROW,
  REASON_DIVIDEND,
  REASON_FUNDING,
  REASON_INTEREST,
  REASON_SHARE_TAKEN,
  REASON_SPLIT,
  REASON_TRAILED,
  REASON_TRANSFER,
  REASON_TRIGGER,
} from "../contract/contract.gen.ts";
import { ExecutionFacts } from "../records/execution_facts.ts";
import type { RecordLog } from "../records/record_log.ts";
import { AveragePrice } from "./average_price.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { worthOf } from "./position_money.ts";

/** The account after a fill. */
export interface AfterFill {
  /** Cash. */
  readonly cash: number;
  /** Signed size of the position of the filled instrument. */
  readonly position: number;
  /** Signed cost of that position, without commission. */
  readonly cost: number;
  /** Average price of that position; null without one. */
  readonly averagePrice: number | null;
  /** Id of the trade that the fill belongs to; null where its record does not say it. */
  readonly trade: number | null;
}

/**
 * A change of an order that went on living: its trigger was reached, it was replaced, or the core told terms that nobody
 * asked for, as of a trigger on a path or of the size that a target has left.
 */
export interface OrderChange {
  /** Id of the order. */
  readonly orderId: number;
  /** The change. */
  readonly kind: "triggered" | "replaced" | "told";
  /** Time of the step. */
  readonly timeUs: number;
  /** Index of the step. */
  readonly bar: number;
  /** Size after it, unsigned; null while it is not fixed. */
  readonly size: number | null;
  /** Limit price after it. */
  readonly limit: number | null;
  /** Trigger price after it. */
  readonly stop: number | null;
}

/** Money that came without a fill, or below 0 went. */
export interface CashMove {
  /** Number of fills before it. */
  readonly fills: number;
  /** Index of the step. */
  readonly bar: number;
  /** Amount. */
  readonly amount: number;
}

/** What a split made of a position. */
export interface PositionSplit {
  /** Number of fills before it. */
  readonly fills: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Signed size after it. */
  readonly position: number;
  /** Average price after it. */
  readonly averagePrice: number;
}

/** What the records of a run tell beside its rows. */
export interface JournalStory {
  /** The account after each fill, in the order of the rows. */
  readonly afterFills: readonly AfterFill[];
  /** The changes of all orders, in their order. */
  readonly changes: readonly OrderChange[];
  /** Money that came or went without a fill, in order. */
  readonly moves: readonly CashMove[];
  /** Splits of open positions, in order. */
  readonly splits: readonly PositionSplit[];
}

/** Reasons of diagnostics that tell of money in the account. */
const MONEY_REASONS: ReadonlySet<number> = new Set([
  REASON_TRANSFER,
  REASON_FUNDING,
  REASON_BORROW,
  REASON_INTEREST,
  REASON_DIVIDEND,
]);

/** Returns the cost of the position behind an execution, in money units, without what its prices are counted from. */
function costOf({ positionBasis, positionSize }: ExecutionFacts, unit: InstrumentUnits): number {
  if (unit.zero === 0 || positionSize === 0) return positionBasis;
  const below = worthOf({ zero: 0, lanes: unit.lanes }, unit.zero, Math.abs(positionSize));
  return positionBasis - (positionSize < 0 ? -below : below);
}

function kindOf(reason: number): OrderChange["kind"] {
  if (reason === REASON_TRIGGER) return "triggered";
  return reason === REASON_TRAILED || reason === REASON_SHARE_TAKEN ? "told" : "replaced";
}

/** Reads the facts from the records of a run; the rows of fills are made from the same ones, in the same order. */
export function storyOf(log: RecordLog, units: readonly InstrumentUnits[], moneyUnits: number): JournalStory {
  const afterFills: AfterFill[] = [], changes: OrderChange[] = [], facts = new ExecutionFacts();
  const averages = units.map(() => new AveragePrice());
  const moves: CashMove[] = [], splits: PositionSplit[] = [];
  log.forEach((notice, bar) => {
    if (facts.read(notice)) {
      const { instrument, quantity, closed } = facts, average = averages[instrument]!, unit = units[instrument]!;
      average.remove(Math.abs(closed));
      average.add(facts.price, Math.abs(quantity - closed));
      afterFills.push({
        cash: facts.cash / moneyUnits,
        position: unit.size(facts.positionSize),
        cost: costOf(facts, unit) / moneyUnits,
        averagePrice: average.value === null ? null : unit.price(average.value),
        trade: notice.kind === OUTPUT_EXECUTION ? notice.word(OUT_EXECUTION_ROUND_TRIP) : null,
      });
    } else if (notice.kind === OUTPUT_DIAGNOSTIC) {
      const value = notice.float(OUT_DIAGNOSTIC_VALUE);
      if (MONEY_REASONS.has(notice.reason)) {
        moves.push({ fills: afterFills.length, bar, amount: value / moneyUnits });
      } else if (notice.reason === REASON_SPLIT && value !== 0) {
        const id = notice.word(OUT_DIAGNOSTIC_INSTRUMENT), average = averages[id]!, unit = units[id]!;
        average.split(value, notice.float(OUT_DIAGNOSTIC_EXPECTED));
        const { name: feed } = unit, averagePrice = unit.price(average.value!);
        splits.push({ fills: afterFills.length, feed, position: unit.size(value), averagePrice });
      }
    } else if (notice.kind === OUTPUT_ORDER) {
      const unit = units[notice.word(OUT_ORDER_INSTRUMENT)]!;
      const lots = Math.abs(notice.float(OUT_ORDER_QUANTITY));
      const limit = notice.float(OUT_ORDER_LIMIT), stop = notice.float(OUT_ORDER_STOP);
      changes.push({
        orderId: notice.word(OUT_ORDER_ORDER_ID),
        kind: kindOf(notice.reason),
        timeUs: notice.float(OUT_TIME_US),
        bar,
        size: lots === 0 ? null : unit.size(lots),
        limit: limit === 0 ? null : unit.price(limit),
        stop: stop === 0 ? null : unit.price(stop),
      });
    }
  });
  return { afterFills, changes, moves, splits };
}
