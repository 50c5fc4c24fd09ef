/**
 * Timers as a strategy meets them: when they fire, in which order, what they may do, and that a resumed run and a proof
 * meet the same ones.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";
import { scheduledEnds, sessionBars, sessionDates, wanderingPrices } from "./session_bars.ts";

/** The laws that a backtest does not meet: that of a venue, and without the Rust engine parity. */
const NOT_MET: readonly number[] = enginesUnderTest().length > 1 ? [6] : [1, 6];

const newYork = await ct.calendar("XNYS");

function flat(count: number): Prices[] {
  return Array.from({ length: count }, () => [100, 101, 99, 100] as const);
}

/** What the timers of a strategy tell: the clock of their moment, their number of moments, and the clock of the bar. */
function fired(feeds: ct.Bars | Record<string, ct.Bars>, timers: readonly ct.TimerOptions[]): string[] {
  return onEveryEngine((conduct) => {
    const seen: string[] = [];
    class Watches extends ct.Strategy.with({}) {
      timers = timers.map((options) => this.timer(options));
      clock = (date: Date): string => date.toLocaleString("sv-SE", { timeZone: this.data.timeZone }).slice(5, 16);
      override notifyTimer(timer: ct.Timer): void {
        const at = Math.max(...Object.values(this.feeds).filter((feed) => feed.length > 0).map((feed) => feed.timeUs));
        seen.push(`${timer.name}: ${this.clock(timer.at)} x${timer.moments} at ${this.clock(new Date(at / 1000))}`);
      }
    }
    ct.backtest(Watches, feeds, conduct);
    return seen;
  });
}

Deno.test("a timer fires on the first bar at or after its moment, with the scheduled moment", () => {
  const feed = sessionBars(newYork, ["2024-07-02", "2024-07-03"], 30);
  assertEquals(fired(feed, [{ at: "15:45" }]), [
    "15:45: 07-02 15:45 x1 at 07-02 16:00", // the 3rd is half a day, and its 15:45 comes with the next bar, if one does
  ]);
  assertEquals(fired(feed, [{ at: "session-close", offset: "-30m" }]), [
    "session-close offset -30m: 07-02 15:30 x1 at 07-02 15:30",
    "session-close offset -30m: 07-03 12:30 x1 at 07-03 12:30",
  ]);
  assertEquals(fired(feed, [{ at: "session-open" }]), [
    "session-open: 07-02 09:30 x1 at 07-02 10:00",
    "session-open: 07-03 09:30 x1 at 07-03 10:00",
  ]);
});

Deno.test("moments that passed between two bars fire the timer once, for the last of them, and their number is told", () => {
  const without = (end: string): boolean => end.startsWith("2024-07-03") || /T(16|17):/.test(end);
  const feed = sessionBars(newYork, ["2024-07-02", "2024-07-03", "2024-07-05"], 30, { without });
  assertEquals(fired(feed, [{ every: "1h", name: "hourly" }]).slice(0, 4), [
    "hourly: 07-02 09:30 x1 at 07-02 10:00",
    "hourly: 07-02 10:30 x1 at 07-02 10:30",
    "hourly: 07-02 11:30 x1 at 07-02 11:30",
    "hourly: 07-02 13:30 x2 at 07-02 14:00", // 12:30 and 13:30
  ]);
  // The bars of the 3rd are missing, and the calendar knows its session.
  assertEquals(fired(feed, [{ at: "session-close" }]), [
    "session-close: 07-02 16:00 x1 at 07-02 16:00",
    "session-close: 07-03 13:00 x1 at 07-05 10:00",
    "session-close: 07-05 16:00 x1 at 07-05 16:00",
  ]);
});

Deno.test("timers of one bar fire by their moments, and those of one moment as they were declared", () => {
  const feed = sessionBars(newYork, ["2024-07-02"], 60);
  const timers = [{ at: "11:15" }, { at: "11:00", name: "b" }, { at: "11:00", name: "a" }, { at: "session-open" }];
  assertEquals(fired(feed, timers).map((text) => text.split(":")[0]), ["session-open", "b", "a", "11"]);
});

