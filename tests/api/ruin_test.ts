/**
 * The ruin of an account: when it is told, and what the run does then.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { prove } from "../../src/laws/mod.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest, testRust } from "../engines.ts";
import { dailyBars, DAY_MS, endOfDayUs, type Prices } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";
import { ends, fillLines, runScript, type Script, scripted } from "./scripted.ts";
import { summaryNotes } from "./summary_notes.ts";

/** Bars with a flat price each, with two decimals. */
function flat(...prices: readonly number[]): ct.Bars {
  return dailyBars(prices.map((price): Prices => [price, price, price, price]));
}

/** Bars of the ruins: time, bar from 1, level. */
const ruins = (outcome: { diagnostics: readonly ct.DiagnosticRow[] }): unknown =>
  outcome.diagnostics.filter(({ reason }) => reason === "ruined").map(({ bar, level, orderId }) => [
    bar + 1,
    level,
    orderId,
  ]);

/** 100 short at 60: cash 16,000. The account is worth 16,000 less 100 times the price: nothing at 160. */
const SHORT: Script = { 1: (s) => void s.sell({ size: 100 }) };

Deno.test("ruin is told at the first step at which the account is worth nothing, to the cent", () => {
  for (const onRuin of ["stop-entries", "stop", "ignore"] as const) {
    assertEquals(ruins(runScript(flat(60, 60, 159.99, 159.99), SHORT, { onRuin })), []);
    assertEquals(ruins(runScript(flat(60, 60, 159.99, 160, 200), SHORT, { onRuin })), [[4, 4, null]]);
    assertEquals(ruins(runScript(flat(60, 60, 159.99, 160), SHORT, { onRuin })), [[4, 4, null]]);
    assertEquals(ruins(runScript(flat(60, 60, 170), SHORT, { onRuin })), [[3, 4, null]]);
  }
});

Deno.test("ruin is told again only after the account was worth something in between", () => {
  const outcome = runScript(flat(60, 60, 170, 180, 150, 150, 165, 10, 160), SHORT, { onRuin: "ignore" });
  assertEquals(ruins(outcome), [[3, 4, null], [7, 4, null], [9, 4, null]]);
  assertEquals(outcome.equity.slice(2), [-1000, -2000, 1000, 1000, -500, 15_000, 0]);
});

Deno.test("by default entries are refused after ruin, also when the account recovers, and closing orders pass", () => {
  const outcome = runScript(flat(60, 60, 170, 100, 100, 100), {
    ...SHORT,
    3: (s) => void s.buy({ size: 1 }),
    4: (s) => void (s.sell({ size: 1 }), s.close()),
  });
  assertEquals(ends(outcome), [
    "1 filled filled",
    "2 rejected riskFlagged",
    "3 rejected riskFlagged",
    "4 filled filled",
  ]);
  assertEquals(fillLines(outcome), [[1, 2, "open", -100, 60], [4, 5, "open", 100, 100]]);
  assertEquals(outcome.equity.slice(2), [-1000, 6000, 6000, 6000]);
});

Deno.test("an order that works already stays after ruin by default, and is cancelled under stop", () => {
  const script: Script = {
    ...SHORT,
    2: (s) => void (s.buy({ size: 100, stop: 300 }), s.buy({ size: 1, limit: 5, stopLoss: 4, takeProfit: 6 })),
  };
  const feed = flat(60, 60, 170, 310, 310);
  assertEquals(ends(runScript(feed, script)), [
    "1 filled filled",
    "2 filled filled",
    "3 accepted placed",
    "4 accepted placed",
    "5 accepted placed",
  ]);
  const stopped = runScript(feed, script, { onRuin: "stop" });
  assertEquals(ends(stopped), [
    "1 filled filled",
    "2 cancelled byRequest",
    "3 cancelled byRequest",
    "4 cancelled parentEnded",
    "5 cancelled parentEnded",
  ]);
  // The diagnostics say nothing of orders that had ended before their cancellation came.
  assertEquals(stopped.diagnostics.map(({ reason }) => reason), ["ruined"]);
  assertEquals(stopped.equity, [10_000, 10_000, -1000, -15_000, -15_000]);
});

