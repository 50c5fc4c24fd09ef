/**
 * An exchange of ccxt behind the port of venues: market data, and no orders.
 *
 * @module
 */

import { parseTimeframe } from "../feeds/time/timeframe.ts";
import { decimalText } from "../venue/decimal_text.ts";
import { type OrderPart, ordersNotSupported } from "../venue/market_data_venue.ts";
import type { Capabilities, InstrumentTerms, Venue, VenueBar, VenueEvent, WatchRequest } from "../venue/venue.ts";
import { VenueError } from "../venue/venue_error.ts";
import { venueErrorOf } from "./ccxt_error.ts";
import type { CcxtBar, CcxtExchange, CcxtLibrary, CcxtMarket } from "./library.ts";

/** Bars of one question at most; many an exchange gives fewer. */
const PAGE_BARS = 500;
/** Bars behind which is asked again where an answer has none: no exchange that gives pages gives shorter ones. */
const SKIP_BARS = 100;
/** Answers without a bar, one behind the other, after which a history has no more. */
const EMPTY_PAGES_MOST = 10;
/** Wait before a stream is asked for again, and the longest, in milliseconds. */
const RETRY_MS = 250, RETRY_MS_MOST = 8000;
/** Steps are told as significant digits, which are no steps. */
const SIGNIFICANT_DIGITS = 3, DECIMAL_PLACES = 2;

/** What a venue over ccxt is made of. */
export interface CcxtVenueParts {
  readonly id: string;
  readonly load: () => Promise<CcxtLibrary>;
  readonly config: Readonly<Record<string, unknown>>;
  /** Address to which every host of the exchange is turned; undefined for the exchange itself. */
  readonly address: string | undefined;
}

/** The venue. */
export class CcxtVenue implements Venue {
  readonly #parts: CcxtVenueParts;
  readonly #closing = new AbortController();
  #exchange: CcxtExchange | undefined;
  readonly place: OrderPart["place"];
  readonly cancel: OrderPart["cancel"];
  readonly find: OrderPart["find"];
  readonly openOrders: OrderPart["openOrders"];
  readonly fills: OrderPart["fills"];
  readonly balances: OrderPart["balances"];

  constructor(parts: CcxtVenueParts) {
    this.#parts = parts;
    const orders = ordersNotSupported(parts.id);
    this.place = orders.place;
    this.cancel = orders.cancel;
    this.find = orders.find;
    this.openOrders = orders.openOrders;
    this.fills = orders.fills;
    this.balances = orders.balances;
  }

  /** What the exchange can do, which is known when it is open. */
  get capabilities(): Capabilities {
    const { has = {}, timeframes = {} } = this.#exchange ?? {};
    // Before it is open, what exchanges have: its own word comes with the library.
    const can = (name: string): boolean => this.#exchange === undefined || has[name] === true;
    return {
      history: can("fetchOHLCV"),
      barStream: can("watchOHLCV"),
      time: can("fetchTime"),
      timeframes: Object.keys(timeframes ?? {}),
      orders: false,
      findByClientId: false,
      fillCursor: false,
    };
  }

  async open(_signal: AbortSignal): Promise<void> {
    const { id, load, config, address } = this.#parts, { pro } = await load(), Exchange = pro[id];
    if (Exchange === undefined) {
      throw new VenueError(
        "NOT_SUPPORTED",
        `Cannot find exchange "${id}" with streams in ccxt: see the list of ccxt.pro`,
      );
    }
    const exchange = new Exchange({ enableRateLimit: true, ...config });
    if (address !== undefined) turnTo(address, exchange.urls["api"]);
    this.#exchange = exchange;
    await this.#ask("the markets", () => exchange.loadMarkets());
  }

