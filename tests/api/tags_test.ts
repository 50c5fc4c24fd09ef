/**
 * Tags of orders: on the rows, in the log, through a checkpoint, and nowhere in what a run decides.
 *
 * @module
 */

import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { EVENT_PLACE, LANE_KIND, LANE_ORDER_ID, PLACE_TAG, RECORD_WORDS } from "../../src/contract/contract.gen.ts";
import { exportJsonLines, importJsonLines, MemorySink, replay, ReplayLogReader, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { dailyBars, type Prices, risingBars } from "./daily_bars.ts";
import { runScript, type Script } from "./scripted.ts";

const FLAT: Prices = [100, 100, 100, 100];

/** Trades with tags, or without any. */
function tagging(tags: boolean): new (context: ct.StrategyContext) => ct.Strategy {
  const tag = (text: string): { tag?: string } => tags ? { tag: text } : {};
  return class Tagging extends ct.Strategy {
    override next(): void {
      const close = this.data.close.now, at = this.data.length % 10;
      if (at === 2) this.buy({ size: 3, stopLoss: close * 0.98, takeProfit: close * 1.02, ...tag("breakout") });
      if (at === 4) this.sell({ size: 1, ...tag(`scale ${Math.floor(this.data.length / 100)}`) });
      if (at === 6) this.target({ size: -2, ...tag("flip") });
      if (at === 8) this.close(tag("flip"));
    }
  };
}

const Tagging = tagging(true) as unknown as ct.StrategyClass<ct.Params>;
const Plain = tagging(false) as unknown as ct.StrategyClass<ct.Params>;
const feed = await ct.sample("aapl");

Deno.test("a tag stands on the order, its protection, their fills and the trade, with that of the order that closed it", () => {
  const rows: Prices[] = [FLAT, FLAT, [100, 111, 100, 110], FLAT, FLAT, FLAT];
  const script: Script = {
    1: (s) => s.kept["entry"] = s.buy({ size: 2, takeProfit: 110, tag: "breakout" }),
    2: (s) => s.replace(s.kept["entry"]!.takeProfit!, { limit: 109 }),
    3: (s) => s.sell({ size: 1, tag: "fade" }),
    4: (s) => s.target({ size: 1, tag: "turn" }),
    5: (s) => s.close({ tag: "enough" }),
  };
  const { orders, fills, trades } = runScript(dailyBars(rows), script, { lot: 1 });
  assertEquals(orders.map(({ role, tag }) => [role, tag]), [
    ["entry", "breakout"],
    ["takeProfit", "breakout"],
    ["entry", "fade"],
    ["target", "turn"],
    ["close", "enough"],
  ]);
  assertEquals(orders[1]!.limit, 109, "a replacement keeps the tag");
  assertEquals(fills.map(({ tag }) => tag), ["breakout", "breakout", "fade", "turn", "turn", "enough"]);
  assertEquals(trades.map(({ tag, exitTag }) => [tag, exitTag]), [
    ["breakout", "breakout"],
    ["fade", "turn"],
    ["turn", "enough"],
  ]);
});

Deno.test("without a tag the rows have none, and a strategy reads the tag of its order", () => {
  let seen: unknown[] = [];
  const { orders, fills, trades } = runScript(risingBars(4), {
    1: (s) => seen = [s.buy({ size: 1 }).tag, s.buy({ size: 1, tag: "x" }).tag],
    3: (s) => s.close(),
  }, { lot: 1 });
  assertEquals(seen, [null, "x"]);
  assertEquals(orders.map(({ tag }) => tag), [null, "x", null]);
  assertEquals([fills[0]!.tag, fills[1]!.tag, fills[2]!.tag], [null, "x", null]);
  assertEquals([trades[0]!.tag, trades[0]!.exitTag], [null, null]);
});

Deno.test("tags change no decision and no hash but that of the events", () => {
  for (const engineBackend of enginesUnderTest()) {
    const logs = [Tagging, Plain].map((strategy) => {
      const sink = new MemorySink(),
        result = ct.backtest(strategy, feed, { engineBackend, replayLog: new RunLog(sink) });
      return { bytes: sink.bytes(), result };
    });
    const [tagged, plain] = logs as [typeof logs[0], typeof logs[0]];
    assertEquals([tagged!.result.chain, tagged!.result.markHash()], [plain!.result.chain, plain!.result.markHash()]);
    assertEquals(tagged!.result.fills.map((fill) => ({ ...fill, tag: null })), plain!.result.fills);
    for (const replayed of enginesUnderTest()) {
      const [one, other] = [tagged, plain].map(({ bytes }) => replay(bytes, { engineBackend: replayed }));
      assert(one!.equal && other!.equal);
      assertEquals(one!.chain, other!.chain);
      assertNotEquals(one!.inputHash, other!.inputHash);
    }
  }
});

Deno.test("a replay log has the texts before the orders that use them, in the order of first use, and as JSON Lines too", () => {
  const sink = new MemorySink();
  const { orders } = ct.backtest(Tagging, feed, { engineBackend: "typescript", replayLog: new RunLog(sink) });
  const texts: string[] = [], found = new Map<number, string | null>();
  for (const chunk of new ReplayLogReader(sink.bytes()).chunks()) {
    if (chunk.kind === "tags") {
      assertEquals(chunk.first, texts.length + 1);
      texts.push(...chunk.texts);
    } else if (chunk.kind === "events") {
      for (let at = 0; at < chunk.words.length; at += RECORD_WORDS) {
        if (chunk.words[at + LANE_KIND] !== EVENT_PLACE) continue;
        const number = chunk.words[at + PLACE_TAG]!;
        assert(number <= texts.length, "the text comes first");
        found.set(chunk.words[at + LANE_ORDER_ID]!, number === 0 ? null : texts[number - 1]!);
      }
    }
  }
  assertEquals(texts, ["breakout", "scale 0", "flip", "scale 1", "scale 2", "scale 3", "scale 4", "scale 5"]);
  for (const { id, tag } of orders) assertEquals(found.get(id), tag);
  const lines = [...exportJsonLines(sink.bytes())];
  assertEquals(lines.filter((line) => line.startsWith('{"tags"'))[0], '{"tags":["breakout"]}');
  assertEquals(importJsonLines(lines), sink.bytes());
});

Deno.test("a log without tags has no chunk of them, and the log of a crash has those up to there", () => {
  const sink = new MemorySink();
  ct.backtest(Plain, feed, { engineBackend: "typescript", replayLog: new RunLog(sink) });
  assert([...new ReplayLogReader(sink.bytes()).chunks()].every(({ kind }) => kind !== "tags"));
  const cut = new MemorySink();
  class Throws extends ct.Strategy {
    override next(): void {
      if (this.data.length === 2) this.buy({ size: 1, tag: "first" });
      if (this.data.length === 4) throw new Error("on purpose");
    }
  }
  assertThrows(() => ct.backtest(Throws, feed, { engineBackend: "typescript", replayLog: new RunLog(cut) }));
  const chunks = [...new ReplayLogReader(cut.bytes(), { allowUnfinished: true }).chunks()];
  assertEquals(chunks.flatMap((chunk) => chunk.kind === "tags" ? chunk.texts : []), ["first"]);
});

Deno.test("a resumed run has the tags of the whole run, on either engine", () => {
  const checkpoints: Uint8Array[] = [], engines = enginesUnderTest();
  const whole = ct.backtest(Tagging, feed, {
    ...{ engineBackend: engines[0]!, closeAtEnd: true },
    checkpoint: { every: 120, save: (bytes) => checkpoints.push(bytes.slice()) },
  });
  assert(checkpoints.length >= 4);
  for (const engineBackend of engines) {
    for (const resume of checkpoints) {
      const { orders, fills, trades, chain } = ct.backtest(Tagging, feed, { engineBackend, closeAtEnd: true, resume });
      assertEquals([orders, fills, trades, chain], [whole.orders, whole.fills, whole.trades, whole.chain]);
    }
  }
});

Deno.test("a tag that is none is refused with its value, and no order is placed", () => {
  const long = "x".repeat(65), wide = "\u{1f600}".repeat(64);
  const wrong: readonly (readonly [tag: unknown, type: ErrorConstructor, message: string])[] = [
    [5, TypeError, 'Cannot use tag 5: pass a text, such as tag: "breakout"'],
    [null, TypeError, "Cannot use tag null: pass a text"],
    [{}, TypeError, "Cannot use tag {}: pass a text"],
    ["", RangeError, "Cannot use an empty tag: pass a text of 1 to 64 characters, or leave it out"],
    [long, RangeError, `Cannot use tag "${long}" of 65 characters: pass 1 to 64`],
    ["x".repeat(1000), RangeError, "of 1000 characters: pass 1 to 64"],
    [
      "a\ud800b",
      RangeError,
      'Cannot use tag "a\\ud800b": it has half of a character, a surrogate alone, which no file',
    ],
    ["\udc00", RangeError, "pass whole characters"],
  ];
  const calls: Readonly<Record<string, (s: ct.Strategy, tag: string) => unknown>> = {
    buy: (s, tag) => s.buy({ size: 1, tag }),
    sell: (s, tag) => s.sell({ size: 1, tag }),
    close: (s, tag) => s.close({ tag }),
    target: (s, tag) => s.target({ size: 1, tag }),
  };
  const { orders } = runScript(risingBars(3), {
    1: (s) => {
      for (const act of Object.values(calls)) {
        for (const [tag, type, message] of wrong) assertThrows(() => act(s, tag as string), type, message);
      }
      s.buy({ size: 1, tag: wide });
    },
  }, { lot: 1 });
  assertEquals(orders.map(({ id, tag }) => [id, tag]), [[1, wide]]);
});

Deno.test("replace has no tag, as an order keeps its own", () => {
  runScript(risingBars(3), {
    1: (s) => {
      const order = s.buy({ size: 1, limit: 90 });
      assertThrows(() => s.replace(order, { limit: 91, tag: "x" } as object), TypeError, 'option "tag" of replace');
    },
  });
});

Deno.test("tags are columns of the CSV and of the tables where there are any", () => {
  const result = ct.backtest(Tagging, feed, { engineBackend: "typescript" });
  const plain = ct.backtest(Plain, feed, { engineBackend: "typescript" });
  assert(result.toCsv("trades").split("\n")[0]!.includes(",tag,exitTag,"));
  assert(Deno.inspect(result.trades).includes("exitTag") && !Deno.inspect(plain.trades).includes("exitTag"));
  assertEquals(JSON.stringify(ct.readResult(result).trades), JSON.stringify(result.trades));
});
