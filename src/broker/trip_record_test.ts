import { assertEquals } from "@std/assert";
import * as contract from "../contract/contract.gen.ts";
import { amount } from "../core/state/amount.ts";
import { bars } from "../feeds/read_columns.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import { ExecutionFacts } from "../records/execution_facts.ts";
import { OutputReader } from "../records/output_reader.ts";
import { powerOfTenth } from "./rational.ts";
import { Excursion } from "./excursion.ts";
import { TradeStory } from "./trade_story.ts";
import { TripRecord } from "./trip_record.ts";

const column = [1.25];
const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
  timeframe: "1d",
});
const spec = new InstrumentSpec(feed, { resolution: 0.01, lot: 0.1 }, 1000, powerOfTenth(6));

/** A story with one fill, whose slippage cost half a unit of the currency. */
const opening = { orderId: 3, reason: "buy", rule: "open", tag: "a", date: "1970-01-01", slippage: 500_000 } as const;
const scale = { numerator: 1, first: 1, second: 1, denominator: 1 };
const story = new TradeStory(
  opening,
  new Excursion(feed.columns, {
    steps: (price) => price,
    value: (steps, lots) => amount(steps, lots, scale),
    cost: (facts) => facts.positionBasis,
  }),
);
story.add(opening);

/** A round-trip notice: what happened, the lots of its first entry, the most it held, profit, commission, bars. */
function notice(
  detail: number,
  entry: number,
  most: number,
  pnl: number,
  commission: number,
  bars: number,
): OutputReader {
  const reader = new OutputReader(new Float64Array(contract.RECORD_LANES)), { buffer } = reader;
  const words = new Uint32Array(buffer.buffer);
  words[contract.OUT_CODE] = contract.OUTPUT_ROUND_TRIP | detail << 8;
  words[contract.OUT_ROUND_TRIP_ROUND_TRIP] = 9;
  words[contract.OUT_ROUND_TRIP_FLAGS] = detail === contract.TRIP_CLOSED ? contract.FILL_FLAG_AMBIGUOUS : 0;
  buffer[contract.OUT_TIME_US] = bars * 1000;
  buffer[contract.OUT_ROUND_TRIP_OPENED_US] = 4000;
  buffer[contract.OUT_ROUND_TRIP_ENTRY_QUANTITY] = entry;
  buffer[contract.OUT_ROUND_TRIP_QUANTITY_MAX] = most;
  buffer[contract.OUT_ROUND_TRIP_PNL] = pnl;
  buffer[contract.OUT_ROUND_TRIP_COMMISSION] = commission;
  buffer[contract.OUT_ROUND_TRIP_BARS_OPENED] = 4;
  buffer[contract.OUT_ROUND_TRIP_BARS_CLOSED] = bars;
  return reader;
}

/** An execution of a purchase that opens or a sale that closes: lots of either, profit, commission, ambiguous. */
function executed(opened: number, closed: number, pnl: number, commission: number, ambiguous: boolean): ExecutionFacts {
  const facts = new ExecutionFacts();
  facts.quantity = opened - closed;
  facts.closed = 0 - closed;
  facts.pnl = pnl;
  facts.commission = commission;
  facts.flags = ambiguous ? contract.FILL_FLAG_AMBIGUOUS : 0;
  return facts;
}

Deno.test("a round trip follows its fills while it is open, and its closing notice at the end", () => {
  const trip = TripRecord.fromNotice(
    notice(contract.TRIP_OPENED, 10, 10, 0, 1e6, 0),
    { timeUs: 4000, step: 2 },
    spec,
    1e6,
    100,
  );
  assertEquals(trip.row(story), {
    id: 9,
    feed: "bars",
    long: true,
    openedUs: 4000,
    openedAt: "1970-01-01T00:00:00.004000Z",
    openedDate: "1970-01-01",
    openedBar: 2,
    closedUs: null,
    closedAt: null,
    closedDate: null,
    closedBar: null,
    size: 1,
    entryPrice: 100,
    entryValue: 100,
    exitPrice: null,
    pnl: null,
    returnFraction: null,
    commission: 1,
    slippage: 0.5,
    mae: 0,
    maeFraction: 0,
    mfe: 0,
    mfeFraction: 0,
    bars: null,
    entryReason: "buy",
    entryRule: "open",
    entryOrderId: 3,
    exitReason: null,
    exitRule: null,
    exitOrderId: null,
    tag: "a",
    exitTag: null,
    ambiguous: false,
    lateExit: false,
  });
  trip.execute(executed(30, 0, 0, 1e6, false), 110);
  trip.execute(executed(0, 20, 25e6, 1e6, false), 120);
  assertEquals([trip.size, trip.entryPrice, trip.exitPrice, trip.pnl, trip.commission], [4, 107.5, 120, 22, 3]);
  const told = trip.view();
  trip.execute(executed(0, 20, 45e6, 1e6, false), 130);
  trip.update(notice(contract.TRIP_CLOSED, 10, 40, 70e6, 4e6, 7), { timeUs: 7000, step: 5 });
  const { closedUs, closedBar, exitPrice, pnl, commission, bars: held, ambiguous } = trip.row(story);
  assertEquals([closedUs, closedBar, exitPrice, pnl, commission, held, ambiguous], [7000, 5, 125, 66, 4, 3, true]);
  assertEquals([told.isOpen, told.pnl, told.exitPrice, trip.isOpen], [true, 22, 120, false], "what was told stays");
});

Deno.test("an ambiguous fill marks the open round trip, and a later certain one does not clear it", () => {
  const trip = TripRecord.fromNotice(
    notice(contract.TRIP_OPENED, 10, 10, 0, 0, 0),
    { timeUs: 4000, step: 2 },
    spec,
    1e6,
    100,
  );
  trip.execute(executed(0, 4, 4e6, 0, false), 110);
  assertEquals(trip.row(story).ambiguous, false);
  trip.execute(executed(0, 3, -3e6, 0, true), 90);
  trip.execute(executed(0, 2, 0, 0, false), 100);
  assertEquals([trip.row(story).ambiguous, trip.view().ambiguous, trip.isOpen], [true, true, true]);
});

Deno.test("a short round trip says so, and its size has no sign", () => {
  const trip = TripRecord.fromNotice(
    notice(contract.TRIP_OPENED, -10, -10, 0, 0, 0),
    { timeUs: 4000, step: 2 },
    spec,
    1e6,
    100,
  );
  assertEquals([trip.long, trip.size, trip.isOpen], [false, 1, true]);
});
