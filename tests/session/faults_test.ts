/**
 * Faults of market data: whatever a venue does, the strategy has each of its bars once and in order, and both laws hold.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import * as ct from "../../mod.ts";
import type { FakeVenueOptions, Fault } from "../../src/fake_venue/mod.ts";
import { ManualClock, type VenueClock } from "../../src/venue/venue_clock.ts";
import { Busy, closesOf, holdLaws, MINUTE, played, settledAt, START, TERMS } from "./paper_play.ts";

const MINUTES = 16;

/** Runs through a fault, and returns the run's last status, its bars beside the venue's, and what was told. */
async function through(options: FakeVenueOptions, minutes: number = MINUTES) {
  const journal = Deno.makeTempDirSync();
  await using play = played({ seed: 11, ...options });
  const { session, clock } = play;
  const run = await settledAt(
    clock,
    session.run(Busy, session.feed({ symbol: "BTC/USDT", warmUp: 10 }), { journal, broker: session.broker(TERMS) }),
  );
  const told: string[] = [],
    reading = (async () => {
      for await (const { message, fields } of run.logs()) if (fields["source"] === "edge") told.push(message);
    })();
  await play.minutes(minutes);
  const { status } = run, result = await settledAt(clock, run.stop());
  await reading;
  holdLaws(journal, result);
  const { columns } = ct.recordingOfJournal(journal).feeds["BTC/USDT"]!;
  const begins = [...columns.timeUs].map((us) => (us - START) / MINUTE), acted = new Map(play.venue.acted);
  const closes = [...columns.close],
    truth = await settledAt(clock, closesOf(session, START - 10 * MINUTE, closes.length));
  return { status, told, begins, closes, truth, acted };
}

const ALL = Array.from({ length: MINUTES + 10 }, (_, at) => at - 9);

const CASES: readonly { readonly name: string; readonly faults: readonly Fault[]; readonly tells?: string }[] = [
  { name: "a dropped frame (F7)", faults: [{ fault: "drop", frame: 20, times: 1 }] },
  {
    name: "the frame that ends a bar is dropped",
    faults: [{ fault: "drop", frame: 25 }, { fault: "drop", frame: 30 }],
  },
  { name: "frames that come twice (F10)", faults: [{ fault: "duplicate", chance: 50 }] },
  { name: "frames out of order (F11)", faults: [{ fault: "reorder", chance: 30 }] },
  { name: "frames that come late", faults: [{ fault: "delay", chance: 20, us: 40_000_000 }] },
  { name: "a minute without frames (F36)", faults: [{ fault: "hole", minute: 7 }], tells: "came by request" },
  { name: "a silent stream (F9)", faults: [{ fault: "silence", frame: 30, us: 400_000_000 }], tells: "begins anew" },
  { name: "a connection that ends (F6)", faults: [{ fault: "close", frame: 33 }], tells: "for the 2. time" },
  { name: "connections that end again and again", faults: [{ fault: "close", chance: 10 }], tells: "is lost" },
  {
    name: "too many requests (F20)",
    faults: [{ fault: "hole", minute: 5 }, { fault: "429", path: "klines", request: 2 }],
  },
  {
    name: "a ban (F20)",
    faults: [{ fault: "hole", minute: 5 }, { fault: "418", path: "klines", request: 2, us: 90_000_000 }],
    tells: "banned until",
  },
  {
    name: "answers that are lost, broken or errors (F16)",
    faults: [
      { fault: "hole", minute: 5 },
      { fault: "lose-answer", path: "klines", request: 2 },
      { fault: "bad-json", path: "klines", request: 3 },
      { fault: "500", path: "klines", request: 4 },
    ],
  },
];

for (const { name, faults, tells } of CASES) {
  for (const tellsClosed of [true, false]) {
    // Without the venue's word a bar ends with the last update that came: one that was dropped is not known to be missing.
    const isCertain = tellsClosed || !faults.some(({ fault }) => ["drop", "reorder", "delay"].includes(fault));
    Deno.test(`${name}: each bar once and in order${tellsClosed ? "" : ", without the venue's word on ends"}`, async () => {
      const { status, told, begins, closes, truth, acted } = await through({ faults, tellsClosed });
      assert([...acted.values()].some((count) => count > 0), "the fault never came");
      assertEquals(begins.slice(0, ALL.length - 2), ALL.slice(0, ALL.length - 2));
      if (isCertain) assertEquals(closes, truth.slice(0, closes.length));
      assertEquals([status.feeds[0]!.missing, status.feeds[0]!.bad], [0, 0]);
      if (tells !== undefined) assert(told.some((text) => text.includes(tells)), told.join("\n"));
    });
  }
}