  async terms(symbols: readonly string[]): Promise<readonly InstrumentTerms[]> {
    const exchange = this.#opened();
    const markets = await this.#ask("the markets", () => exchange.loadMarkets(true));
    return symbols.map((symbol) => {
      const market = markets[symbol];
      if (market === undefined) {
        throw new VenueError("UNKNOWN_SYMBOL", `Cannot find symbol "${symbol}" at ${this.#parts.id}`);
      }
      return termsOf(market, exchange.precisionMode, this.#parts.id);
    });
  }

  async time(): Promise<number> {
    const exchange = this.#opened();
    return await this.#ask("the time", () => exchange.fetchTime()) * 1000;
  }

  async *history(symbol: string, timeframe: string, fromUs: number, untilUs: number): AsyncIterable<VenueBar> {
    const step = parseTimeframe(timeframe).us;
    let nextUs = fromUs, emptyPages = 0;
    while (nextUs < untilUs && emptyPages < EMPTY_PAGES_MOST) {
      const exchange = this.#opened(), limit = Math.min(PAGE_BARS, Math.ceil((untilUs - nextUs) / step) + 1);
      const since = Math.ceil(nextUs / 1000);
      const rows = await this.#ask(`bars of ${symbol}`, () => exchange.fetchOHLCV(symbol, timeframe, since, limit));
      // The library reads an answer that is no JSON as one without bars.
      if (rows.length === 0) {
        checkJson(exchange.last_http_response, symbol);
        // An exchange that answers by a window of time has nothing about one without trades, and may have bars behind it.
        emptyPages++;
        nextUs += SKIP_BARS * step;
        continue;
      }
      emptyPages = 0;
      const fresh = rows.filter(([time]) => time * 1000 >= nextUs && time * 1000 < untilUs);
      for (const row of fresh) yield barOf(row, symbol);
      // Fewer rows than were asked for say nothing: exchanges have limits of their own. None that are new are the end.
      if (fresh.length === 0) return;
      nextUs = fresh.at(-1)![0] * 1000 + step;
    }
  }

  async *watch({ bars }: WatchRequest, signal: AbortSignal): AsyncIterable<VenueEvent> {
    // Whoever breaks off the iteration ends it as the signal does.
    const over = new AbortController(), ended = AbortSignal.any([signal, this.#closing.signal, over.signal]);
    const events: VenueEvent[] = [];
    let wake = (): void => {};
    const tell = (event: VenueEvent): void => {
      events.push(event);
      wake();
    };
    const stop = (): void => wake();
    ended.addEventListener("abort", stop, { once: true });
    const states = new Set<string>();
    const tasks = bars.map(({ symbol, timeframe }) => this.#watchOne(symbol, timeframe, ended, states, tell));
    try {
      while (!ended.aborted) {
        while (events.length > 0) yield events.shift()!;
        if (ended.aborted) break;
        await new Promise<void>((resolve) => wake = resolve);
      }
    } finally {
      ended.removeEventListener("abort", stop);
      over.abort();
      // A connection that is dead is noticed by nobody else: whoever watches again gets another one.
      await this.#exchange?.close().catch(() => {});
      await Promise.all(tasks);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#exchange?.close().catch(() => {});
  }

  /** Watches one stream of bars; every promise of the library has an owner. */
  async #watchOne(
    symbol: string,
    timeframe: string,
    ended: AbortSignal,
    lost: Set<string>,
    tell: (event: VenueEvent) => void,
  ): Promise<void> {
    const exchange = this.#opened(), name = `${symbol} ${timeframe}`;
    let isConnected = false, waitMs = RETRY_MS;
    while (!ended.aborted) {
      const told = await orEnded(exchange.watchOHLCV(symbol, timeframe), ended).catch((error: unknown) => {
        return venueErrorOf(error, `the stream of ${name}`);
      });
      if (ended.aborted || told === undefined) return;
      if (told instanceof VenueError) {
        // Several streams share a connection, whose end is told once.
        if (isConnected || lost.size === 0) tell({ kind: "lost", text: told.message });
        lost.add(name);
        isConnected = false;
        await pause(waitMs, ended);
        waitMs = Math.min(2 * waitMs, RETRY_MS_MOST);
        continue;
      }
      lost.delete(name);
      if (!isConnected) tell({ kind: "connected" });
      isConnected = true;
      waitMs = RETRY_MS;
      for (const row of told) tell({ kind: "bar", symbol, timeframe, bar: barOf(row, symbol) });
    }
  }

  #opened(): CcxtExchange {
    if (this.#exchange !== undefined && !this.#closing.signal.aborted) return this.#exchange;
    throw new VenueError("CLOSED", `Cannot ask ${this.#parts.id}: it is not open; open another session`);
  }

  async #ask<Answer>(what: string, question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await question();
    } catch (error) {
      throw venueErrorOf(error, what);
    }
  }
}

/** Rejects an answer that cannot be read. */
function checkJson(answer: unknown, symbol: string): void {
  if (typeof answer !== "string") return;
  try {
    JSON.parse(answer);
  } catch (cause) {
    throw new VenueError("BAD_ANSWER", `Cannot read the bars of ${symbol}: the answer is no JSON`, { cause });
  }
}

/** Returns what a promise gives, or undefined once a signal ends the wait; its later error has an owner too. */
function orEnded<T>(promise: Promise<T>, ended: AbortSignal): Promise<T | undefined> {
  promise.catch(() => {});
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined);
    if (ended.aborted) end();
    ended.addEventListener("abort", end, { once: true });
    promise.then(resolve, reject).finally(() => ended.removeEventListener("abort", end));
  });
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ended.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    ended.addEventListener("abort", end, { once: true });
  });
}

function barOf([time, open, high, low, close, volume]: CcxtBar, symbol: string): VenueBar {
  const what = (name: string): string => `${name} of a bar of ${symbol}`;
  return {
    beginUs: time * 1000,
    open: decimalText(open, what("open")),
    high: decimalText(high, what("high")),
    low: decimalText(low, what("low")),
    close: decimalText(close, what("close")),
    volume: decimalText(volume ?? 0, what("volume")),
  };
}

/** Returns the terms of a market. */
export function termsOf(market: CcxtMarket, precisionMode: number, id: string): InstrumentTerms {
  const { symbol, base, quote, active, precision, limits } = market;
  if (precisionMode === SIGNIFICANT_DIGITS) {
    throw new VenueError(
      "NOT_SUPPORTED",
      `Cannot trade at ${id}: it tells significant digits of prices, which are no step`,
    );
  }
  const step = (value: number | undefined, name: string): string =>
    precisionMode === DECIMAL_PLACES && value !== undefined
      ? value === 0 ? "1" : `0.${"0".repeat(value - 1)}1`
      : decimalText(value, `${name} of ${symbol}`);
  const sizeMin = limits.amount?.min, notionalMin = limits.cost?.min;
  return {
    ...{ symbol, base, quote, tick: step(precision.price, "tick"), sizeStep: step(precision.amount, "size step") },
    ...(sizeMin === undefined || sizeMin === null ? {} : { sizeMin: decimalText(sizeMin, `least size of ${symbol}`) }),
    ...(notionalMin === undefined || notionalMin === null
      ? {}
      : { notionalMin: decimalText(notionalMin, `least notional of ${symbol}`) }),
    status: active === false ? "halted" : "trading",
  };
}

/** Turns every address below a node to another host, so that no request can leave for the exchange itself. */
function turnTo(address: string, node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const urls = node as Record<string, unknown>;
  for (const [name, value] of Object.entries(urls)) {
    if (typeof value !== "string") turnTo(address, value);
    // The library tells spot from futures by the path of a stream.
    else urls[name] = value.startsWith("ws") ? `ws://${address}/stream/ws` : `http://${address}/api/v3`;
  }
}