Deno.test("a timer of another feed has its sessions and its zone", async () => {
  const tokyo = await ct.calendar("XTKS");
  const us = sessionBars(newYork, ["2024-07-02"], 60, { name: "us" });
  const jp = sessionBars(tokyo, ["2024-07-02", "2024-07-03"], 60, { name: "jp" });
  assertEquals(fired({ us, jp }, [{ at: "session-close", feed: "jp" }, { at: "09:30", feed: "jp", name: "open" }]), [
    "open: 07-01 20:30 x1 at 07-01 21:00", // 09:30 of Tokyo on the clock of the first feed
    "session-close of jp: 07-02 02:00 x1 at 07-02 02:00",
    "open: 07-02 20:30 x1 at 07-02 21:00",
    "session-close of jp: 07-03 02:00 x1 at 07-03 02:00",
  ]);
});

Deno.test("a timer fires before next and after the other notifications, while lines warm up too", () => {
  const calls = onEveryEngine((conduct) => {
    const calls: string[] = [];
    class Tells extends ct.Strategy.with({}) {
      average = ct.sma(this.data.close, 2);
      buys = this.timer({ at: "00:00" }, function (this: unknown, timer) {
        calls.push(`timer ${timer.at.getUTCDate()}`);
        assert(this instanceof Tells, "a function is called with the strategy");
        if (timer.at.getUTCDate() === 1) this.buy({ size: 1 });
      });
      override prenext(): void {
        calls.push("prenext");
      }
      override next(): void {
        calls.push("next");
      }
      override notifyOrder(order: ct.OrderView): void {
        calls.push(order.state);
      }
    }
    const { fills } = ct.backtest(Tells, dailyBars(flat(3)), conduct);
    assertEquals(fills.map(({ bar }) => bar), [1]);
    return calls;
  });
  assertEquals(calls, [
    ...["timer 1", "prenext"],
    ...["submitted", "accepted", "filled", "timer 2", "next"],
    ...["timer 3", "next"],
  ]);
});

Deno.test("no timer fires before the begin of the run", () => {
  const seen = onEveryEngine((conduct) => {
    const seen: number[] = [];
    class Watches extends ct.Strategy.with({}) {
      daily = this.timer({ at: "10:00" }, () => void seen.push(this.data.day));
    }
    ct.backtest(Watches, dailyBars(flat(5)), { from: "2024-01-03", ...conduct });
    return seen;
  });
  assertEquals(seen, [3, 4, 5]);
});

Deno.test("a strategy that has nothing but a timer is one that can trade", () => {
  class Buys extends ct.Strategy.with({}) {
    daily = this.timer({ at: "10:00" }, () => void this.data.close.now);
  }
  class Idle extends ct.Strategy.with({}) {}
  const summary = (strategy: typeof Idle): string =>
    ct.backtest(strategy, dailyBars(flat(3))).summary().replace(/\s+/g, " ");
  assert(/No trade: no signal/.test(summary(Buys)), summary(Buys));
  assert(!/No trade: no signal/.test(summary(Idle)), summary(Idle));
});

Deno.test("a function takes the place of notifyTimer for its timer alone", () => {
  const calls: string[] = [];
  class Tells extends ct.Strategy.with({}) {
    own = this.timer({ at: "08:00" }, () => calls.push("function"));
    other = this.timer({ at: "09:00" });
    override notifyTimer(timer: ct.Timer): void {
      calls.push(timer === this.other ? "notifyTimer" : "another");
    }
  }
  ct.backtest(Tells, dailyBars(flat(1)));
  assertEquals(calls, ["function", "notifyTimer"]);
});

Deno.test("timers are declared as fields or in start, and a later one is an error with its name", () => {
  const seen: string[] = [];
  class Starts extends ct.Strategy.with({}) {
    override start(): void {
      this.timer({ at: "10:00" }, (timer) => seen.push(timer.name));
    }
  }
  ct.backtest(Starts, dailyBars(flat(2)));
  assertEquals(seen, ["10:00", "10:00"]);
  for (const member of ["next", "stop"] as const) {
    class Late extends ct.Strategy.with({}) {}
    Object.assign(Late.prototype, {
      [member](this: ct.Strategy): void {
        this.timer({ at: "10:00" }, () => {});
      },
    });
    const where = member === "next" ? "on a bar" : "in stop";
    assertThrows(
      () => ct.backtest(Late, dailyBars(flat(2))),
      ct.StrategyError,
      `Cannot declare the timer "10:00" ${where}: declare it as a field, or in start()`,
    );
  }
});

