import { changedBars } from "../feeds/bars.ts";
import { DriveBuffer } from "../core/drive_buffer.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { RECORD_LANES, RECORD_WORDS } from "../contract/contract.gen.ts";
import * as contract from "../contract/contract.gen.ts";
import { bars } from "../feeds/read_columns.ts";
import { Clock } from "../lines/clock.ts";
import type { OrderView } from "../strategy/order_view.ts";
import { AccountView } from "./account_view.ts";
import { encodeConfiguration, PLAIN_CONDUCT, resolveRules } from "../run/configuration.ts";
import { EventWriter } from "../records/event_writer.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import { OrderDesk } from "./order_desk.ts";
import { OrderRecords } from "./order_records.ts";
import { Timer } from "../strategy/timer.ts";
import { packBars } from "./pack.ts";
import { powerOfTenth } from "./rational.ts";
import { RunClock } from "./run_clock.ts";

const MICRO = powerOfTenth(6);

/** A desk over two feeds, at the first step of a run that has just begun. */
function openDesk(): { desk: OrderDesk; writer: EventWriter; clock: RunClock; records: OrderRecords } {
  const column = [1.25];
  const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
    timeframe: "1d",
  });
  const feeds = ["aapl", "msft"].map((name) => changedBars(feed, { name }));
  const specs = feeds.map((feed) => new InstrumentSpec(feed, { resolution: 0.01, lot: 0.1 }, 1000, MICRO));
  const packed = packBars(feeds, specs), clocks = feeds.map(({ name }) => new Clock(name, 1));
  const config = encodeConfiguration(resolveRules("exact", {}), 1e9, specs, PLAIN_CONDUCT);
  const account = new AccountView({ config, cashInitial: 1e9, moneyUnits: 1e6, packed, specs, clocks });
  const clock = new RunClock(feed.columns.timeUs),
    writer = new EventWriter(new DriveBuffer(1, 16)),
    records = new OrderRecords(specs, 1e6);
  clock.phase = "bars";
  clock.step = 0;
  const timers = { declare: () => new Timer("none") }, wakes = { isDue: true, declare: () => {} };
  const desk = new OrderDesk({
    params: {},
    feeds: {},
    clock,
    specs,
    moneyUnit: MICRO,
    account,
    records,
    writer,
    timers,
    sizer: undefined,
    wakes,
  });
  return { desk, writer, clock, records };
}

/** Words of the records that were written. */
function written(writer: EventWriter, ...words: readonly number[]): number[][] {
  const all = new Uint32Array(writer.floats.buffer, writer.floats.byteOffset);
  return Array.from({ length: writer.count }, (_value, at) => words.map((word) => all[at * RECORD_WORDS + word]!));
}

Deno.test("an entry with its protection is three events, tied by parent and group", () => {
  const { desk, writer } = openDesk();
  const entry = desk.place("buy", { feed: "msft", size: 1, stopLoss: 1, takeProfit: 2 });
  assertEquals([entry.id, entry.stopLoss!.id, entry.takeProfit!.id, entry.feed], [1, 2, 3, "msft"]);
  const { LANE_ORDER_ID, LANE_INSTRUMENT, PLACE_PARENT, PLACE_OCO, PLACE_SIDE, PLACE_ORDER_TYPE, PLACE_FLAGS } =
    contract;
  assertEquals(
    written(writer, LANE_ORDER_ID, LANE_INSTRUMENT, PLACE_PARENT, PLACE_OCO, PLACE_SIDE, PLACE_ORDER_TYPE, PLACE_FLAGS),
    [
      [1, 1, 0, 0, contract.SIDE_BUY, contract.TYPE_MARKET, 0],
      [2, 1, 1, 0, contract.SIDE_SELL, contract.TYPE_STOP, contract.ORDER_FLAG_PROTECTIVE],
      [3, 1, 1, 2, contract.SIDE_SELL, contract.TYPE_LIMIT, contract.ORDER_FLAG_PROTECTIVE],
    ],
  );
  assertEquals([
    writer.floats[RECORD_LANES + contract.PLACE_STOP],
    writer.floats[2 * RECORD_LANES + contract.PLACE_LIMIT],
  ], [
    100,
    200,
  ]);
});

Deno.test("an option that cannot be used writes no event and takes no id", () => {
  const { desk, writer, records } = openDesk();
  const wrong = [{ size: NaN }, { feed: "goog" }, { stopLoss: Infinity }, { takeProfit: NaN }, {
    oco: {} as OrderView,
  }];
  for (const options of wrong) assertThrows(() => desk.place("buy", options));
  assertThrows(() => desk.close({ size: Infinity }));
  assertEquals([writer.count, records.rows(), desk.place("sell", {}).id], [0, [], 1]);
});

Deno.test("a close without a position is asked for, so that the core can say what it says, and gives null", () => {
  const { desk, writer } = openDesk();
  assertEquals([desk.close({}), written(writer, contract.PLACE_FLAGS)], [null, [[contract.ORDER_FLAG_CLOSE]]]);
});

Deno.test("cancel and replace name the order and its instrument", () => {
  const { desk, writer } = openDesk();
  const order = desk.place("sell", { feed: "msft", size: 1, limit: 2 });
  writer.clear();
  desk.cancel(order);
  desk.replace(order, { limit: 2.5, size: 0.37 });
  assertEquals(written(writer, contract.LANE_KIND, contract.LANE_INSTRUMENT, contract.LANE_ORDER_ID), [
    [contract.EVENT_CANCEL, 1, 1],
    [contract.EVENT_REPLACE, 1, 1],
  ]);
  const { REPLACE_QUANTITY, REPLACE_LIMIT, REPLACE_STOP } = contract;
  assertEquals([REPLACE_QUANTITY, REPLACE_LIMIT, REPLACE_STOP].map((lane) => writer.floats[RECORD_LANES + lane]), [
    3,
    250,
    0,
  ]);
});

Deno.test("a price that no order can have is sent all the same, so that the core refuses it with a code", () => {
  const { desk, writer } = openDesk(), { PLACE_LIMIT, PLACE_STOP, PLACE_OCO } = contract;
  desk.place("buy", { size: 1, limit: 0.004, stopLoss: -1, takeProfit: 2 });
  const prices = [0, 1, 2].map((at) =>
    [PLACE_LIMIT, PLACE_STOP].map((lane) => writer.floats[at * RECORD_LANES + lane])
  );
  assertEquals(prices, [[0, 0], [0, -100], [200, 0]]);
  // The stop is refused, so the target joins no group.
  assertEquals(written(writer, PLACE_OCO), [[0], [0], [0]]);
  writer.clear();
  const order = desk.place("sell", { feed: "msft", size: 1, limit: 2 });
  writer.clear();
  desk.replace(order, { limit: 0 });
  // Zero in a replacement leaves the price as it was.
  assertEquals(writer.floats[contract.REPLACE_LIMIT], -1);
});

Deno.test("there are no orders before the first bar and after the last", () => {
  for (const phase of ["construction", "start", "stop"] as const) {
    const { desk, writer, clock } = openDesk();
    const order = desk.place("buy", {});
    writer.clear();
    clock.phase = phase;
    const acts = [
      () => desk.place("buy", {}),
      () => desk.close({}),
      () => desk.cancel(order),
      () => desk.replace(order, { size: 1 }),
    ];
    for (const act of acts) {
      assertThrows(act, TypeError, ` in ${phase}: orders are placed on bars, in next() and notifications`);
    }
    assertEquals(writer.count, 0);
  }
});
