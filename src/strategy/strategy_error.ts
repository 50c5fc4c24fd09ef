/**
 * The error of a run whose strategy threw.
 *
 * @module
 */

/**
 * Thrown when a strategy throws. It names the strategy, its member, the bar and its time; `cause` holds the original
 * error.
 */
export class StrategyError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "StrategyError";
  /** Name of the strategy class. */
  readonly strategy: string;
  /** The member that threw, such as `"next"`. */
  readonly member: string;
  /** Index of the step; -1 before the first. */
  readonly bar: number;
  /** Time of the step by the clock of the first feed, as in `"2024-01-02T16:00:00"`; empty before the first. */
  readonly time: string;

  /** Makes the error for a member of a strategy; `time` is by the clock of its first feed. */
  constructor(strategy: string, member: string, bar: number, time: string, cause: unknown) {
    const where = bar < 0 ? "before the first bar" : `at bar ${bar} (${time})`;
    super(`${strategy}.${member} failed ${where}: ${messageOf(cause)}`, { cause });
    this.strategy = strategy;
    this.member = member;
    this.bar = bar;
    this.time = time;
  }
}

/** Returns the message of a thrown value, which need not be an error, nor have a text. */
export function messageOf(cause: unknown): string {
  try {
    return cause instanceof Error ? `${cause.message}` : String(cause);
  } catch {
    return "a value was thrown that has no text; the cause holds it";
  }
}