Deno.test("a timer that nothing hears, that has no hours, or of no feed is an error", () => {
  const minutes = barsAt(["2024-07-02 10:00", "2024-07-02 10:05"], flat(2), { timeframe: "5m" });
  const wrong = (options: ct.TimerOptions, message: string, call?: () => void): void => {
    class Declares extends ct.Strategy.with({}) {
      declared = this.timer(options, call);
    }
    const error = assertThrows(() => ct.backtest(Declares, minutes));
    assert(error instanceof Error && error.message.includes(message), String(error));
  };
  wrong(
    { at: "10:00" },
    'Cannot run Declares: nothing hears its timer "10:00"; pass a function to timer(), or override',
  );
  wrong({ at: "session-open" }, 'nothing tells the hours of the sessions of feed "AAA"; pass calendar', () => {});
  wrong(
    { at: "10:00", feed: "msft" },
    'Cannot find feed "msft" of the timer "10:00 of msft": there are "AAA"',
    () => {},
  );
  wrong({ at: "10:00" }, "a function that is async", async () => {});
});

Deno.test("an error in the function of a timer names the timer and the bar, and a promise is refused", () => {
  class Fails extends ct.Strategy.with({}) {
    fails = this.timer({ at: "10:00" }, () => {
      throw new Error("no luck");
    });
  }
  const error = assertThrows(() => ct.backtest(Fails, dailyBars(flat(1))), ct.StrategyError, "no luck");
  assertEquals([error.member, error.bar], ['timer "10:00"', 0]);
  class Promises extends ct.Strategy.with({}) {
    waits = this.timer({ at: "10:00" }, () => void 0 as unknown as void);
    override notifyTimer(): void {}
  }
  Object.assign(Promises.prototype, { notifyTimer: () => Promise.resolve() });
  class Returns extends Promises {
    more = this.timer({ at: "11:00" });
  }
  assertThrows(() => ct.backtest(Returns, dailyBars(flat(1))), Error, "a run waits for no promise");
});

Deno.test("an account that is ruined and stopped has no timers any more", () => {
  const calls: number[] = [];
  class Shorts extends ct.Strategy.with({}) {
    daily = this.timer({ at: "00:00" }, () => calls.push(this.data.length));
    override next(): void {
      if (this.data.length === 1) this.sell({ size: 100 });
    }
  }
  const rows: Prices[] = [[100, 100, 100, 100], [100, 100, 100, 100], [300, 300, 300, 300], [300, 300, 300, 300]];
  ct.backtest(Shorts, dailyBars(rows), { cash: 10_000, onRuin: "stop" });
  assertEquals(calls, [1, 2]);
});

/** Buys by one timer and leaves by another; the counts of its fields are kept in checkpoints, as it is. */
class ByTimers extends ct.Strategy.with({}) {
  calls: string[] = [];
  enter = this.timer({ at: "session-open", offset: "1h", weekdays: [1, 3, 5], carry: true }, (timer) => {
    this.calls.push(`enter ${timer.at.toISOString()}`);
    if (this.position.size === 0) this.buy({ size: 10 });
  });
  leave = this.timer({ at: "session-close", offset: "-45m" }, (timer) => {
    this.calls.push(`leave ${timer.at.toISOString()}`);
    this.close();
  });
  override stop(): void {
    lastCalls = this.calls;
  }
}
let lastCalls: readonly string[] = [];

const WEEKS = sessionBars(newYork, sessionDates(newYork, "2024-06-24", "2024-07-12"), 30, {
  without: (_end, row) => row % 17 === 5,
});

Deno.test("a run that is resumed at any bar fires the same timers and comes to the same chain", () => {
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [];
    const whole = ct.backtest(ByTimers, WEEKS, { engineBackend, checkpoint: { every: 1, save: (b) => saved.push(b) } });
    const calls = lastCalls;
    assert(calls.length > 20 && whole.fills.length > 10);
    assertEquals(saved.length, WEEKS.length);
    for (const bytes of saved) {
      const resumed = ct.backtest(ByTimers, WEEKS, { engineBackend, resume: bytes });
      assertEquals(lastCalls, calls);
      assertEquals(outcomeOf(resumed), outcomeOf(whole));
    }
  }
});

