/**
 * What bars of the past are asked for.
 *
 * @module
 */

import type { Moment } from "../feeds/time/moment_text.ts";

/** What bars of the past are asked for. */
export interface HistoryRequest {
  /** Name of the instrument at the venue, such as `"BTC/USDT"`. */
  readonly symbol: string;
  /** Length of a bar, such as `"1h"`. Default: `"1m"`. */
  readonly timeframe?: string;
  /** Begin of the first bar. Default: 500 bars before the end. */
  readonly from?: Moment;
  /** Moment at or before which the last bar ends; a date is its begin, in UTC. Default: now. */
  readonly to?: Moment;
  /** Name of the bars. Default: the symbol. */
  readonly name?: string;
}
