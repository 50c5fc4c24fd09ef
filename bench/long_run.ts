/**
 * `deno task bench:long`: a run over more bars than the memory holds, from a generator, with its time and its peak.
 *
 * @module
 */

import { parseArgs } from "node:util";
import * as ct from "../mod.ts";

const HELP = `Runs two averages over bars of a generator, and tells time, peak memory and fills.

Usage: deno task bench:long [--bars N] [--rows] [--engine rust|typescript] [--equity all|daily|none] [--help]

--bars N     Bars; 10 million by default. 10^8 take some minutes.
--rows       The generator gives single bars and waits for each; blocks of 4096 by default.
--engine E   The engine; "auto" by default.
--equity E   What is kept of the equity; "daily" by default.`;

/** Steps between two looks at the memory. */
const LOOK_STEPS = 200_000;
const BLOCK = 4096;
const FIRST_MS = Date.UTC(1900, 0, 1), MINUTE_MS = 60_000;

/** Two averages with market orders. */
class Cross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  fast = ct.sma(this.data.close, this.params.fast);
  slow = ct.sma(this.data.close, this.params.slow);

  override next(): void {
    if (this.fast.now > this.slow.now && this.position.size === 0) this.buy({ size: 1 });
    else if (this.fast.now < this.slow.now && this.position.size > 0) this.close();
  }
}

/** Columns of one block. */
type Block = Record<"time" | "open" | "high" | "low" | "close", Float64Array>;

/** A random walk with two decimals, a minute a bar, the same in every run. */
function* blocks(bars: number): Generator<Block> {
  let state = 12_345, price = 10_000;
  for (let from = 0; from < bars; from += BLOCK) {
    const count = Math.min(BLOCK, bars - from), column = (): Float64Array => new Float64Array(count);
    const block: Block = { time: column(), open: column(), high: column(), low: column(), close: column() };
    for (let at = 0; at < count; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const open = price;
      price = Math.max(5000, Math.min(20_000, price + (state >>> 16) % 21 - 10));
      block.time[at] = FIRST_MS + (from + at) * MINUTE_MS;
      block.open[at] = open / 100;
      block.close[at] = price / 100;
      block.high[at] = (Math.max(open, price) + 2) / 100;
      block.low[at] = (Math.min(open, price) - 2) / 100;
    }
    yield block;
  }
}

/** The same bars one by one. */
async function* rows(bars: number): AsyncGenerator<ct.BarObject> {
  for (const { time, open, high, low, close } of blocks(bars)) {
    for (let at = 0; at < time.length; at++) {
      yield { time: time[at]!, open: open[at]!, high: high[at]!, low: low[at]!, close: close[at]! };
    }
  }
}

const { values } = parseArgs({
  options: {
    bars: { type: "string", default: "10000000" },
    rows: { type: "boolean", default: false },
    engine: { type: "string", default: "auto" },
    equity: { type: "string", default: "daily" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  Deno.exit(0);
}
const bars = Number(values.bars), begin = performance.now();
let fills = 0, peak = 0, next = 0;
const source: ct.BarSource = values.rows ? rows(bars) : blocks(bars) as Iterable<ct.BarItem>;
const result = await ct.run(Cross, ct.stream(source, { timeframe: "1m", stamp: "close" }), {
  engineBackend: values.engine as "auto",
  equity: values.equity as "daily",
  cash: 1_000_000,
  commission: 0.0001,
  sink: { fill: () => void fills++ },
  onProgress: ({ steps }) => {
    if (steps < next) return;
    next = steps + LOOK_STEPS;
    peak = Math.max(peak, Deno.memoryUsage().rss);
  },
});
const seconds = (performance.now() - begin) / 1000;
console.log(
  `${bars} bars on ${result.engine.backend}: ${seconds.toFixed(1)} s, ${Math.round(seconds * 1e9 / bars)} ns a bar, ` +
    `peak ${Math.round(peak / 1e6)} MB, ${fills} fills, chain ${result.chain}`,
);
