/**
 * A backtest on each engine that a browser has. The page or the worker that loads it gets the outcomes as a message, and
 * so does the test, which runs it on Deno.
 *
 * @module
 */

import * as ct from "../../mod.ts";

/** What came of a run. */
export interface EngineRun {
  readonly asked: string;
  readonly chain: string;
  readonly backend: string;
  readonly reason: string;
  readonly orders: number;
  readonly finalEquity: number;
}

/** Buys and sells on the crosses of two averages, with a stop on each position. */
class Crosses extends ct.Strategy.with({ fast: 3, slow: 8 }) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0) this.buy({ size: 10, stopLoss: this.data.close.now * 0.9 });
    else if (this.cross.now < 0) this.close();
  }
}

/** Runs the strategy on the engines that a browser has, and on the one that is taken there. */
export function engineRuns(): readonly EngineRun[] {
  const close = Array.from({ length: 20_000 }, (_, minute) => Math.round(10_000 + 900 * Math.sin(minute / 9)) / 100);
  const time = close.map((_, minute) => new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString());
  const feed = ct.bars({ time, open: close, high: close, low: close, close }, { name: "waves" });
  return (["auto", "wasm", "typescript"] as const).map((asked) => {
    try {
      const { chain, engine, orders, stats } = ct.backtest(Crosses, feed, { cash: 10_000, engineBackend: asked });
      return { asked, chain, ...engine, orders: orders.length, finalEquity: stats.finalEquity };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "EngineError") throw error;
      return { asked, chain: "", backend: "none", reason: error.message, orders: 0, finalEquity: 0 };
    }
  });
}

/** Tells the outcomes, or the error, to who waits for them. */
function tell(post: (told: unknown) => void): void {
  try {
    post(engineRuns());
  } catch (error) {
    post(`${error instanceof Error ? error.stack : error}`);
  }
}

const place = globalThis as unknown as {
  readonly document?: { readonly documentElement: { readonly dataset: Record<string, string> } };
  readonly WorkerGlobalScope?: unknown;
  postMessage(told: unknown): void;
  engineRunsTold?: unknown;
};
if (place.WorkerGlobalScope !== undefined) tell((told) => place.postMessage(told));
else if (place.document !== undefined) {
  const { dataset } = place.document.documentElement;
  tell((told) => {
    place.engineRunsTold = told;
    dataset["ready"] = "";
  });
}
