/**
 * The run that `deno task crash` kills: a strategy that trades at random and saves a checkpoint every so many steps.
 *
 * Usage: crash_victim.ts CHECKPOINT_FILE ENGINE BARS EVERY SEED; it goes on from the file if it is there, and prints what
 * the run came to as JSON.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { syntheticBars, xorshift32 } from "../bench/synthetic_bars.ts";
import type { EngineName } from "../src/engine/backends.ts";

/** Outcome of a run: equal for equal runs, whatever happened between. */
export interface VictimOutcome {
  /** Step of the checkpoint that it went on from, -1 without one. */
  readonly resumedBehind: number;
  /** The state chain after the last event. */
  readonly chain: string;
  /** Events that the engine took in. */
  readonly events: number;
  /** Everything that the run decided and the strategy heard, as a SHA-256. */
  readonly digest: string;
}

/** Asks for something at random on some bars, and keeps a sum over all that it hears and sees. */
export class RandomTrader extends ct.Strategy.with({ seed: 1 }) {
  /** Calls of `next` so far: one more or less would show that a step was lost or done twice. */
  calls = 0;
  /** The step at which this object began to be called. */
  first = -1;
  heard: string[] = [];
  resting: ct.OrderView[] = [];

  override notifyOrder(order: ct.OrderView): void {
    this.heard.push(`${this.calls} ${order.id} ${order.state} ${order.filled}`);
  }

  override notifyTrade(trade: ct.TradeView): void {
    this.heard.push(`${this.calls} ${trade.id} ${trade.isOpen} ${trade.pnl}`);
  }

  override next(): void {
    const random = xorshift32(this.params.seed * 1_000_003 + this.calls++), draw = random() % 100;
    const price = this.data.close.now,
      side = random() % 2 === 0 ? "buy" : "sell",
      away = side === "buy" ? 0.999 : 1.001;
    if (draw < 3) this[side]({ fraction: 0.1, stopLoss: price * away, takeProfit: price / away });
    else if (draw < 6) this.resting.push(this[side]({ size: 1, limit: price * away, valid: "day" }));
    else if (draw < 8) this.close();
    else if (draw < 9) {
      const alive = this.resting.find((order) => order.alive);
      if (alive !== undefined) this.cancel(alive);
      this.resting = this.resting.filter((order) => order.alive);
    }
  }
}

async function main(args: readonly string[]): Promise<void> {
  const [path, engine, bars, every, seed] = args as [string, EngineName, string, string, string];
  const resume = exists(path);
  let resumedBehind = -1, trader: RandomTrader | undefined;
  class Victim extends RandomTrader {
    override loadState(state: unknown): void {
      super.loadState(state);
      resumedBehind = this.calls - 1;
    }

    override stop(): void {
      trader = this;
    }
  }
  const result = ct.backtest(Victim, syntheticBars(Number(bars)), {
    cash: 100_000,
    commission: 0.001,
    slippage: 0.0001,
    params: { seed: Number(seed) },
    engineBackend: engine,
    checkpoint: { every: Number(every), save: path },
    ...(resume ? { resume: path } : {}),
  });
  const { orders, fills, trades, refusals, diagnostics, chain, events } = result;
  const all = { orders, fills, trades, refusals, diagnostics, equity: [...result.equity], calls: trader!.calls };
  const text = new TextEncoder().encode(JSON.stringify({ ...all, heard: trader!.heard }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const outcome: VictimOutcome = { resumedBehind, chain, events, digest: digest.toHex() };
  console.log(JSON.stringify(outcome));
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

if (import.meta.main) await main(Deno.args);
