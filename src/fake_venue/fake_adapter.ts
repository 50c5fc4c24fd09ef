/**
 * The adapter of the fake venue: market data in the shape of Binance's spot market, and no orders.
 *
 * @module
 */

import { parseTimeframe } from "../feeds/time/timeframe.ts";
import { decimalText } from "../venue/decimal_text.ts";
import { type OrderPart, ordersNotSupported } from "../venue/market_data_venue.ts";
import type { Capabilities, InstrumentTerms, Venue, VenueBar, VenueEvent, WatchRequest } from "../venue/venue.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import { VenueError } from "../venue/venue_error.ts";
import { wireName } from "./fake_instrument.ts";
import { FAKE_TIMEFRAMES } from "./fake_market.ts";
import type { Transport } from "./transport.ts";

/** Bars of one request. */
const PAGE_BARS = 1000;
/** Wait before the first reconnection, and the longest, in microseconds of the venue's clock. */
const RETRY_US = 250_000, RETRY_US_MOST = 8_000_000;

/** What an adapter is made of. */
export interface FakeAdapterParts {
  readonly name: string;
  readonly transport: Transport;
  readonly clock: VenueClock;
  /** False to leave out that a bar has ended, as libraries do. */
  readonly tellsClosed: boolean;
  /** Called by `open`. */
  readonly begin: () => Promise<void>;
}

/** The part of a row of an answer that a bar needs. */
type Row = readonly [number, unknown, unknown, unknown, unknown, unknown, ...unknown[]];

/** A frame of the stream of bars. */
interface KlineFrame {
  readonly e: "kline";
  readonly s: string;
  readonly k: Readonly<Record<"o" | "h" | "l" | "c" | "v", unknown>> & {
    readonly t: number;
    readonly x: boolean;
    readonly i: string;
  };
}

/** The venue behind the port. */
export class FakeAdapter implements Venue {
  readonly capabilities: Capabilities = {
    history: true,
    barStream: true,
    time: true,
    timeframes: FAKE_TIMEFRAMES,
    orders: false,
    findByClientId: false,
    fillCursor: false,
  };
  readonly #parts: FakeAdapterParts;
  readonly #closing = new AbortController();
  readonly place: OrderPart["place"];
  readonly cancel: OrderPart["cancel"];
  readonly find: OrderPart["find"];
  readonly openOrders: OrderPart["openOrders"];
  readonly fills: OrderPart["fills"];
  readonly balances: OrderPart["balances"];

  constructor(parts: FakeAdapterParts) {
    this.#parts = parts;
    ({
      place: this.place,
      cancel: this.cancel,
      find: this.find,
      openOrders: this.openOrders,
      fills: this.fills,
      balances: this.balances,
    } = ordersNotSupported(parts.name));
  }

  async open(_signal: AbortSignal): Promise<void> {
    await this.#parts.begin();
  }