Deno.test("under stop nothing of the strategy is called from the ruin on but stop, and the curves go on", () => {
  const calls = onEveryEngine((conduct) => {
    const heard: string[] = [];
    class Listens extends ct.Strategy {
      override next(): void {
        heard.push(`next ${this.data.length}`);
        if (this.data.length === 1) this.sell({ size: 100 });
        if (this.data.length === 2) this.buy({ size: 1, limit: 165 });
      }
      override notifyOrder(order: ct.OrderView): void {
        heard.push(`${order.id} ${order.state}`);
      }
      override notifyTrade(): void {
        heard.push("trade");
      }
      override notifyCash(_cash: number, value: number): void {
        heard.push(`value ${value}`);
      }
      override stop(): void {
        heard.push(`stop at ${this.data.length} of ${this.data.close.now}`);
      }
    }
    const result = ct.backtest(Listens, flat(60, 60, 170, 140, 120), { onRuin: "stop", closeAtEnd: true, ...conduct });
    return { heard, equity: [...result.equity], fills: result.fills.map(({ rule, price }) => [rule, price]) };
  });
  assertEquals(calls.heard, [
    "value 10000",
    "next 1",
    "1 submitted",
    "1 accepted",
    "1 filled",
    "trade",
    "value 10000",
    "next 2",
    "stop at 5 of 120",
  ]);
  assertEquals(calls.equity, [10_000, 10_000, -1000, 2000, 4000]);
  assertEquals(calls.fills, [["open", 60], ["closeAtEnd", 120]]);
});

Deno.test("under ignore entries go on, and cash is their only limit", () => {
  // 10 short of 100 at 60 have 600 set aside twice, so there is free cash while the account is worth nothing.
  const feed = flat(60, 60, 1100, 1100, 1100);
  const script: Script = { 1: (s) => void s.sell({ size: 10 }), 3: (s) => void s.sell({ size: 1 }) };
  const outcome = runScript(feed, script, { onRuin: "ignore" });
  assertEquals([ruins(outcome), fillLines(outcome).length], [[[3, 4, null]], 2]);
  assertEquals(ends(runScript(feed, script))[1], "2 rejected riskFlagged");
});

Deno.test("ruin over two feeds is told where one of them falls and the other has no bar", () => {
  const a = dailyBars([60, 60, 60, 60].map((price): Prices => [price, price, price, price]), { name: "a" });
  const rows: Prices[] = [[60, 60, 60, 60], [60, 60, 60, 60], [170, 170, 170, 170]];
  const b = ct.bars({
    time: [0, 1, 3].map((day) => new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10)),
    open: rows.map((row) => row[0]),
    high: rows.map((row) => row[1]),
    low: rows.map((row) => row[2]),
    close: rows.map((row) => row[3]),
  }, { name: "b", decimals: 2 });
  const outcome = runScript({ a, b }, {
    1: (s) => void (s.sell({ size: 100, feed: "b" }), s.buy({ size: 1, feed: "a" })),
  });
  assertEquals(ruins(outcome), [[4, 4, null]]);
});

Deno.test("a long slide into ruin is the same lazily and step by step, and costs no crossing a bar", () => {
  const prices = Array.from({ length: 3000 }, (_value, bar) => 60 + Math.floor(bar * 11_000 / 3000) / 100);
  const outcome = runScript(flat(...prices), SHORT);
  const ruined = prices.findIndex((price) => 100 * (prices[1]! - price) <= -10_000);
  assertEquals(ruins(outcome), [[ruined + 1, 4, null]]);
});

testRust("a short position that the end of the data would ruin is driven in strides", {}, () => {
  const prices = Array.from({ length: 20_000 }, (_value, bar) => bar < 19_990 ? 60 + bar % 7 : 200);
  const result = ct.backtest(scripted(SHORT), flat(...prices), { engineBackend: "rust" });
  assertEquals(ruins(result), [[19_991, 4, null]]);
  assert(result.crossings < 300, `${result.crossings} crossings for 20,000 bars`);
});

Deno.test("closing at the end can ruin the account by its commission, which is told too", () => {
  const options = { commission: { perOrder: 0.5 }, closeAtEnd: true } as const;
  const outcome = runScript(flat(60, 60, 159.99), SHORT, options);
  assertEquals([ruins(outcome), outcome.equity.at(-1)], [[[3, 4, null]], 0]);
});

