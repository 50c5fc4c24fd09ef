import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint/checkpoint_file.ts";
import { bars } from "../feeds/read_columns.ts";
import type { Bars } from "../feeds/bars.ts";
import type { OrderView, TradeView } from "../strategy/order_view.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "./backtest.ts";

function feedOf(name: string, days: readonly number[]): Bars {
  const closes = days.map((day) => 100 + day % 7);
  return bars({
    time: days.map((day) => new Date(Date.UTC(2024, 0, day))),
    open: closes,
    high: closes.map((close) => close + 1),
    low: closes.map((close) => close - 1),
    close: closes,
  }, { name, timeframe: "1d", stamp: "close", decimals: 2 });
}

const DAYS = Array.from({ length: 30 }, (_value, at) => at + 1);
const FEEDS = { x: feedOf("x", DAYS), y: feedOf("y", DAYS.filter((day) => day % 2 === 1)) };
const OPTIONS = { lot: 1, commission: 0.001, engineBackend: "typescript" } as const;

/** Buys and closes by turns, and listens. */
class Trader extends Strategy {
  heard = 0;

  override notifyOrder(_order: OrderView): void {
    this.heard++;
  }

  override notifyTrade(_trade: TradeView): void {
    this.heard++;
  }

  override next(): void {
    if (this.feeds["x"]!.length % 3 === 1) this.buy({ size: 2 });
    else if (this.feeds["x"]!.length % 3 === 0) this.close();
  }
}

/** Checkpoints of the run after each step. */
const SAVED: Uint8Array[] = [];
const CHAIN =
  backtest(Trader, FEEDS, { ...OPTIONS, checkpoint: { every: 1, save: (bytes) => void SAVED.push(bytes) } }).chain;
const STEP = 21;

type Text = Record<string, unknown> & { position: Record<string, unknown> };

/** Returns the message with which a checkpoint is refused after a change of its parts, its checksum being right. */
function refusal(change: (text: Text, sections: Uint8Array<ArrayBuffer>[]) => unknown): string {
  const { text, sections } = decodeCheckpoint(SAVED[STEP]!, "it");
  const copies = sections.map((section) => section.slice()), changed = structuredClone(text) as Text;
  const other = change(changed, copies);
  const resume = encodeCheckpoint({ text: (other === undefined ? changed : other) as never, sections: copies });
  const error = assertThrows(() => backtest(Trader, FEEDS, { ...OPTIONS, resume }), CheckpointError);
  assertStringIncludes(error.message, "Cannot resume from the checkpoint: ");
  assertEquals(error.code, "BAD_CONTENT", error.message);
  return error.message.replace("Cannot resume from the checkpoint: ", "");
}

const SNAPSHOT = 0, CASH = 1, VALUE = 2, IN_MARKET = 3, RECORDS = 4, BARS = 5, ORDERS = 6, NEWS = 7;

function floats(bytes: Uint8Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  return new Float64Array(bytes.buffer);
}

function words(bytes: Uint8Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(bytes.buffer);
}

Deno.test("the checkpoints that the tests forge are good ones, and have all kinds of content", () => {
  assertEquals(SAVED.length, DAYS.length);
  for (const resume of SAVED) assertEquals(backtest(Trader, FEEDS, { ...OPTIONS, resume }).chain, CHAIN);
  for (const chain of [true, false]) {
    const saved: Uint8Array[] = [];
    const whole = backtest(Trader, FEEDS, {
      ...{ ...OPTIONS, chain, checkpoint: { every: 10, save: (bytes: Uint8Array) => void saved.push(bytes) } },
    });
    const { fills, equity } = backtest(Trader, FEEDS, { ...OPTIONS, chain, resume: saved[1]! });
    assertEquals([fills, equity], [whole.fills, whole.equity]);
  }
  assert(decodeCheckpoint(SAVED[STEP]!, "it").sections.every((section) => section.length > 0), "a section is empty");
});

