/**
 * Limits of a run in a session, held against the account behind each turn.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { CommandName } from "../journal/journal_line.ts";

/**
 * Limits of a run, of which there are two kinds.
 *
 * Those of the account stop entries behind them; behind twice a loss the run is killed, as `kill` says. Those of an order
 * refuse it with a reason of its own, such as `"riskNotional"`. They hold for what could open or enlarge a position, if it
 * filled together with all that works: an order that can only reduce one passes.
 */
export interface RiskLimits {
  /**
   * Loss within a day of UTC, in the account's currency, above 0. Deposits and withdrawals are neither gain nor loss. Default:
   * none.
   */
  readonly maxDailyLoss?: number;
  /**
   * Loss from the highest value of the account, a fraction from 0 to 1. Deposits and withdrawals move that value in
   * proportion. Default: none.
   */
  readonly maxDrawdown?: number;
  /** Notional of all positions together, in the account's currency, above 0; also that of orders. Default: none. */
  readonly maxGrossNotional?: number;
  /** Timeframes without a bar after which entries are stopped until the next one, from 1 on; also of orders. Default: none. */
  readonly maxStaleBars?: number;
  /** Units of an order, above 0. Default: none. */
  readonly maxOrderSize?: number;
  /** Notional of an order, in the account's currency, above 0. Default: none. */
  readonly maxOrderNotional?: number;
  /** Notional of a position, in the account's currency, above 0. Default: none. */
  readonly maxPositionNotional?: number;
  /** Orders that work at once, those that protect a position not counted, from 1 on. Default: none. */
  readonly maxOpenOrders?: number;
  /** Orders and replacements within a second of the bars' time, from 1 on. Default: none. */
  readonly maxOrdersPerSecond?: number;
  /** Orders and replacements within a minute of the bars' time, from 1 on. Default: none. */
  readonly maxOrdersPerMinute?: number;
  /** Distance of a limit or a trigger from the last close, as a fraction of the close, from 0 to 1. Default: none. */
  readonly maxPriceDistance?: number;
  /** Kill behind twice a loss: `"halt"`, `"cancel"` or `"flatten"`; see {@linkcode LiveRun.kill}. Default: `"cancel"`. */
  readonly kill?: "halt" | "cancel" | "flatten";
}

/** Limits by their names, each with the least and the largest value. */
const NUMBERS = {
  maxDailyLoss: [0, Infinity],
  maxDrawdown: [0, 1],
  maxGrossNotional: [0, Infinity],
  maxStaleBars: [1, Infinity],
  maxOrderSize: [0, Infinity],
  maxOrderNotional: [0, Infinity],
  maxPositionNotional: [0, Infinity],
  maxOpenOrders: [1, Infinity],
  maxOrdersPerSecond: [1, Infinity],
  maxOrdersPerMinute: [1, Infinity],
  maxPriceDistance: [0, 1],
} as const;

const OPTIONS = [...Object.keys(NUMBERS), "kill"];
const KILLS: readonly unknown[] = [undefined, "halt", "cancel", "flatten"];