Deno.test("a candle that is revised stays as it was, and is told of (F36)", async () => {
  const { status, told, closes, truth } = await through({ faults: [{ fault: "revise", frame: 40 }] });
  assertEquals(status.feeds[0]!.revised, 1);
  assert(told.some((text) => text.includes("tells a closed bar otherwise")));
  assertEquals(closes, truth);
});

Deno.test("a venue without a bar for a minute is believed after a while, and the next bar follows (F36)", async () => {
  const candles = ALL.filter((minute) => minute !== 6).map((minute) => ({
    ...{ time: START / 1000 + (minute - 1) * 60_000, open: "10.00", high: "11.00", low: "9.00", close: "10.50" },
    volume: "1.00000",
  }));
  const { status, begins } = await through({ instruments: [{ symbol: "BTC/USDT", candles }] });
  assertEquals(begins, ALL.filter((minute) => minute !== 6));
  assertEquals(status.feeds[0]!.missing, 1);
});

Deno.test("terms that change stop entries, and so does a halt (F38, F42)", async () => {
  for (const fault of ["terms", "halt"] as const) {
    const { status } = await through({ faults: [{ fault, minute: 30, tick: "0.05" }] }, 62);
    assertEquals(status.entries, "stopped", fault);
    assert(status.reason.includes(fault === "halt" ? "is halted" : "terms"), status.reason);
  }
});

Deno.test("a clock that is off by some seconds is told of, and that of the venue is followed (F19)", async () => {
  const clock = new ManualClock(START), told: string[] = [], log = (message: string): void => void told.push(message);
  const late: VenueClock = {
    nowUs: () => clock.nowUs() - 8_000_000,
    waitUntil: (timeUs, signal) => clock.waitUntil(timeUs + 8_000_000, signal),
  };
  const logger = { debug: () => {}, info: () => {}, warning: log, error: log };
  await using play = played({ clock, seed: 13 }, { clock: late, logger });
  const run = await settledAt(clock, play.session.run(Busy, play.session.feed({ symbol: "BTC/USDT", warmUp: 5 })));
  await play.minutes(10);
  assertEquals([run.status.feeds[0]!.bars, run.status.feeds[0]!.byRequest, run.status.lagUs], [15, 0, 0]);
  assert(told.some((text) => text.includes("8.0 s from that of the venue")), told.join());
  await settledAt(clock, run.stop());
});

Deno.test("a clock that is off by more than half a minute, and a venue that is down, are refused at the begin", async () => {
  for (
    const [fault, code] of [
      [{ fault: "skew", us: 40_000_000 }, "CLOCK_SKEW"],
      [{ fault: "500", chance: 100 }, "VENUE_DOWN"],
    ] as const
  ) {
    await using play = played({ faults: [fault] });
    const opening = play.session.open();
    opening.catch(() => {});
    await play.minutes(5);
    const error = await assertRejects(() => settledAt(play.clock, opening), ct.SessionError);
    assertEquals(error.code, code);
  }
});

Deno.test("a soak of venue minutes with faults of all kinds holds both laws", async () => {
  const faults: Fault[] = [
    ...(["drop", "duplicate", "reorder"] as const).map((fault): Fault => ({ fault, chance: 4 })),
    { fault: "delay", chance: 4, us: 25_000_000 },
    { fault: "silence", chance: 1, us: 120_000_000 },
    { fault: "close", chance: 1 },
    { fault: "revise", chance: 1 },
    ...(["429", "500", "lose-answer", "bad-json"] as const).map((fault): Fault => ({
      fault,
      chance: 8,
      path: "klines",
    })),
    ...[20, 21, 22, 60, 100].map((minute): Fault => ({ fault: "hole", minute })),
  ];
  const { status, closes, truth, begins } = await through({ seed: 12, faults }, 250);
  assert(status.connections > 2 && status.failedQuestions > 0);
  assertEquals(begins, begins.map((_, at) => at - 9));
  assert(begins.length > 255);
  assertEquals(closes, truth);
});
