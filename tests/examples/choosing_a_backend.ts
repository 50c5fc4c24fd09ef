/**
 * Choosing a backend: Rust if it can be had, WebAssembly if not, and an error that says what to do for who insists.
 *
 * `deno run --allow-read --allow-ffi=./rust/lib tests/examples/choosing_a_backend.ts [auto|rust|wasm|typescript]`
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";
import { EngineError } from "@cracktrader/cracktrader/replay";

/** Buys new highs, sells new lows. */
class Channel extends ct.Strategy.with({ entry: 40, exit: 20 }) {
  high = ct.highest(this.data.high, this.params.entry);
  low = ct.lowest(this.data.low, this.params.exit);

  override next(): void {
    if (this.position.size === 0 && this.data.high.now >= this.high.now) this.buy();
    else if (this.position.size > 0 && this.data.low.now <= this.low.now) this.close();
  }
}

const [choice = "auto"] = Deno.args;
if (choice !== "auto" && choice !== "rust" && choice !== "wasm" && choice !== "typescript") {
  throw new RangeError(`Cannot use ${JSON.stringify(choice)}: there are auto, rust, wasm and typescript`);
}
const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
try {
  const result = ct.backtest(Channel, feed, { cash: 10_000, commission: 0.001, engineBackend: choice });
  console.log(`Asked for ${choice}, got ${result.engine.backend}: ${result.engine.reason}`);
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  Deno.exitCode = 1;
}
