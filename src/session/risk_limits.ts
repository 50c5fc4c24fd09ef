/**
 * Limits of a run in a session, held against the account behind each turn.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { CommandName } from "../journal/journal_line.ts";

/** Limits of a run. Behind one, entries are stopped; behind twice a loss, all orders are cancelled and none is taken. */
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
  /** Notional of all positions together, in the account's currency, above 0. Default: none. */
  readonly maxGrossNotional?: number;
  /** Timeframes without a bar after which entries are stopped until the next one, from 1 on. Default: none. */
  readonly maxStaleBars?: number;
}

const OPTIONS = ["maxDailyLoss", "maxDrawdown", "maxGrossNotional", "maxStaleBars"] as const;

/** Returns limits, each read once and checked. */
export function takenRiskLimits(given: RiskLimits = {}): RiskLimits {
  const taken = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot use risk ${shown}: pass an object, such as { maxDailyLoss: 50 }`,
    unknown: (name) => `Cannot use limit ${inspected(name)}: there are ${OPTIONS.join(", ")}`,
  });
  for (const name of OPTIONS) {
    const value = taken[name], most = name === "maxDrawdown" ? 1 : Infinity, least = name === "maxStaleBars" ? 1 : 0;
    if (value === undefined || typeof value === "number" && value > 0 && value >= least && value <= most) continue;
    throw new RangeError(`Cannot use ${name} ${inspected(value, 0)}: pass a number above ${least}, up to ${most}`);
  }
  return taken;
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
  readonly name: keyof RiskLimits;
  /** The limit. */
  readonly limit: number;
  /** The value that is held against it, in the unit of the limit. */
  readonly value: number;
  /** True while the value is above the limit. */
  readonly isOver: boolean;
}

const DAY_US = 86_400_000_000;

/** Holds limits against the account. */
export class RiskWatch {
  readonly #limits: RiskLimits;
  #highest = -Infinity;
  #day = -1;
  #dayBegan = 0;
  #last = NaN;
  #flows = 0;
  #level = 0;
  #loss = 0;
  #drawdown = 0;
  #grossNotional = 0;

  constructor(limits: RiskLimits) {
    this.#limits = limits;
  }

  /** Takes the account behind a turn, and returns what the limits ask for; each level is asked for once. */
  take({ timeUs, value, flows = 0, grossNotional }: AccountState): LimitCommand | undefined {
    const { maxDailyLoss, maxDrawdown, maxGrossNotional } = this.#limits, day = Math.floor(timeUs / DAY_US);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayBegan = Number.isNaN(this.#last) ? value : this.#last;
    }
    this.#move(flows - this.#flows, value);
    this.#flows = flows;
    this.#last = value;
    this.#highest = Math.max(this.#highest, value);
    const loss = this.#loss = this.#dayBegan - value,
      drawdown = this.#drawdown = this.#highest > 0 ? (this.#highest - value) / this.#highest : 0;
    this.#grossNotional = grossNotional;
    const found = this.#asked("daily loss", loss, maxDailyLoss, true) ??
      this.#asked("drawdown", drawdown, maxDrawdown, true) ??
      this.#asked("notional of the positions", grossNotional, maxGrossNotional, false);
    if (found === undefined || found.level <= this.#level) return undefined;
    this.#level = found.level;
    return { command: found.level === 2 ? "cancel" : "stop-entries", reason: found.reason };
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

  /** Returns the limits that were given, with what is held against each behind the last turn. */
  states(staleBars: number): readonly LimitStatus[] {
    const values = {
      ...{ maxDailyLoss: this.#loss, maxDrawdown: this.#drawdown, maxGrossNotional: this.#grossNotional },
      maxStaleBars: staleBars,
    };
    return OPTIONS.flatMap((name) => {
      const limit = this.#limits[name], value = values[name];
      return limit === undefined ? [] : [{ name, limit, value, isOver: value > limit }];
    });
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