/** Returns limits, each read once and checked. */
export function takenRiskLimits(given: RiskLimits = {}): RiskLimits {
  const taken = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot use risk ${shown}: pass an object, such as { maxDailyLoss: 50 }`,
    unknown: (name) => `Cannot use limit ${inspected(name)}: there are ${OPTIONS.join(", ")}`,
  });
  for (const [name, [least, most]] of Object.entries(NUMBERS)) {
    const value: unknown = taken[name as keyof typeof NUMBERS];
    if (value === undefined || typeof value === "number" && value > 0 && value >= least && value <= most) continue;
    const above = least === 0 ? "above 0" : `from ${least} on`, upTo = most === Infinity ? "" : `, up to ${most}`;
    throw new RangeError(`Cannot use ${name} ${inspected(value, 0)}: pass a number ${above}${upTo}`);
  }
  if (!KILLS.includes(taken.kill)) {
    throw new RangeError(`Cannot use kill ${inspected(taken.kill, 0)}: pass "halt", "cancel" or "flatten"`);
  }
  return Object.fromEntries(Object.entries(taken).filter(([, value]) => value !== undefined));
}

/** Returns the limits of numbers that are given, by the order of their names here. */
export function givenLimits(limits: RiskLimits): readonly (readonly [name: LimitStatus["name"], limit: number])[] {
  return (Object.keys(NUMBERS) as LimitStatus["name"][]).flatMap((name) => {
    const limit = limits[name];
    return limit === undefined ? [] : [[name, limit] as const];
  });
}

/** Returns limits as a text that is the same for the same limits. */
export function textOfLimits(limits: RiskLimits): string {
  return JSON.stringify(Object.entries(limits).toSorted(([one], [other]) => one < other ? -1 : 1));
}

/** The account as a limit sees it. */
export interface AccountState {
  readonly timeUs: number;
  readonly value: number;
  /** Money that came from outside so far, less that which went out: neither a gain nor a loss. Default: 0. */
  readonly flows?: number;
  readonly grossNotional: number;
}

/** What a limit asks for. */
export interface LimitCommand {
  readonly command: CommandName;
  readonly reason: string;
}

/** A limit of a run, as it stands. */
export interface LimitStatus {
  /** Name of the limit. */
  readonly name: Exclude<keyof RiskLimits, "kill">;
  /** The limit. */
  readonly limit: number;
  /**
   * The value that is held against it, in the unit of the limit: that of the account, or for a limit of orders alone that
   * of the last order; 0 before there was one.
   */
  readonly value: number;
  /** True while the value is above the limit. */
  readonly isOver: boolean;
  /** Refused orders and replacements that were over it so far; absent for one that is of the account alone. */
  readonly refused?: number;
}

const DAY_US = 86_400_000_000;

/** Holds limits against the account. */
export class RiskWatch {
  #limits: RiskLimits;
  #highest = -Infinity;
  #day = NaN;
  #dayBegan = 0;
  #last = NaN;
  #flows = 0;
  #level = 0;
  #values: Readonly<Partial<Record<keyof RiskLimits, number>>> = {};

  constructor(limits: RiskLimits) {
    this.#limits = limits;
  }

  /** Lets other limits hold from now on. */
  limit(limits: RiskLimits): void {
    this.#limits = limits;
    this.#level = 0;
  }

  /** Takes the account behind a turn, and returns what the limits ask for; each level is asked for once. */
  take({ timeUs, value, flows = 0, grossNotional }: AccountState): LimitCommand | undefined {
    const { maxDailyLoss, maxDrawdown, maxGrossNotional, kill = "cancel" } = this.#limits;
    // A bar that ends at midnight is the last one of its day.
    const day = Math.ceil(timeUs / DAY_US) - 1;
    if (day !== this.#day) {
      this.#day = day;
      this.#dayBegan = Number.isNaN(this.#last) ? value : this.#last;
    }
    this.#move(flows - this.#flows, value);
    this.#flows = flows;
    this.#last = value;
    this.#highest = Math.max(this.#highest, value);
    const loss = this.#dayBegan - value, highest = this.#highest;
    const drawdown = highest > 0 ? (highest - value) / highest : 0;
    this.#values = { maxDailyLoss: loss, maxDrawdown: drawdown, maxGrossNotional: grossNotional };
    const found = [
      this.#asked("daily loss", loss, maxDailyLoss, true),
      this.#asked("drawdown", drawdown, maxDrawdown, true),
      this.#asked("notional of the positions", grossNotional, maxGrossNotional, false),
    ].reduce((most, each) => each !== undefined && each.level > (most?.level ?? 0) ? each : most, undefined);
    if (found === undefined || found.level <= this.#level) return undefined;
    this.#level = found.level;
    return { command: found.level === 2 ? kill : "stop-entries", reason: found.reason };
  }

  /**
   * Moves the levels that losses count from by money from outside: the begin of the day by its amount, and the highest value
   * in proportion to the account, so that a drawdown stays the fraction that it was.
   */
  #move(flow: number, value: number): void {
    if (flow === 0 || Number.isNaN(this.#last)) return;
    const before = this.#last + flow;
    this.#dayBegan += flow;
    this.#highest = this.#last > 0 && before > 0 ? this.#highest * (before / this.#last) : value;
  }

  /** What is held against the limits of the account, behind the last turn. */
  get values(): Readonly<Partial<Record<keyof RiskLimits, number>>> {
    return this.#values;
  }

  /** Lets the limits ask again, after entries were resumed. */
  reset(): void {
    this.#level = 0;
  }

  #asked(
    what: string,
    value: number,
    limit: number | undefined,
    kills: boolean,
  ): { readonly level: number; readonly reason: string } | undefined {
    if (limit === undefined || !(value > limit)) return undefined;
    const reason = `the ${what} is ${shortNumber(value)}, and its limit ${limit}`;
    return { level: kills && value > 2 * limit ? 2 : 1, reason };
  }
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
