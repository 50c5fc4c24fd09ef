/**
 * A strategy that ends its worker, or leaves an error there, in one of its trials.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Ends its thread with one value of its parameter, or leaves an error that nobody catches. */
export class EndsItsWorker extends ct.Strategy.with({ at: 0, way: "" }) {
  override next(): void {
    const { at, way } = this.params, error = new Error("out of everything");
    if (this.data.length === 3) {
      if (way === "exit" && at === 4) Deno.exit(1);
      if (way === "close" && at === 5) self.close();
      if (way === "promise" && at === 6) Promise.reject(error);
      if (way === "report" && at === 7) reportError(error);
    }
    if (this.data.length === 2 + at) this.buy({ size: 1 });
  }
}
