import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { nearestNumber, rational, rationalOf } from "../../src/auditor/rational.ts";
import { Random } from "../../src/laws/random.ts";
import { dailyBars, type Prices } from "../api/daily_bars.ts";
import { enginesUnderTest } from "../engines.ts";
import { auditStatistics, isRounded } from "./statistics.ts";

const MONEY = 1_000_000n;

/** Daily prices that wander, in hundredths. */
function prices(random: Random, count: number): Prices[] {
  const rows: Prices[] = [];
  let last = random.between(2000, 20_000);
  for (let row = 0; row < count; row++) {
    const open = Math.max(100, last + random.between(-200, 200)),
      close = Math.max(100, open + random.between(-300, 300));
    const high = Math.max(open, close) + random.below(90), low = Math.max(1, Math.min(open, close) - random.below(90));
    rows.push([open / 100, high / 100, low / 100, close / 100]);
    last = close;
  }
  return rows;
}

/** Buys, sells, reverses and closes by chance, with and without protection. */
class Chance extends ct.Strategy.with({ seed: 1 }) {
  readonly #random: Random = new Random(this.params.seed);

  override next(): void {
    const random = this.#random, close = this.data.close.now;
    const size = random.between(1, 60) / 10;
    switch (random.below(6)) {
      case 0:
        return void this.buy({ size, stopLoss: close * 0.97 });
      case 1:
        return void this.sell({ size });
      case 2:
        return void this.close();
      case 3:
        return void this.buy({ size, limit: close * 0.99 });
      default:
    }
  }
}

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`the statistics of chance runs on ${engineBackend} are what their fills and closes come to`, () => {
    let closed = 0, partial = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const rows = prices(new Random(seed, 5), 250), feed = dailyBars(rows), cash = 10_000;
      const result = ct.backtest(Chance, feed, {
        cash,
        commission: 0.0013,
        resolution: 0.01,
        lot: 0.1,
        engineBackend,
        params: { seed },
      });
      const closes = Float64Array.from(rows, ([_open, _high, _low, close]) => close);
      const exact = auditStatistics(cash, result.fills, closes, { money: MONEY, resolution: 100n, lots: 10n });
      const { stats, equity } = result;
      assertEquals([...equity], exact.equity.map((value) => nearestNumber(rational(value, MONEY))));
      assertEquals(stats.finalEquity, equity.at(-1));
      assertEquals([stats.trades.closed, stats.trades.open], [exact.closed, exact.open]);
      assertEquals(stats.winRate, exact.winRate && nearestNumber(exact.winRate));
      assertEquals(stats.exposure, nearestNumber(exact.exposure));
      // Each amount of the sum was rounded once to be shown, and the sum is rounded once more.
      assert(isRounded(stats.commission, rational(exact.commission, MONEY), 3n));
      // A difference of two shown amounts carries their roundings, which are small beside the equity, not beside it.
      const growth = rational(exact.equity.at(-1)!, BigInt(cash) * MONEY);
      assert(isRounded(stats.returnFraction!, exact.returnFraction, 4n, growth), `${stats.returnFraction}`);
      assert(isRounded(stats.maxDrawdown!, exact.maxDrawdown, 4n, rational(1n)), `${stats.maxDrawdown}`);
      if (exact.profitFactor === null) assertEquals(stats.profitFactor, null);
      else assert(isRounded(stats.profitFactor!, exact.profitFactor, 6n), `${stats.profitFactor}`);
      if (exact.expectancy !== null) {
        assert(isRounded(stats.expectancy!, exact.expectancy, 4n, rational(BigInt(cash))), `${stats.expectancy}`);
      }
      closed += exact.closed;
      partial += result.fills.filter((fill) => fill.closing).length - exact.closed;
    }
    assert(closed > 50 && partial > 10, `${closed} round trips, ${partial} partial closes`);
  });
}

Deno.test("isRounded() allows as many roundings as are said, and not one more", () => {
  const third = rational(1n, 3n);
  assert(isRounded(1 / 3, third, 1n));
  assert(!isRounded(1 / 3 + 2 ** -53, third, 1n) && isRounded(1 / 3 + 2 ** -53, third, 3n));
  assert(isRounded(0.5, rationalOf(0.5), 0n) && !isRounded(0.5 + 2 ** -53, rationalOf(0.5), 0n));
});
