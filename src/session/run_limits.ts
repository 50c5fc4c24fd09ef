/**
 * The state of a run's entries: open, stopped or killed, by its operator, by its limits, or by the ruin of its account.
 *
 * A level is latched: a weaker command does not lower it, and only those that say so by name end it.
 *
 * @module
 */

import {
  type CommandName,
  type Entries,
  entriesBehind,
  type JournalCommand,
  type JournalLimits,
  KILLS,
} from "../journal/journal_line.ts";
import type { PreparedBlocks } from "../run/blocks/prepare_blocks.ts";
import { OrderLimits } from "./order_limits.ts";
import {
  type AccountState,
  givenLimits,
  type LimitCommand,
  type LimitStatus,
  type RiskLimits,
  RiskWatch,
  textOfLimits,
} from "./risk_limits.ts";

const RUINED = "the account is worth nothing or less";
const STALE = "no bar has come for";
const BARS_AGAIN = "bars come again";

/** Entries of a run, and the limits that may stop them. */
export class RunLimits {
  entries: Entries = "open";
  /** Reason for which entries are not open; empty where they are. */
  reason = "";
  /** Commands so far. */
  commands = 0;
  /** The strongest kill that holds; undefined without one. */
  #kill: CommandName | undefined;
  readonly #stepsUs: readonly number[];
  readonly #watch = new RiskWatch({});
  readonly #orders: OrderLimits;
  #limits: RiskLimits = {};
  /** What the limits ask for and no command has done. */
  #owed: LimitCommand | undefined;

  /** @param stepsUs Length of a bar of each feed in microseconds. */
  constructor(stepsUs: readonly number[]) {
    this.#stepsUs = stepsUs;
    this.#orders = new OrderLimits(stepsUs);
  }

  /** Lets limits hold from here on; they are those of a journal where a run is made again. */
  limit(limits: RiskLimits): void {
    this.#limits = limits;
    this.#watch.limit(limits);
    this.#orders.limit(limits);
  }

  /** Lets other limits hold, and returns the line that says so; undefined where they hold already. */
  change(limits: RiskLimits, nowUs: number): JournalLimits | undefined {
    if (textOfLimits(limits) === textOfLimits(this.#limits)) return undefined;
    this.limit(limits);
    return { kind: "limits", limits: { ...limits }, now_us: nowUs };
  }

  /** Marks the waiting requests that a limit of orders refuses. */
  check(run: PreparedBlocks): void {
    this.#orders.check(run);
  }

  /**
   * Returns whether a command does something: a weaker one than what holds does not, and no kill ends by resuming. Bars that
   * come again end a stop by their lack alone, and not one that somebody asked for meanwhile.
   */
  admits(command: CommandName, reason: string): boolean {
    if (command === "resume-entries" && reason === BARS_AGAIN) return this.resumed() !== undefined;
    return this.entries !== "killed" || (command !== "stop-entries" && command !== "resume-entries");
  }

  /** Returns whether a kill is stronger than what holds. */
  isBelow(kill: CommandName): boolean {
    return KILLS.indexOf(kill) > (this.#kill === undefined ? -1 : KILLS.indexOf(this.#kill));
  }

  /** Takes a command that has acted. */
  commanded({ command, reason }: JournalCommand, isHeldByRuin: boolean): void {
    const entries = entriesBehind(this.entries, command);
    this.commands++;
    if (this.isBelow(command)) this.#kill = command;
    else if (entries !== "killed") this.#kill = undefined;
    this.entries = entries === "open" && isHeldByRuin ? "stopped" : entries;
    this.reason = entries !== "open" ? reason : isHeldByRuin ? RUINED : "";
    if (entries === "open") this.#watch.reset();
    const owesKill = this.#owed !== undefined && KILLS.includes(this.#owed.command);
    if (entries === "killed" || (entries === "stopped" && !owesKill)) this.#owed = undefined;
  }

  /** Looks at the account behind a turn. */
  behind(account: AccountState, isHeldByRuin: boolean): void {
    this.#owed = this.#watch.take(account) ?? this.#owed;
    if (!isHeldByRuin || this.entries !== "open") return;
    this.entries = "stopped";
    this.reason = RUINED;
  }

  /** Returns what the limits ask for, once. A run that was cut off before its command has it asked for again. */
  takeOwed(): LimitCommand | undefined {
    const owed = this.#owed;
    this.#owed = undefined;
    return owed !== undefined && this.admits(owed.command, owed.reason) ? owed : undefined;
  }

  /** Returns the stop that a lack of bars asks for; undefined while bars come, or entries are not open. */
  stale(lagUs: number, mostUs: number): LimitCommand | undefined {
    if (this.entries !== "open" || lagUs <= mostUs) return undefined;
    return { command: "stop-entries", reason: `${STALE} ${this.#limits.maxStaleBars} timeframes` };
  }

  /** Returns the limits that hold, as they stand behind the last turn, so long after the end of the last bar. */
  states(lagUs: number): readonly LimitStatus[] {
    const staleBars = lagUs / Math.min(...this.#stepsUs);
    const values = { ...this.#orders.values, ...this.#watch.values, maxStaleBars: staleBars };
    return givenLimits(this.#limits).map(([name, limit]) => {
      const told = values[name] ?? 0, refused = this.#orders.refusals(name);
      // What no bar has told a price of may be worth anything.
      const value = Number.isNaN(told) ? Infinity : told;
      return { name, limit, value, isOver: value > limit, ...(refused === undefined ? {} : { refused }) };
    });
  }

  /** True while a lack of bars alone keeps entries stopped. */
  get isStale(): boolean {
    return this.entries === "stopped" && this.reason.startsWith(STALE);
  }

  /** Returns what bars that come ask for: to take entries again that a lack of them alone has stopped. */
  resumed(): LimitCommand | undefined {
    return this.isStale ? { command: "resume-entries", reason: BARS_AGAIN } : undefined;
  }
}
