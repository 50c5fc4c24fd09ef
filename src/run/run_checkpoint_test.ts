import { assert, assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import type { OrderView, TradeView } from "../strategy/order_view.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "./backtest.ts";

const closes = Array.from({ length: 12 }, (_value, bar) => 100 + bar % 5);
const feed = bars({
  time: closes.map((_close, bar) => new Date(Date.UTC(2024, 0, 1 + bar))),
  open: closes,
  high: closes.map((close) => close + 1),
  low: closes.map((close) => close - 1),
  close: closes,
}, { name: "x", timeframe: "1d", stamp: "close", decimals: 2 });

/** Buys and closes by turns, and keeps what it is told. */
class Hears extends Strategy {
  heard: string[] = [];

  override notifyOrder(order: OrderView): void {
    this.heard.push(`bar ${this.data.length}: order ${order.id} ${order.state} ${order.filled}`);
  }

  override notifyTrade(trade: TradeView): void {
    this.heard.push(`bar ${this.data.length}: trade ${trade.isOpen ? "opened" : "closed"}`);
  }

  override next(): void {
    if (this.data.length % 2 === 1) this.buy({ size: 1 });
    else this.close();
  }
}

Deno.test("a resumed run tells the strategy what it had still to be told at the checkpoint", () => {
  const listen = (options: Parameters<typeof backtest>[2]): readonly string[] => {
    let heard: readonly string[] = [];
    class Told extends Hears {
      override stop(): void {
        heard = this.heard;
      }
    }
    backtest(Told, feed, { lot: 1, engineBackend: "typescript", ...options });
    return heard;
  };
  const checkpoints: Uint8Array[] = [], whole = listen({});
  assertEquals(listen({ checkpoint: { every: 1, save: (bytes) => void checkpoints.push(bytes) } }), whole);
  // An order is placed on every bar, and that it is accepted is told on the next one.
  assert(whole.filter((line) => line.includes("accepted")).length > 8, whole.join("\n"));
  assert(checkpoints.length > 8);
  for (const resume of checkpoints) assertEquals(listen({ resume }), whole);
});

Deno.test("a run resumed behind its last step shows the strategy its feeds as they were", () => {
  const short = bars({
    time: closes.slice(0, 5).map((_close, bar) => new Date(Date.UTC(2024, 0, 1 + bar))),
    open: closes.slice(0, 5),
    high: closes.slice(0, 5),
    low: closes.slice(0, 5),
    close: closes.slice(0, 5),
  }, { name: "y", timeframe: "1d", stamp: "close", decimals: 2 });
  const shown: unknown[] = [], checkpoints: Uint8Array[] = [];
  class Looks extends Strategy {
    override next(): void {}

    override stop(): void {
      shown.push(Object.values(this.feeds).map(({ length, isNew }) => [length, isNew]));
    }
  }
  const options = { lot: 1, engineBackend: "typescript" } as const, feeds = { x: feed, y: short };
  backtest(Looks, feeds, { ...options, checkpoint: { every: 1, save: (bytes) => void checkpoints.push(bytes) } });
  assertEquals(checkpoints.length, 12);
  backtest(Looks, feeds, { ...options, resume: checkpoints.at(-1)! });
  assertEquals(shown, [[[12, true], [5, false]], [[12, true], [5, false]]]);
});

Deno.test("a resumed run gives a strategy back its state with lines of several feeds where they stood", () => {
  const other = bars({
    time: closes.map((_close, bar) => new Date(Date.UTC(2024, 0, 1 + bar, 12))),
    open: closes,
    high: closes,
    low: closes,
    close: closes,
  }, { name: "y", timeframe: "1d", stamp: "close", decimals: 2 });
  const shown: number[] = [], checkpoints: Uint8Array[] = [];
  class Sees extends Strategy {
    spread = this.feeds["x"]!.close.minus(this.feeds["y"]!.close);

    override next(): void {}

    override loadState(_state: unknown): void {
      shown.push(this.spread.clock.index, this.spread.now);
    }
  }
  const options = { lot: 1, engineBackend: "typescript" } as const, feeds = { x: feed, y: other };
  backtest(Sees, feeds, { ...options, checkpoint: { every: 8, save: (bytes) => void checkpoints.push(bytes) } });
  backtest(Sees, feeds, { ...options, resume: checkpoints[0]! });
  // The eighth step is the fourth of y; both closes are those of their fourth bars.
  assertEquals(shown, [7, closes[3]! - closes[3]!]);
});