Deno.test("a checkpoint holds no timer of start, and belongs to a run with the same timers and the same sessions", () => {
  class Starts extends ct.Strategy.with({}) {
    override start(): void {
      this.timer({ at: "10:00" }, () => {});
    }
  }
  assertThrows(
    () => ct.backtest(Starts, WEEKS, { checkpoint: { every: 1, save: () => {} } }),
    ct.CheckpointError,
    'Cannot keep the timer "10:00" in a checkpoint: it is declared in start(), which a resumed run does not call',
  );
  const saved: Uint8Array[] = [];
  const strategy = (at: string) => {
    return class Timed extends ct.Strategy.with({}) {
      timed = this.timer({ at }, () => {});
    };
  };
  ct.backtest(strategy("10:00"), WEEKS, { checkpoint: { every: 10, save: (bytes) => saved.push(bytes) } });
  assertThrows(() => ct.backtest(strategy("11:00"), WEEKS, { resume: saved[0]! }), ct.CheckpointError, "timers[0]");
  ct.backtest(strategy("10:00"), WEEKS, { resume: saved[0]! });
  const { open, high, low, close, timeUs } = WEEKS.columns;
  const other = ct.bars({ time: Array.from(timeUs), open, high, low, close }, {
    name: WEEKS.name,
    decimals: 2,
    timeframe: "30m",
    stamp: "close",
    calendar: ct.calendars.weekly({ open: "09:30", close: "16:00", timeZone: "America/New_York" }),
  });
  assertThrows(() => ct.backtest(strategy("10:00"), other, { resume: saved[0]! }), ct.CheckpointError, "sessions.AAA");
});

Deno.test("timers write no event: the log replays without them", () => {
  for (const engineBackend of enginesUnderTest()) {
    const sink = new MemorySink(), plain = ct.backtest(ByTimers, WEEKS, { engineBackend });
    const logged = ct.backtest(ByTimers, WEEKS, { engineBackend, replayLog: new RunLog(sink) });
    assertEquals(outcomeOf(logged), outcomeOf(plain));
    for (const other of enginesUnderTest()) {
      assertEquals(replay(sink.bytes(), { engineBackend: other }).difference, undefined);
    }
  }
});

Deno.test("the laws hold for a strategy of timers", { sanitizeResources: false }, async () => {
  const { laws, verdict } = await ct.prove(ByTimers, WEEKS, { cuts: 8 });
  assertEquals(verdict, "held", JSON.stringify(laws, null, 1));
  assertEquals(laws.filter((law) => law.verdict !== "held").map((law) => law.law), NOT_MET);
});

interface Recording {
  readonly timers: readonly Readonly<Record<string, unknown>>[];
  readonly dates: readonly string[];
  readonly fired: readonly (readonly string[])[];
  readonly orders: readonly (readonly number[])[];
}

const recording = JSON.parse(
  await Deno.readTextFile(new URL("../../fixtures/timers/backtrader.json", import.meta.url)),
) as Recording;

/** Our options of the recorded timers. */
const RECORDED: readonly ct.TimerOptions[] = [
  { at: "session-open" },
  { at: "session-close" },
  { at: "10:00", weekdays: [1, 3], carry: true },
  { at: "10:00", monthDays: [1, 15], carry: true },
];

/** Runs the recorded timers over the recorded dates. */
function recorded(): { readonly fired: string[][]; readonly orders: number[][] } {
  return onEveryEngine((conduct) => {
    const fired: string[][] = RECORDED.map(() => []), orders: number[][] = [];
    class Watches extends ct.Strategy.with({}) {
      timers = RECORDED.map((options) => this.timer(options));
      order: number[] = [];
      override notifyTimer(timer: ct.Timer): void {
        const at = this.timers.indexOf(timer);
        fired[at]!.push(timer.at.toISOString().slice(0, 19).replace("T", " "));
        this.order.push(at);
      }
      override next(): void {
        orders.push(this.order);
        this.order = [];
      }
    }
    ct.backtest(Watches, barsAt(recording.dates, flat(recording.dates.length)), conduct);
    return { fired, orders };
  });
}

Deno.test("timers of a session's begin, of its end and of weekdays fire as backtrader's do", () => {
  assertEquals(recording.timers.length, RECORDED.length);
  const { fired } = recorded();
  for (const at of [0, 1, 2]) assertEquals(fired[at], recording.fired[at], JSON.stringify(recording.timers[at]));
});

