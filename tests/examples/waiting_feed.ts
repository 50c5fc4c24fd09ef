/**
 * A feed that waits: five-minute bars come out of a file as it is read, an hour of them at a time, and no more than the last
 * one is kept. Fills go to a receiver, and the equity is kept by session date.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys a close above the highest of the last bars, and sells one below the lowest. */
class Breakout extends ct.Strategy.with({ entry: 48, exit: 24 }) {
  high = ct.highest(this.data.high, this.params.entry);
  low = ct.lowest(this.data.low, this.params.exit);

  override next(): void {
    const close = this.data.close.now;
    if (this.position.size === 0 && close >= this.high.ago(1)) this.buy({ fraction: 0.5, stopLoss: close * 0.99 });
    else if (this.position.size > 0 && close <= this.low.ago(1)) this.close();
  }
}

/** Reads a file line by line, and gives a bar for each. */
async function* linesOf(path: string): AsyncGenerator<ct.BarObject> {
  const file = await Deno.open(path);
  let rest = "", isHead = true;
  for await (const text of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      const [date, time, open, high, low, close] = line.split(",");
      if (!isHead) yield { time: `${date} ${time}`, open: +open!, high: +high!, low: +low!, close: +close! };
      isHead = false;
    }
  }
}

let fills = 0;
const source = linesOf("fixtures/prices/2006-min-005.csv");
const feed = ct.stream(source, { name: "minutes", stamp: "close", timeframe: "5m", timeZone: "Europe/Berlin" });
const result = await ct.run(Breakout, feed, {
  cash: 100_000,
  commission: 0.0001,
  equity: "daily",
  blockBars: 12,
  keep: 1,
  instruments: { minutes: { resolution: 0.01, lot: 0.001, barWithoutVolume: "fill" } },
  sink: { fill: () => void fills++ },
});
console.log(result.summary());
console.log(`${fills} fills, ${result.equity.length} session dates`);
console.log(`Chain ${result.chain}`);
