/**
 * What the analyzers of a recording read of a run: values, positions and executions bar by bar, and trades.
 *
 * @module
 */

/** A trade that opened, and closed if it did. */
export interface AnalyzedTrade {
  readonly openedAt: number;
  closedAt: number | undefined;
  readonly long: boolean;
  readonly price: number;
  pnl: number;
  pnlcomm: number;
  barlen: number;
}

/** A run of one feed. */
export interface AnalyzedRun {
  /** Name of the feed. */
  readonly feed: string;
  /** Date of each bar, and its time as the recording writes it. */
  readonly dates: readonly string[];
  readonly times: readonly string[];
  readonly opens: readonly number[];
  readonly closes: readonly number[];
  /** Cash and value at the start. */
  readonly start: number;
  readonly cash: readonly number[];
  readonly value: readonly number[];
  /** Value that the analyzers read: that of the account, or of a share of the fund, with the one at the start. */
  readonly read: readonly number[];
  readonly readStart: number;
  /** Signed size of the position at the end of each bar. */
  readonly sizes: readonly number[];
  /** Executions by bar: signed size and price. */
  readonly executions: ReadonlyMap<number, readonly (readonly [size: number, price: number])[]>;
  readonly trades: readonly AnalyzedTrade[];
}