Deno.test("a day of the month without a bar is carried each time, where backtrader drops the 15th once it has carried the 1st", () => {
  const ours = recorded().fired[3]!, theirs = recording.fired[3]!;
  // 1 and 15 January 2006 were Sundays.
  assertEquals(theirs, ["2006-01-02 10:00:00", "2006-02-01 10:00:00", "2006-02-15 10:00:00"]);
  assertEquals(ours, theirs.toSpliced(1, 0, "2006-01-16 10:00:00"));
});

Deno.test("timers of one bar come in backtrader's order, but for cheat timers, which are not offered", () => {
  const { orders } = recorded();
  const plain = (order: readonly number[]): number[] => order.filter((at) => at !== 1);
  const theirs = recording.orders.map((order, bar) => {
    // The timer that we fire and they do not.
    return recording.dates[bar] === "2006-01-16" ? [...plain(order), 3] : plain(order);
  });
  assertEquals(orders.map(plain), theirs);
  // There the end of the session comes first, ahead of the broker; here it comes last, as its moment is the latest.
  assertEquals([recording.orders[0], orders[0]], [[1, 0, 2, 3], [0, 2, 3, 1]]);
});

/** Timers of many kinds: moments that pass between bars, lie in other sessions, or come once a month. */
const MANY: readonly ct.TimerOptions[] = [
  { at: "10:10" },
  { at: "15:45", offset: "-20h" },
  { every: "45m" },
  { at: "12:00", every: "4h", offset: "-20h" },
  { at: "09:00", monthDays: [1, 15], carry: true },
  { at: "16:30", weekdays: [1, 5], offset: "23h" },
];

Deno.test("a timer over bars that come block by block fires as in a backtest, whatever the blocks", async () => {
  // Data without bars for longer than a table of sessions goes beyond them.
  const dates = sessionDates(newYork, "2024-06-24", "2024-07-31").filter((date) =>
    date < "2024-07-08" || date > "2024-07-19"
  );
  const without = (end: string): boolean => /-(0[358])T1[57]:/.test(end);
  const leaves = { at: "session-close", offset: "-30m" };
  const session = { open: "09:30", close: "16:00" }, timeZone = "America/New_York";
  const shape = (minutes: number): ct.BarsOptions => ({ timeframe: `${minutes}m`, stamp: "close" });
  const cases: readonly (readonly [ct.BarsOptions, readonly ct.TimerOptions[]])[] = [
    [{ calendar: newYork }, [...MANY, leaves]],
    [{ session, timeZone }, [...MANY, leaves]],
    [{}, MANY],
  ];
  for (const [options, timers] of cases) {
    const made = ([[30, dates], [60, dates.slice(3)]] as const).map(([minutes, dates]) => {
      const ends = scheduledEnds(newYork, dates, minutes).filter((end) => !without(end));
      const rows = wanderingPrices(ends.length).map(([open, high, low, close], row) => {
        return { time: ends[row]!, open, high, low, close };
      });
      const all = { ...shape(minutes), ...options };
      return { bars: barsAt(ends, wanderingPrices(ends.length), all), stream: () => ct.stream(rows, all) };
    });
    for (const names of [["feed"], ["feed", "other"]]) {
      const calls: string[] = [];
      class Watches extends ct.Strategy.with({}) {
        timers = timers.map((options) => this.timer(options));
        override notifyTimer(timer: ct.Timer): void {
          const { name, atUs, moments } = timer;
          calls.push(`${name} ${atUs} x${moments} at ${this.feeds.feed!.length} ${this.timers.indexOf(timer)}`);
          if (this.position.size === 0) this.buy({ size: 1 });
          else this.close();
        }
      }
      const told = ct.backtest(Watches, Object.fromEntries(names.map((name, id) => [name, made[id]!.bars])));
      const wanted = calls.splice(0);
      assert(wanted.length > 100 && told.fills.length > 50, `${wanted.length} calls, ${told.fills.length} fills`);
      for (const blockBars of [1, 7, 4096]) {
        const streams = Object.fromEntries(names.map((name, id) => [name, made[id]!.stream()]));
        const { moneyUnit, instruments } = ct.termsOf(told);
        const waited = await ct.run(Watches, streams, { moneyUnit, instruments, blockBars });
        assertEquals([waited.chain, calls.splice(0)], [told.chain, wanted], `blocks of ${blockBars}`);
      }
    }
  }
});
