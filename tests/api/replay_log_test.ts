/**
 * Replay logs of whole runs: either engine replays the log that a run writes while it goes on.
 *
 * @module
 */

import { changedBars } from "../../src/feeds/bars.ts";
import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { EVENT_STEP, LANE_KIND } from "../../src/contract/contract.gen.ts";
import { MemorySink, replay, ReplayLogReader, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { outcomeOf } from "./every_engine.ts";

/** Trades on every few bars, with stops, targets and a limit that rests. */
class Trades extends ct.Strategy.with({ every: 7 }) {
  override next(): void {
    const bar = this.data.length, price = this.data.close.now;
    if (bar % this.params.every === 0) this.buy({ fraction: 0.3, stopLoss: price * 0.99, takeProfit: price * 1.01 });
    else if (bar % 11 === 0) {
      this.sell({ size: 1, limit: price * 1.02, valid: "day", feed: Object.keys(this.feeds).at(-1)! });
    } else if (bar % 13 === 0) this.close();
  }
}

/** Hours that rise and fall, every so many of them missing. */
function hours(name: string, count: number, missing: number): ct.Bars {
  const rows = Array.from({ length: count }, (_, bar) => bar).filter((bar) => bar % missing !== missing - 1);
  const open = rows.map((bar) => 100 + Math.round(500 * Math.sin(bar / 5)) / 100);
  const close = rows.map((bar) => 100 + Math.round(500 * Math.sin((bar + 1) / 5)) / 100);
  return ct.bars({
    time: rows.map((bar) => Date.UTC(2024, 0, 1) + bar * 3_600_000),
    open,
    close,
    high: open.map((price, row) => Math.max(price, close[row]!) + 0.5),
    low: open.map((price, row) => Math.min(price, close[row]!) - 0.5),
  }, { name, decimals: 2, timeframe: "1h", stamp: "open" });
}

/** A feed of which no bar is left. */
function cut(feed: ct.Bars): ct.Bars {
  const columns = Object.fromEntries(
    Object.entries(feed.columns).map(([name, column]) => [name, column.subarray(0, 0)]),
  );
  return changedBars(feed, { length: 0, columns: columns as unknown as ct.BarColumns });
}

const FEEDS: Readonly<Record<string, ct.Bars | Readonly<Record<string, ct.Bars>>>> = {
  "one feed": hours("one", 300, 10),
  "two feeds": { one: hours("one", 300, 10), two: hours("two", 200, 7) },
  "a feed whose bars are all cut off": cut(hours("one", 300, 10)),
};

for (const [what, feeds] of Object.entries(FEEDS)) {
  Deno.test(`the replay log of a run over ${what} has its events and chain, and every engine replays it`, () => {
    const options: ct.BacktestOptions = { cash: 10_000, commission: 0.001, closeAtEnd: true };
    const logs: Uint8Array[] = [];
    for (const engineBackend of enginesUnderTest()) {
      const plain = ct.backtest(Trades, feeds, { ...options, engineBackend }), sink = new MemorySink();
      const logged = ct.backtest(Trades, feeds, {
        ...options,
        engineBackend,
        replayLog: new RunLog(sink, { chunkRecords: 100 }),
      });
      assertEquals(outcomeOf(logged), outcomeOf(plain));
      assertEquals(logged.events, plain.events);
      for (const other of enginesUnderTest()) {
        const report = replay(sink.bytes(), { engineBackend: other });
        assertEquals([report.equal, report.difference], [true, undefined]);
        assertEquals([report.events, report.chain], [plain.events, plain.chain]);
      }
      logs.push(sink.bytes());
    }
    for (const log of logs) assertEquals(log, logs[0]);
  });
}

Deno.test("the header of a run's log says which strategy ran with which parameters on which instruments", () => {
  const sink = new MemorySink();
  const options = { engineBackend: "typescript", params: { every: 5 }, replayLog: new RunLog(sink) } as const;
  const result = ct.backtest(Trades, FEEDS["two feeds"]!, options);
  const { description, dataHash } = new ReplayLogReader(sink.bytes()).header;
  assertEquals(description["strategy"], "Trades");
  assertEquals(description["params"], { every: 5 });
  // The costs are lanes of the configuration.
  const terms = result.configuration.instruments.map(({ commission: _commission, slippage: _slippage, ...rest }) =>
    rest
  );
  assertEquals(description["instruments"], JSON.parse(JSON.stringify(terms)));
  assert(dataHash !== "0".repeat(16), dataHash);
});

Deno.test("a log takes one run", () => {
  const replayLog = new RunLog(new MemorySink()), options = { engineBackend: "typescript", replayLog } as const;
  ct.backtest(Trades, FEEDS["one feed"]!, options);
  let message = "";
  try {
    ct.backtest(Trades, FEEDS["one feed"]!, options);
  } catch (error) {
    message = String(error);
  }
  assert(message.includes("Cannot write two runs to one replay log"), message);
});

/** The records of a kind in a log, one after the other. */
function recordsOf(log: Uint8Array, kind: "events" | "outputs"): number[] {
  const chunks = [...new ReplayLogReader(log, { allowUnfinished: true }).chunks()];
  return chunks.flatMap((chunk) => chunk.kind === kind ? Array.from(chunk.words) : []);
}

Deno.test("the log of a run that throws goes up to the step at which it threw, whatever threw", () => {
  const feed = FEEDS["two feeds"]!, options: ct.BacktestOptions = { cash: 10_000, engineBackend: "typescript" };
  const last = 150;
  /** Trades until a step, of which it is told. */
  class Until extends Trades {
    steps = 0;
    override next(): void {
      if (this.steps++ < last) super.next();
      else if (this.steps === last + 1) this.enough();
    }
    enough(): void {}
  }
  class Throws extends Until {
    override enough(): void {
      this.buy({ size: 1 });
      throw new Error("enough");
    }
  }
  class Ends extends Until {
    override stop(): void {
      throw new Error("enough");
    }
  }
  const logOf = (strategy: ct.StrategyClass<{ every: number }>): Uint8Array => {
    const sink = new MemorySink();
    try {
      ct.backtest(strategy, feed, { ...options, replayLog: new RunLog(sink) });
    } catch (error) {
      assert(error instanceof ct.StrategyError, String(error));
    }
    return sink.bytes();
  };
  const whole = logOf(Until), thrown = logOf(Throws), ended = logOf(Ends);
  const steps = (log: Uint8Array): number => {
    const words = recordsOf(log, "events");
    return Array.from({ length: words.length / 32 }, (_, at) => words[32 * at + LANE_KIND]).filter((kind) =>
      kind === EVENT_STEP
    ).length;
  };
  const count = steps(whole);
  for (const [log, reached] of [[thrown, last + 1], [ended, count]] as const) {
    assertEquals(steps(log), reached);
    for (const kind of ["events", "outputs"] as const) {
      const records = recordsOf(log, kind), all = recordsOf(whole, kind);
      assert(records.length > 0 && records.length <= all.length);
      assertEquals(records, all.slice(0, records.length));
    }
    const report = replay(log, { engineBackend: "typescript", allowUnfinished: true });
    // The COMMIT of the last step would come after the intents that are lost.
    assertEquals([report.equal, report.commits, report.breaksOff?.code], [true, reached - 1, "NO_TRAILER"]);
  }
});

Deno.test("a sink that fails is told, and not the writing of what is left", () => {
  const replayLog = new RunLog({
    writeSync(bytes): number {
      if (bytes.length > 10_000) throw new Error("the disk is full");
      return bytes.length;
    },
  });
  let message = "";
  try {
    ct.backtest(Trades, FEEDS["one feed"]!, { engineBackend: "typescript", replayLog });
  } catch (error) {
    message = String(error);
  }
  assert(message.includes("the disk is full"), message);
});
