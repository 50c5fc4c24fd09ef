/**
 * `checkVenue`: the contract of the port as checks that any adapter runs.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { parseTimeframe } from "../feeds/time/timeframe.ts";
import { isDecimalText } from "./decimal_text.ts";
import type { Venue, VenueBar, VenueEvent, VenueFactory } from "./venue.ts";
import { VenueError } from "./venue_error.ts";

/** What the checks ask for. */
export interface CheckVenueOptions {
  /** An instrument that the venue has. */
  readonly symbol: string;
  /** A timeframe that it has; the stream has to tell of its bar in progress within `withinMs`. */
  readonly timeframe: string;
  /** Time to wait for the first bar of the stream, in milliseconds. Default: 5000. */
  readonly withinMs?: number;
}

/** One promise of the port, and whether the adapter keeps it. */
export interface VenueCheck {
  /** The promise, as a sentence. */
  readonly promise: string;
  /** Whether it holds; `"not applicable"` where the venue does not have the part. */
  readonly outcome: "held" | "failed" | "not applicable";
  /** What was found where it failed, or why it is not applicable. */
  readonly reason: string;
}

/**
 * Tries the promises of the port on an adapter: terms, time, history, stream, refusal of what it does not have, and
 * closing. It opens and closes a venue of its own, and places no order.
 *
 * @param factory The factory of the adapter.
 * @param options An instrument and a timeframe to ask for.
 * @returns A row for each promise; none throws.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 * import { checkVenue } from "@cracktrader/cracktrader/venue";
 *
 * await using venue = fakeVenue({ seed: 1, speed: 60 });
 * const checks = await checkVenue(venue.factory, { symbol: "BTC/USDT", timeframe: "1m" });
 * assertEquals(checks.filter(({ outcome }) => outcome === "failed"), []);
 * ```
 */
