/**
 * The error of a run whose strategy threw.
 *
 * @module
 */

/** Thrown when a strategy throws: names the strategy, its member, the bar and its time; `cause` is what it threw. */
export class StrategyError extends Error {
  override name = "StrategyError";
  /** Name of the strategy class. */
  readonly strategy: string;
  /** The member that threw, such as `next`. */
  readonly member: string;
  /** Index of the step, -1 before the first. */
  readonly bar: number;

  constructor(strategy: string, member: string, bar: number, time: string, cause: unknown) {
    const where = bar < 0 ? "before the first bar" : `at bar ${bar} (${time})`;
    super(`${strategy}.${member} failed ${where}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.strategy = strategy;
    this.member = member;
    this.bar = bar;
  }
}