Deno.test("a checkpoint whose position cannot be is refused with the field, its value and what it must be", () => {
  const position = (field: string, value: unknown): string => refusal((text) => void (text.position[field] = value));
  for (const value of [null, undefined, -1, 1.5, 30, "21", [21], 2 ** 53]) {
    assertEquals(
      position("step", value),
      `position.step is ${value === undefined ? "missing" : JSON.stringify(value)}, not a whole number from 0 to 29`,
    );
  }
  assertEquals(position("warmUpBars", null), "position.warmUpBars is null, not a whole number from 0 to 30");
  assertEquals(position("heldFrom", 40), "position.heldFrom is 40, not a whole number from 0 to 22");
  assertEquals(position("started", 1), "position.started is 1, not a boolean");
  assertEquals(position("hasNews", "no"), 'position.hasNews is "no", not a boolean');
  assertEquals(position("chain", "abc"), 'position.chain is "abc", not 16 hexadecimal digits');
  assertStringIncludes(
    position("chain", "0".repeat(16)),
    "position.chain stands for 0000000000000000, and its snapshot",
  );
  assertStringIncludes(position("sequence", 5), "position.sequence stands for 5, and its snapshot has ");
  assertStringIncludes(position("markHash", "1".repeat(16)), "position.markHash stands for 1111111111111111, and");
  assertEquals(position("inputHash", 5), "position.inputHash is 5, not 16 hexadecimal digits");
  // The sizes of columns have to fit the step, so that a step alone never gets as far as the core.
  assertEquals(position("step", 20), "cash has 176 bytes, not 168");
  assertStringIncludes(
    refusal((text, sections) => {
      text.position["step"] = STEP - 1;
      text["clocks"] = [[20, true], [10, true]];
      for (const section of [CASH, VALUE]) sections[section] = sections[section]!.slice(0, 8 * STEP);
      sections[IN_MARKET] = sections[IN_MARKET]!.slice(0, STEP);
      sections[BARS]!.fill(0);
    }),
    "position.step stands for ",
  );
  for (const value of [null, 5, "x", []]) {
    assertEquals(refusal((text) => void (text["position"] = value as never)).split(" is ")[0], "position");
  }
});

Deno.test("a checkpoint without strategy, trades or clocks, or with others, is refused with the field", () => {
  for (const field of ["strategy", "trades"]) {
    assertEquals(refusal((text) => void delete text[field]), `${field} is missing`);
  }
  assertEquals(
    refusal((text) => void delete text["clocks"]),
    "clocks is missing, not [[21,true],[10,false]] as after step 21",
  );
  assertEquals(
    refusal((text) => void (text["clocks"] = [[21, true], [11, false]])),
    "clocks is [[21,true],[11,false]], not [[21,true],[10,false]] as after step 21",
  );
  assertEquals(refusal((text) => void (text["trades"] = "none")), "its journal cannot be: trades is not a list");
  assertEquals(
    refusal((text) => void (text["trades"] = [{ id: 1, feed: 7 }])),
    "its journal cannot be: trades[0].feed is a number, not a string",
  );
  assertEquals(
    refusal((text) => void (text["trades"] = [{ $: "Map", entries: null }])),
    "its journal cannot be: trades[0]: it is a Map without a list of entries",
  );
});

Deno.test("a checkpoint whose columns are not those of its core is refused with the field", () => {
  assertEquals(refusal((_text, sections) => void sections.pop()), "its number of sections is 7, not 8");
  assertEquals(refusal((_text, sections) => void (sections[VALUE] = new Uint8Array(8))), "value has 8 bytes, not 176");
  assertEquals(
    refusal((_text, sections) => void (sections[IN_MARKET]![3] = 2)),
    "inMarket has other values than 0 and 1",
  );
  assertStringIncludes(refusal((_text, sections) => void floats(sections[CASH]!)[STEP]!++), "cash[21] stands for ");
  assertStringIncludes(
    refusal((_text, sections) => void (floats(sections[VALUE]!)[STEP] = NaN)),
    "value[21] stands for NaN",
  );
  assertEquals(
    refusal((_text, sections) => void floats(sections[CASH]!)[4]!++),
    "cash or value of some step does not have the mark hash in position.markHash",
  );
});