export async function checkVenue(factory: VenueFactory, options: CheckVenueOptions): Promise<readonly VenueCheck[]> {
  const checks: VenueCheck[] = [], { symbol, timeframe, withinMs = 5000 } = options;
  const step = parseTimeframe(timeframe).us, ending = new AbortController();
  const venue = factory.create({ mode: "paper", instrumentType: "spot" }), { capabilities } = venue;
  const check = async (promise: string, isThere: boolean, act: () => Promise<string | undefined>): Promise<void> => {
    if (!isThere) {
      checks.push({ promise, outcome: "not applicable", reason: "the venue does not have this part" });
      return;
    }
    try {
      const fault = await act();
      checks.push({ promise, outcome: fault === undefined ? "held" : "failed", reason: fault ?? "" });
    } catch (error) {
      checks.push({ promise, outcome: "failed", reason: `it threw ${inspected(error, 0)}` });
    }
  };
  await check("it opens", true, async () => {
    await venue.open(ending.signal);
    return undefined;
  });
  await check("terms are decimal text above zero, in the order of the symbols", true, async () => {
    const terms = await venue.terms([symbol]);
    if (terms.length !== 1 || terms[0]!.symbol !== symbol) return `the terms are ${inspected(terms, 2)}`;
    const { tick, sizeStep, sizeMin = "1", notionalMin = "1" } = terms[0]!;
    const bad = [tick, sizeStep].find((text) => !isDecimalText(text) || !(Number(text) > 0)) ??
      [sizeMin, notionalMin].find((text) => !isDecimalText(text));
    return bad === undefined ? undefined : `${inspected(bad, 0)} is no such text`;
  });
  await check("an unknown symbol is refused as UNKNOWN_SYMBOL", true, async () => {
    return await refusalOf(() => venue.terms(["NO-SUCH/SYMBOL"]), "UNKNOWN_SYMBOL");
  });
  await check("its time is whole microseconds and does not go back", capabilities.time, async () => {
    const one = await venue.time(), other = await venue.time();
    return Number.isSafeInteger(one) && one > 1e14 && other >= one ? undefined : `the times are ${one} and ${other}`;
  });
  await check("history has the bars of its range, ascending, as decimal text", capabilities.history, async () => {
    const now = capabilities.time ? await venue.time() : Date.now() * 1000, untilUs = Math.floor(now / step) * step;
    const bars = await all(venue.history(symbol, timeframe, untilUs - 5 * step, untilUs));
    if (bars.length === 0) return "there is no bar in the last five timeframes";
    return faultOfBars(bars, step, untilUs - 5 * step, untilUs);
  });
  await check("finished bars are the same when they are asked for again", capabilities.history, async () => {
    const now = capabilities.time ? await venue.time() : Date.now() * 1000, untilUs = Math.floor(now / step) * step;
    const ask = async (): Promise<string> =>
      JSON.stringify(
        (await all(venue.history(symbol, timeframe, untilUs - 5 * step, untilUs))).map(({ closed: _, ...bar }) => bar),
      );
    const one = await ask(), other = await ask();
    return one === other ? undefined : `first ${one}, then ${other}`;
  });
  await check("history of an empty range is empty", capabilities.history, async () => {
    const now = capabilities.time ? await venue.time() : Date.now() * 1000, at = Math.floor(now / step) * step;
    const bars = await all(venue.history(symbol, timeframe, at, at));
    return bars.length === 0 ? undefined : `there are ${bars.length} bars`;
  });
  await check("the stream connects and tells of the bar in progress", capabilities.barStream, async () => {
    return await faultOfStream(venue, symbol, timeframe, step, withinMs);
  });
  const request = { symbol, clientId: "ct0000000000000", side: "buy", type: "market", size: "1" } as const;
  for (
    const [name, call] of [
      ["place", () => venue.place(request)],
      ["cancel", () => venue.cancel(request)],
      ["find", () => venue.find(request)],
      ["openOrders", () => venue.openOrders([symbol])],
      ["fills", () => venue.fills(symbol, null)],
      ["balances", () => venue.balances()],
    ] as const
  ) {
    await check(`${name} is refused as NOT_SUPPORTED where orders are`, !capabilities.orders, async () => {
      return await refusalOf(call, "NOT_SUPPORTED", name);
    });
  }
  await check("it closes, also twice", true, async () => {
    await venue.close();
    await venue.close();
    return undefined;
  });
  await check("a closed venue refuses a question as CLOSED", true, async () => {
    return await refusalOf(() => venue.terms([symbol]), "CLOSED");
  });
  ending.abort();
  return checks;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Returns what is wrong with bars of a range. */
function faultOfBars(bars: readonly VenueBar[], step: number, fromUs: number, untilUs: number): string | undefined {
  let lastUs = -Infinity;
  for (const bar of bars) {
    const { beginUs, open, high, low, close, volume } = bar, shown = inspected(bar, 0);
    if (!Number.isSafeInteger(beginUs) || beginUs % step !== 0) return `the begin of ${shown} is off its timeframe`;
    if (beginUs <= lastUs) return `the begin of ${shown} does not ascend`;
    if (beginUs < fromUs || beginUs >= untilUs) return `${shown} lies outside of the range`;
    if (![open, high, low, close, volume].every(isDecimalText)) return `${shown} has what is no decimal text`;
    const [o, h, l, c, v] = [open, high, low, close, volume].map(Number) as [number, number, number, number, number];
    if (!(l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c) && v >= 0)) return `${shown} is no bar`;
    lastUs = beginUs;
  }
  return undefined;
}

/** Returns undefined if a call is refused with a code, and in words that contain a name. */
async function refusalOf(
  call: () => Promise<unknown>,
  code: VenueError["code"],
  name: string = "",
): Promise<string | undefined> {
  try {
    return `it gave ${inspected(await call(), 0)}`;
  } catch (error) {
    const isIt = error instanceof VenueError && error.code === code && error.message.includes(name);
    return isIt ? undefined : `it threw ${inspected(error, 0)}`;
  }
}

/** Returns what is wrong with the stream of bars. */
async function faultOfStream(
  venue: Venue,
  symbol: string,
  timeframe: string,
  step: number,
  withinMs: number,
): Promise<string | undefined> {
  const ending = new AbortController(), timer = setTimeout(() => ending.abort(), withinMs);
  const seen: VenueEvent["kind"][] = [];
  try {
    for await (const event of venue.watch({ bars: [{ symbol, timeframe }] }, ending.signal)) {
      seen.push(event.kind);
      if (event.kind !== "bar") continue;
      if (seen[0] !== "connected") return `it told ${seen[0]} first, and not connected`;
      if (event.symbol !== symbol || event.timeframe !== timeframe) return `it told of ${inspected(event, 0)}`;
      return faultOfBars([event.bar], step, -Infinity, Infinity);
    }
    return `it told ${seen.join(", ") || "nothing"} within ${withinMs} ms, and no bar`;
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}
