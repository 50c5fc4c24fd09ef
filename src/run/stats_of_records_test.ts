import { assert, assertEquals } from "@std/assert";
import { countOrders } from "../analyzers/order_counts.ts";
import { tradeStats } from "../analyzers/trades/trade_stats.ts";
import { exactSum } from "../feeds/exact_sum.ts";
import { bars } from "../feeds/read_columns.ts";
import type { Bars } from "../feeds/bars.ts";
import { Random } from "../laws/random.ts";
import type { Result } from "../results/result.ts";
import type { OrderView } from "../strategy/order_view.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "./backtest.ts";

const BARS = 150;

function feedOf(seed: number): Bars {
  const random = new Random(seed), open: number[] = [], high: number[] = [], low: number[] = [], close: number[] = [];
  let price = 50;
  for (let bar = 0; bar < BARS; bar++) {
    const end = Math.max(5, price + random.between(-3, 3));
    open.push(price);
    close.push(end);
    high.push(Math.max(price, end) + random.below(3));
    low.push(Math.max(1, Math.min(price, end) - random.below(3)));
    price = end;
  }
  const time = Array.from({ length: BARS }, (_value, bar) => new Date(Date.UTC(2024, 0, 1, bar)).toISOString());
  return bars({ time, open, high, low, close }, { name: "x", timeframe: "1h", stamp: "open", decimals: 2 });
}

/** Places orders of all kinds at random: some are refused, cancelled, replaced or expire, and some close without a size. */
class Wanders extends Strategy.with({ seed: 1 }) {
  readonly #random = new Random(this.params.seed);
  readonly #orders: OrderView[] = [];

  override next(): void {
    const random = this.#random, price = this.data.close.now, size = 1 + random.below(20);
    if (random.below(3) > 0) return;
    switch (random.below(9)) {
      case 0:
        this.#orders.push(this.buy({ size }));
        break;
      case 1:
        this.#orders.push(this.sell({ size: size * (random.below(8) === 0 ? 1_000 : 1) }));
        break;
      case 2:
        this.close();
        break;
      case 3:
        this.#orders.push(this.buy({ size, limit: price - random.between(0, 4) }));
        break;
      case 4:
        this.#orders.push(this.buy({ size, stopLoss: price - 4, takeProfit: price + random.between(-6, 4) }));
        break;
      case 5:
        this.#orders.push(this.sell());
        break;
      case 6:
        this.target({ size: random.between(-10, 10) });
        break;
      case 7:
        this.#orders.push(this.sell({ size, stop: price - 1, limit: price - 2, valid: "day" }));
        break;
      default:
        if (this.#orders.length > 0) this.cancel(this.#orders.at(random.between(-3, -1)) ?? this.#orders[0]!);
    }
    const last = this.#orders.at(-1);
    if (random.below(4) === 0 && last !== undefined) this.replace(last.stopLoss ?? last, { size: size * 50 });
  }
}

/** Checks the statistics of records against those of the rows, which are made behind them. */
function check(result: Result, from: number): void {
  const { stats, orders, fills, trades, refusals } = result, since = { bar: (row: { bar: number }) => row.bar >= from };
  const measured = fills.filter(since.bar),
    { closed, open, ambiguous, ...figures } = tradeStats(
      trades.filter(({ openedBar }) => openedBar >= from),
    );
  assertEquals(stats.trades, { closed, open, ambiguous });
  const told = Object.keys(figures).map((name) => stats[name as keyof typeof figures]);
  assertEquals(told, Object.values(figures));
  assertEquals(stats.orders, countOrders(orders.filter(since.bar), refusals.filter(since.bar)));
  assertEquals(stats.commission, exactSum(Float64Array.from(measured, ({ commission }) => commission)));
  assert(stats.turnover !== null && measured.length > 0);
}

const common = { cash: 1_000, commission: 0.001, engineBackend: "typescript", onRuin: "ignore" } as const;

for (const part of ["the whole run", "a part of the run"]) {
  const measured = part === "the whole run" ? {} : { measureFrom: new Date("2024-01-03T00:00:00Z") };

  Deno.test(`statistics of records are those of the rows, ${part}`, () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 40; seed++) {
      const options = { ...common, ...measured, instruments: { x: { lot: 1 } } };
      const result = backtest(Wanders, feedOf(seed), { ...options, params: { seed }, closeAtEnd: seed % 2 === 0 });
      check(result, BARS - result.stats.bars);
      const { filled, refused, cancelled, expired, unsizedCloses, requestsRefusedByReason } = result.stats.orders;
      const counts = { filled, refused, cancelled, expired, unsizedCloses, requests: requestsRefusedByReason.length };
      for (const [name, count] of Object.entries(counts)) if (count > 0) seen.add(name);
    }
    assertEquals([...seen].sort(), ["cancelled", "expired", "filled", "refused", "requests", "unsizedCloses"]);
  });
}
