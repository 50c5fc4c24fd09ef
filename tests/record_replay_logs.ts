/**
 * Records the canonical replay logs of `fixtures/replay` anew: run it when the contract or what the engines say has
 * changed on purpose. Writes nothing unless all engines write the same bytes.
 *
 * @module
 */

import { changedBars } from "../src/feeds/bars.ts";
import * as ct from "../mod.ts";
import { ENGINE_NAMES, type EngineName } from "../src/engine/backends.ts";
import { MemorySink, RunLog } from "../src/replay/mod.ts";

/** Bars of the daily series that a log takes; each is some hundred bytes of it. */
const BARS = 250;

/** The README's strategy with a stop and a target, which trades on the daily series. */
export class ProtectedCross extends ct.Strategy.with({ fast: 5, slow: 20 }) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    const price = this.data.close.now;
    if (this.cross.now > 0) this.buy({ fraction: 0.5, stopLoss: price * 0.97, takeProfit: price * 1.05 });
    else if (this.cross.now < 0) this.sell({ cash: 2000, limit: price * 1.01, valid: "day" });
  }
}

/** The runs whose logs are canonical, by the name of the log. */
export async function canonicalRuns(): Promise<
  Readonly<Record<string, (engine: EngineName) => Uint8Array>>
> {
  const url = new URL("../fixtures/prices/aapl.csv", import.meta.url), whole = await ct.csv(url);
  const half = (from: number, name: string): ct.Bars => {
    const columns = Object.entries(whole.columns).map(([column, values]) => [column, values.slice(from, from + BARS)]);
    return changedBars(whole, { name, length: BARS, columns: Object.fromEntries(columns), extra: {} });
  };
  const record = (feeds: Readonly<Record<string, ct.Bars>>) => (engineBackend: EngineName): Uint8Array => {
    const sink = new MemorySink(), options = { cash: 10_000, commission: 0.001, slippage: 0.0005, closeAtEnd: true };
    ct.backtest(ProtectedCross, feeds, { ...options, engineBackend, replayLog: new RunLog(sink) });
    return sink.bytes();
  };
  return {
    one_feed: record({ first: half(0, "first") }),
    two_feeds: record({ first: half(0, "first"), second: half(BARS / 2, "second") }),
  };
}

if (import.meta.main) {
  for (const [name, run] of Object.entries(await canonicalRuns())) {
    const logs = ENGINE_NAMES.toReversed().map(run), bytes = logs[0]!;
    if (logs.some((log) => log.length !== bytes.length || log.some((byte, at) => byte !== bytes[at]))) {
      throw new Error(`Cannot record ${name}: the engines write different logs`);
    }
    await Deno.writeFile(new URL(`../fixtures/replay/${name}.log`, import.meta.url), bytes);
    console.log(`${name}: ${bytes.length} bytes`);
  }
}