Deno.test("a checkpoint whose records, orders or news cannot be is refused with the place", () => {
  const empty = refusal((_text, sections) => {
    sections[RECORDS] = new Uint8Array(0);
    sections[BARS] = new Uint8Array(0);
  });
  assertStringIncludes(empty, "its journal cannot be: the records fill 0 lots of order 1, and it has 2");
  const nothing = refusal((_text, sections) => {
    for (const section of [RECORDS, BARS, ORDERS, NEWS]) sections[section] = new Uint8Array(0);
  });
  assertStringIncludes(nothing, "records come to cash 10000 and value 10000, and its snapshot has ");
  const journal = (section: number, at: number, value: number, inWords: boolean): string =>
    refusal((_text, sections) => void ((inWords ? words : floats)(sections[section]!)[at] = value))
      .replace("its journal cannot be: ", "");
  assertEquals(journal(BARS, 0, 40, true), "bars[0] is 40, out of the order of the steps up to 21");
  assertEquals(journal(BARS, 1, 0, true), "bars[1] is 0, out of the order of the steps up to 21");
  assertEquals(
    refusal((_text, sections) => void (sections[BARS] = new Uint8Array(4))).split(",")[0],
    "bars has 4 bytes",
  );
  assertEquals(
    refusal((_text, sections) => void (sections[RECORDS] = new Uint8Array(100))),
    "records has 100 bytes, not 0",
  );
  assertEquals(journal(RECORDS, 24, 99, true), "records[0].kind is 99, which no journal keeps");
  assertEquals(journal(RECORDS, 27, 500, true), "records[0].order is 500, which does not exist");
  assertEquals(journal(RECORDS, 28, 7, true), "records[0].instrument is 7, which does not exist");
  assertStringIncludes(journal(RECORDS, 32 + 25, 0, true), "records[1].sequence is 0 behind ");
  assertEquals(journal(ORDERS, 0, 0, false), "orders[0].side is 0, which no order has");
  assertEquals(journal(ORDERS, 1, 99, false), "orders[0].type is 99, which no order has");
  assertEquals(journal(ORDERS, 2, 2, false), "orders[0].instrument is 2, which no order has");
  assertEquals(journal(ORDERS, 8, NaN, false), "orders[0].state is NaN, which no order has");
  assertEquals(journal(ORDERS, 6, 1000, false), "orders[0].parent is 1000, which no order has");
  assertEquals(journal(NEWS, 1, 77, false), "news is about order 77, which does not exist");
  for (const count of [0, 1.5, 1e6]) {
    assertStringIncludes(journal(NEWS, 0, count, false), `news is about ${count} orders, and there are `);
  }
  assertEquals(refusal((_text, sections) => void (sections[NEWS] = new Uint8Array(9))), "news has 9 bytes, not 8");
});

Deno.test("a checkpoint whose snapshot the core refuses is refused with its reason", () => {
  assertStringIncludes(
    refusal((_text, sections) => void sections[SNAPSHOT]![40]!++),
    "its snapshot cannot be: ",
  );
  assertStringIncludes(
    refusal((_text, sections) => void (sections[SNAPSHOT] = new Uint8Array(0))),
    "its snapshot cannot be: ",
  );
});

Deno.test("a checkpoint whose text is no object, or no JSON, is refused", () => {
  for (const text of [null, 5, "x", []]) {
    const resume = encodeCheckpoint({ text, sections: [] });
    const error = assertThrows(() => backtest(Trader, FEEDS, { ...OPTIONS, resume }), CheckpointError);
    assertStringIncludes(error.message, "Cannot resume from the checkpoint: its identity is nothing there and {");
  }
});

Deno.test("a state of the strategy that no value was written as is refused with its place", () => {
  const { text, sections } = decodeCheckpoint(SAVED[STEP]!, "it"), copy = structuredClone(text) as Text;
  copy["strategy"] = { heard: { $: "Set", values: 5 } };
  const resume = encodeCheckpoint({ text: copy as never, sections });
  const error = assertThrows(() => backtest(Trader, FEEDS, { ...OPTIONS, resume }), CheckpointError);
  assertEquals(error.code, "BAD_STATE");
  assertEquals(
    error.message,
    "Cannot give Trader back what it kept at bar 21: this.heard: it is a Set without a list of values",
  );
});

Deno.test("a checkpoint that cannot be read is named with the reason", () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (
      const [resume, reason] of [[`${folder}/none`, "No such file"], [folder, "it is a folder; name a file"]] as const
    ) {
      const error = assertThrows(() => backtest(Trader, FEEDS, { ...OPTIONS, resume }), CheckpointError);
      assertEquals(error.code, "UNREADABLE");
      assertStringIncludes(error.message, `Cannot resume from ${resume}: ${reason}`);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