  async terms(symbols: readonly string[]): Promise<readonly InstrumentTerms[]> {
    const found: InstrumentTerms[] = [];
    for (const symbol of symbols) {
      const { symbols: [info] } = await this.#ask(`/api/v3/exchangeInfo?symbol=${wireName(symbol)}`, symbol) as {
        readonly symbols: readonly {
          readonly status: string;
          readonly baseAsset: string;
          readonly quoteAsset: string;
          readonly filters: readonly Readonly<Record<string, string>>[];
        }[];
      };
      const filter = (type: string, field: string): string =>
        decimalText(info!.filters.find(({ filterType }) => filterType === type)?.[field], `${field} of ${symbol}`);
      found.push({
        symbol,
        base: info!.baseAsset,
        quote: info!.quoteAsset,
        tick: filter("PRICE_FILTER", "tickSize"),
        sizeStep: filter("LOT_SIZE", "stepSize"),
        sizeMin: filter("LOT_SIZE", "minQty"),
        notionalMin: filter("NOTIONAL", "minNotional"),
        status: info!.status === "TRADING" ? "trading" : "halted",
      });
    }
    return found;
  }

  async time(): Promise<number> {
    const { serverTime } = await this.#ask("/api/v3/time") as { readonly serverTime: number };
    return serverTime * 1000;
  }

  async *history(symbol: string, timeframe: string, fromUs: number, untilUs: number): AsyncIterable<VenueBar> {
    const step = parseTimeframe(timeframe).us;
    let nextUs = fromUs;
    while (nextUs < untilUs) {
      const query = `symbol=${wireName(symbol)}&interval=${timeframe}&limit=${PAGE_BARS}` +
        `&startTime=${Math.ceil(nextUs / 1000)}&endTime=${Math.ceil(untilUs / 1000) - 1}`;
      const rows = await this.#ask(`/api/v3/klines?${query}`, symbol) as readonly Row[];
      if (!Array.isArray(rows)) {
        throw new VenueError("BAD_ANSWER", `Cannot read the bars of ${symbol}: they are no list`);
      }
      for (const row of rows) yield barOfRow(row, symbol);
      if (rows.length < PAGE_BARS) return;
      nextUs = rows.at(-1)![0] * 1000 + step;
    }
  }

  async *watch({ bars }: WatchRequest, signal: AbortSignal): AsyncIterable<VenueEvent> {
    const { clock } = this.#parts, ended = AbortSignal.any([signal, this.#closing.signal]);
    const symbols = new Map(bars.map(({ symbol }) => [wireName(symbol), symbol]));
    const topics = bars.map(({ symbol, timeframe }) => `${wireName(symbol).toLowerCase()}@kline_${timeframe}`);
    let waitUs = RETRY_US;
    while (!ended.aborted) {
      const events = this.#connection(topics, symbols, ended);
      for await (const event of events) {
        if (event.kind === "connected") waitUs = RETRY_US;
        yield event;
      }
      await clock.waitUntil(clock.nowUs() + waitUs, ended);
      waitUs = Math.min(2 * waitUs, RETRY_US_MOST);
    }
  }

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  /** Gives the events of one connection, from its begin to its end. */
  async *#connection(
    topics: readonly string[],
    symbols: ReadonlyMap<string, string>,
    ended: AbortSignal,
  ): AsyncGenerator<VenueEvent> {
    const events: VenueEvent[] = [];
    let isOver = false, wake = (): void => {};
    const tell = (event: VenueEvent): void => {
      events.push(event);
      wake();
    };
    const connection = this.#parts.transport.connect({
      open: () => {
        connection.send(JSON.stringify({ method: "SUBSCRIBE", params: topics, id: 1 }));
        tell({ kind: "connected" });
      },
      text: (text) => {
        const event = this.#eventOf(text, symbols);
        if (event !== undefined) tell(event);
      },
      ended: (text) => {
        if (isOver) return;
        isOver = true;
        tell({ kind: "lost", text });
      },
    });
    const stop = (): void => {
      isOver = true;
      connection.close();
      wake();
    };
    ended.addEventListener("abort", stop, { once: true });
    try {
      while (!ended.aborted) {
        while (events.length > 0) yield events.shift()!;
        if (isOver) return;
        await new Promise<void>((resolve) => wake = resolve);
      }
    } finally {
      ended.removeEventListener("abort", stop);
      stop();
    }
  }

  #eventOf(text: string, symbols: ReadonlyMap<string, string>): VenueEvent | undefined {
    const frame = JSON.parse(text) as Partial<KlineFrame>, symbol = symbols.get(frame.s ?? "");
    if (frame.e !== "kline" || symbol === undefined || frame.k === undefined) return undefined;
    const { t, o, h, l, c, v, x, i } = frame.k, bar = barOfRow([t, o, h, l, c, v], symbol);
    return { kind: "bar", symbol, timeframe: i, bar: this.#parts.tellsClosed ? { ...bar, closed: x } : bar };
  }

  /** Asks the venue, and returns what it says as JSON. */
  async #ask(path: string, symbol: string = ""): Promise<unknown> {
    if (this.#closing.signal.aborted) {
      throw new VenueError("CLOSED", `Cannot ask venue "${this.#parts.name}": it was closed; open another session`);
    }
    const response = await this.#parts.transport.get(path), text = await response.text();
    let said: unknown;
    try {
      said = JSON.parse(text);
    } catch (cause) {
      const code = response.ok ? "BAD_ANSWER" : "UNAVAILABLE";
      throw new VenueError(code, `Cannot read the answer to ${path}, status ${response.status}: it is no JSON`, {
        cause,
      });
    }
    if (response.ok) return said;
    throw this.#refusal(path, symbol, response, said as { readonly code?: number; readonly msg?: string });
  }

  #refusal(
    path: string,
    symbol: string,
    { status, headers }: Response,
    said: { readonly code?: number; readonly msg?: string },
  ): VenueError {
    const text = `Cannot ask for ${path}: the venue said ${said.msg ?? "nothing"} (${said.code ?? status})`;
    if (status === 429 || status === 418) {
      const seconds = Number(headers.get("retry-after") ?? 1), retryAtUs = this.#parts.clock.nowUs() + seconds * 1e6;
      return new VenueError(status === 418 ? "BANNED" : "RATE_LIMITED", text, { retryAtUs });
    }
    if (said.code === -1121) return new VenueError("UNKNOWN_SYMBOL", `Cannot find symbol "${symbol}" at the venue`);
    return new VenueError(status >= 500 ? "UNAVAILABLE" : "REFUSED", text);
  }
}

function barOfRow([time, open, high, low, close, volume]: Row, symbol: string): VenueBar {
  const what = (name: string): string => `${name} of a bar of ${symbol}`;
  return {
    beginUs: time * 1000,
    open: decimalText(open, what("open")),
    high: decimalText(high, what("high")),
    low: decimalText(low, what("low")),
    close: decimalText(close, what("close")),
    volume: decimalText(volume, what("volume")),
  };
}