Deno.test("the summary tells of the ruin, of what was done, and of the orders that were refused for it", () => {
  const notes = (onRuin: ct.OnRuin): string[] =>
    onEveryEngine((conduct) =>
      summaryNotes(
        ct.backtest(
          scripted({ ...SHORT, 3: (s) => void (s.buy({ size: 1 }), s.sell({ size: 1 })) }),
          flat(60, 60, 170, 170),
          {
            onRuin,
            ...conduct,
          },
        ),
      ).filter((note) => note.includes("worth nothing"))
    );
  const first = "The account was worth nothing or less at bar 2, 2024-01-03: -1,000.00; ";
  assertEquals(notes("stop-entries"), [
    `${first}orders that could open or flip a position were refused from then on (onRuin: "stop-entries"); ` +
    "2 orders were refused for it as riskFlagged",
  ]);
  assertEquals(notes("stop"), [
    `${first}working orders were cancelled, and the strategy was not called any more (onRuin: "stop")`,
  ]);
  assertEquals(notes("ignore"), [`${first}the run went on as before (onRuin: "ignore")`]);
});

Deno.test("a choice that is none is an error with the choices", () => {
  for (const [wrong, shown] of [["halt", '"halt"'], [true, "true"], [null, "null"]] as const) {
    assertThrows(
      () => ct.backtest(ct.Strategy, flat(60), { onRuin: wrong as unknown as ct.OnRuin }),
      RangeError,
      `Cannot use onRuin ${shown}: pass "stop-entries", "stop" or "ignore"`,
    );
  }
});

/** Goes short once, tries an entry on every third bar and covers a little on others. */
class Trades extends ct.Strategy {
  heard: number[] = [];
  override next(): void {
    const bar = this.data.length;
    this.heard.push(bar);
    if (bar === 1) this.sell({ size: 100 });
    else if (bar % 3 === 0) this.sell({ size: 1, stopLoss: this.data.close.now * 1.1 });
    else if (bar % 5 === 0) this.buy({ size: 1, limit: this.data.close.now * 0.9, reduceOnly: true });
  }
}

const WAY = flat(60, 60, 80, 120, 150, 171, 150, 165, 120, 90, 140, 190, 160, 120, 130, 100);

for (const onRuin of ["stop-entries", "stop", "ignore"] as const) {
  Deno.test(`a run that is resumed before, at or after its ruin ends as if it had not been, with onRuin ${onRuin}`, () => {
    for (const engineBackend of enginesUnderTest()) {
      const options: ct.BacktestOptions = { onRuin, engineBackend, closeAtEnd: true };
      const checkpoints: Uint8Array[] = [], save = (bytes: Uint8Array): void => void checkpoints.push(bytes);
      const whole = outcomeOf(ct.backtest(Trades, WAY, { ...options, checkpoint: { every: 1, save } }));
      assertEquals(outcomeOf(ct.backtest(Trades, WAY, options)), whole);
      assertEquals([checkpoints.length, (ruins(whole) as unknown[]).length], [16, 3]);
      for (const resume of checkpoints) {
        for (const other of enginesUnderTest()) {
          assertEquals(outcomeOf(ct.backtest(Trades, WAY, { ...options, engineBackend: other, resume })), whole);
        }
      }
      assertThrows(
        () =>
          ct.backtest(Trades, WAY, {
            ...options,
            onRuin: onRuin === "stop" ? "ignore" : "stop",
            resume: checkpoints[0]!,
          }),
        ct.CheckpointError,
        "onRuin is",
      );
    }
  });

  Deno.test(`the laws hold for a ruined run, and its replay log repeats it, with onRuin ${onRuin}`, async () => {
    for (const engineBackend of enginesUnderTest()) {
      const proof = await prove(Trades, WAY, { onRuin, engineBackend, cuts: 8 });
      assertEquals(proof.laws.filter(({ verdict }) => verdict === "failed"), []);
      const sink = new MemorySink(), log = new RunLog(sink);
      const result = ct.backtest(Trades, WAY, { onRuin, engineBackend, replayLog: log });
      assertEquals(ruins(result), [[6, 4, null], [8, 4, null], [12, 4, null]]);
      for (const other of enginesUnderTest()) {
        const report = replay(sink.bytes(), { engineBackend: other });
        assertEquals([report.equal, report.difference, report.chain], [true, undefined, result.chain]);
      }
    }
  });
}

Deno.test("the time of the ruin is that of its step", () => {
  const [row] = runScript(flat(60, 60, 170), SHORT).diagnostics;
  assertEquals(row!.timeUs, endOfDayUs(3));
});
