import { assertEquals } from "@std/assert";
import { ManualClock } from "../venue/venue_clock.ts";
import { ordersNotSupported } from "../venue/market_data_venue.ts";
import type { Venue, VenueBar, VenueEvent } from "../venue/venue.ts";
import { EdgeLog } from "./edge_log.ts";
import { LiveBars } from "./live_bars.ts";
import { VenueCaller } from "./venue_caller.ts";

const STEP = 60_000_000, GRACE = 2_000_000;

function bar(minute: number, volume: number): VenueBar {
  return { beginUs: minute * STEP, open: "10", high: "12", low: "9", close: "11", volume: String(volume) };
}

/** A venue whose stream and answers the test gives. */
class Stub implements Venue {
  readonly capabilities = {
    ...{ history: true, barStream: true, time: true, timeframes: ["1m"] },
    ...{ orders: false, findByClientId: false, fillCursor: false },
  };
  readonly place = ordersNotSupported("stub").place;
  readonly cancel = ordersNotSupported("stub").cancel;
  readonly find = ordersNotSupported("stub").find;
  readonly openOrders = ordersNotSupported("stub").openOrders;
  readonly fills = ordersNotSupported("stub").fills;
  readonly balances = ordersNotSupported("stub").balances;
  readonly asked: string[] = [];
  answers: (symbol: string) => Promise<readonly VenueBar[]> = () => Promise.resolve([]);
  tell: (event: VenueEvent) => void = () => {};
  open = () => Promise.resolve();
  terms = () => Promise.resolve([]);
  time = () => Promise.resolve(0);
  close = () => Promise.resolve();

  async *history(symbol: string): AsyncIterable<VenueBar> {
    this.asked.push(symbol);
    yield* await this.answers(symbol);
  }

  async *watch(_request: unknown, signal: AbortSignal): AsyncIterable<VenueEvent> {
    const events: VenueEvent[] = [{ kind: "connected" }];
    let wake = (): void => {};
    this.tell = (event) => {
      events.push(event);
      wake();
    };
    signal.addEventListener("abort", () => wake(), { once: true });
    while (!signal.aborted) {
      while (events.length > 0) yield events.shift()!;
      await new Promise<void>((resolve) => wake = resolve);
    }
  }
}

/** Live bars of feeds named a, b and so on, from minute 0 on, and the turns that they gave. */
async function begun(count: number) {
  const clock = new ManualClock(0), venue = new Stub(), log = new EdgeLog(undefined), ending = new AbortController();
  const feeds = ["a", "b"].slice(0, count).map((symbol) => ({
    ...{ name: symbol, symbol, timeframe: "1m", step: STEP, nextUs: 0, graceUs: GRACE },
  }));
  const caller = new VenueCaller(clock, log, ending.signal);
  const live = new LiveBars({ venue, clock, caller, log, feeds, lastStepUs: -Infinity });
  live.start();
  const turns: string[] = [];
  const reading = (async () => {
    for (let turn = await live.next(() => !ending.signal.aborted); turn !== undefined;) {
      turns.push(
        turn.map(({ feed, begin_us, time_us, by }) => `${feed}:${begin_us / STEP} at ${time_us} ${by}`).join(", "),
      );
      turn = await live.next(() => !ending.signal.aborted);
    }
  })();
  const tell = (symbol: string, ...bars: VenueBar[]): void => {
    for (const each of bars) venue.tell({ kind: "bar", symbol, timeframe: "1m", bar: each });
  };
  const end = async (): Promise<void> => {
    ending.abort();
    live.wake();
    await reading;
    await live.close();
  };
  await clock.advance(1);
  return { clock, venue, live, turns, tell, end };
}

Deno.test("a turn waits for a feed that may still have its bar", async () => {
  const { clock, turns, tell, end } = await begun(2);
  tell("a", bar(0, 1), bar(1, 1));
  await clock.advance(STEP + 1);
  assertEquals(turns, []);
  tell("b", bar(0, 1), bar(1, 1));
  await clock.advance(STEP + 2);
  assertEquals(turns, [`0:0 at ${STEP} stream, 1:0 at ${STEP} stream`]);
  await end();
});

Deno.test("a feed that is late does not hold up the others, and its bar gets a step just behind the last one", async () => {
  const { clock, venue, turns, tell, end } = await begun(2);
  let give = (_bars: readonly VenueBar[]): void => {};
  venue.answers = () => new Promise((resolve) => give = resolve);
  tell("a", bar(0, 1), bar(1, 1));
  await clock.advance(STEP + 2 * GRACE + 1);
  assertEquals(turns, [`0:0 at ${STEP} stream`]);
  give([bar(0, 5)]);
  await clock.advance(STEP + 2 * GRACE + 2);
  assertEquals(turns.slice(1), [`1:0 at ${STEP + 1} request`]);
  tell("a", bar(2, 1));
  tell("b", bar(1, 1), bar(2, 1));
  await clock.advance(2 * STEP + 1);
  assertEquals(turns.slice(2), [`0:1 at ${2 * STEP} stream, 1:1 at ${2 * STEP} stream`]);
  await end();
});

Deno.test("a bar that was open when the connection was lost is asked for", async () => {
  const { clock, venue, turns, tell, end, live } = await begun(1);
  venue.answers = () => Promise.resolve([bar(0, 9)]);
  tell("a", bar(0, 1));
  await clock.advance(10);
  venue.tell({ kind: "lost", text: "it ended" });
  await clock.advance(20);
  assertEquals(live.state, "lost");
  venue.tell({ kind: "connected" });
  tell("a", bar(1, 1));
  await clock.advance(STEP + 1);
  assertEquals([turns, venue.asked], [[`0:0 at ${STEP} request`], ["a"]]);
  await end();
});

Deno.test("an answer that has nothing yet is asked for again after a second, and not at once", async () => {
  const { clock, venue, turns, tell, end } = await begun(1);
  tell("a", bar(0, 1));
  await clock.advance(STEP + GRACE);
  assertEquals(venue.asked.length, 1);
  await clock.advance(STEP + GRACE + 900_000);
  assertEquals(venue.asked.length, 1);
  venue.answers = () => Promise.resolve([bar(0, 3)]);
  await clock.advance(STEP + GRACE + 1_100_000);
  assertEquals([venue.asked.length, turns], [2, [`0:0 at ${STEP} request`]]);
  await end();
});

Deno.test("a stream that ends at once is begun again after a while, and not without end", async () => {
  const clock = new ManualClock(0), log = new EdgeLog(undefined), ending = new AbortController();
  let begins = 0;
  class Ends extends Stub {
    override async *watch(request: unknown, signal: AbortSignal): AsyncIterable<VenueEvent> {
      // One that was begun without a wait in between would never let this test go on.
      if (++begins > 20) yield* super.watch(request, signal);
    }
  }
  const feeds = [{ name: "a", symbol: "a", timeframe: "1m", step: STEP, nextUs: 0, graceUs: GRACE }];
  const caller = new VenueCaller(clock, log, ending.signal);
  const live = new LiveBars({ venue: new Ends(), clock, caller, log, feeds, lastStepUs: -Infinity });
  live.start();
  await clock.advance(0);
  assertEquals(begins, 1);
  await clock.advance(250_000);
  assertEquals(begins, 2);
  await live.close();
});
