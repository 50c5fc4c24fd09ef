/**
 * A strategy whose trials take a while, so that a test can act while they are made.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";
import { holdBars } from "./slow_cross_bars.ts";

/** Buys after some bars and closes after others. A trial of it takes at least `ms` milliseconds. */
export class SlowCross extends ct.Strategy.with({ after: 2, ms: 20 }) {
  override next(): void {
    if (this.data.length === 1) {
      for (const untilMs = performance.now() + this.params.ms; performance.now() < untilMs;);
    }
    if (this.data.length === this.params.after) this.buy({ size: 1 });
    if (this.data.length === this.params.after + holdBars) this.close();
  }
}
