/**
 * The fake venue without a network: it answers requests and speaks to sockets in the shape of Binance's spot market.
 *
 * @module
 */

import { Random } from "../laws/random.ts";
import { parseTimeframe } from "../feeds/time/timeframe.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import { type CandleSeries, candleSeries, grownCandle, joinedCandle, MINUTE_US, PHASES_US } from "./candle_series.ts";
import {
  type FakeInstrument,
  type FilledInstrument,
  filledInstrument,
  type StepCandle,
  stepText,
  wireName,
} from "./fake_instrument.ts";
import { type Fault, FAULT_US, FaultScript } from "./faults.ts";

/** Minutes of the walk before the start of the venue: two days, so that history has some. */
const MINUTES_BEFORE = 2880;

/** The timeframes that the fake venue has. */
export const FAKE_TIMEFRAMES: readonly string[] = ["1m", "3m", "5m", "15m", "30m", "1h", "4h", "1d"];

/** The far end of a socket. */
export interface FakeSocket {
  /** Sends a text. */
  send(text: string): void;
  /** Ends the connection. */
  close(): void;
}

/** A subscription of a socket. */
interface Topic {
  readonly name: string;
  readonly instrument: FilledInstrument;
  readonly kind: "kline" | "trade";
  readonly timeframe: string;
}

/** A candle of a timeframe at a moment. */
interface CandleAt {
  readonly beginUs: number;
  readonly candle: StepCandle;
}

/** The market of a fake venue. */
export class FakeMarket {
  readonly clock: VenueClock;
  readonly faults: FaultScript;
  readonly startUs: number;
  /** Paths of all requests so far, with their queries. */
  readonly requests: string[] = [];
  readonly #instruments: readonly FilledInstrument[];
  readonly #series: ReadonlyMap<string, CandleSeries>;
  /** Values of candles that were revised, by wire name and begin. */
  readonly #revised: Set<string> = new Set();
  readonly #links: Set<FakeLink> = new Set();

  constructor(instruments: readonly FakeInstrument[], clock: VenueClock, seed: number, faults: readonly Fault[]) {
    this.clock = clock;
    this.faults = new FaultScript(faults, seed);
    this.startUs = Math.floor(clock.nowUs() / MINUTE_US) * MINUTE_US;
    this.#instruments = instruments.map(filledInstrument);
    const first = this.startUs / MINUTE_US - MINUTES_BEFORE;
    this.#series = new Map(this.#instruments.map((each, at) => [
      wireName(each.symbol),
      candleSeries(each, first, new Random(seed, at)),
    ]));
  }

  /** Answers a request; undefined where the answer is lost. */
  answer(url: URL): Response | undefined {
    const path = url.pathname, nowUs = this.clock.nowUs();
    this.requests.push(path + url.search);
    const fault = this.faults.request(path), lengthMs = Math.ceil((fault?.us ?? FAULT_US) / 1000);
    if (fault?.fault === "lose-answer") return undefined;
    if (fault?.fault === "bad-json") return new Response("<html>", { status: 200 });
    if (fault?.fault === "500") return new Response("Internal error", { status: 500 });
    if (fault?.fault === "429" || fault?.fault === "418") {
      const untilMs = Math.floor(nowUs / 1000) + lengthMs;
      const msg = fault.fault === "429"
        ? "Too many requests."
        : `Way too much request weight used; IP banned until ${untilMs}.`;
      return refused(Number(fault.fault), -1003, msg, { "retry-after": String(Math.ceil(lengthMs / 1000)) });
    }
    if (path.endsWith("/time")) {
      const skewUs = this.faults.ofVenue("skew", this.#minute(nowUs))?.us ?? 0;
      return Response.json({ serverTime: Math.floor((nowUs + skewUs) / 1000) });
    }
    if (path.endsWith("/exchangeInfo")) return this.#exchangeInfo(url.searchParams.get("symbol"), nowUs);
    if (path.endsWith("/klines")) return this.#klines(url.searchParams, nowUs);
    if (path.endsWith("/trades")) return this.#trades(url.searchParams, nowUs);
    return refused(404, -1121, `No such endpoint: ${path}`);
  }

  /** Takes a connection; what comes from it goes to `receive`, and `end` says that it is over. */
  connect(socket: FakeSocket): { receive(text: string): void; end(): void } {
    const link = new FakeLink(this, socket);
    this.#links.add(link);
    return {
      receive: (text) => link.receive(text),
      end: () => {
        link.end();
        this.#links.delete(link);
      },
    };
  }

  /** Ends all connections, as a restart of the venue does. */
  disconnect(): void {
    for (const link of this.#links) link.drop();
    this.#links.clear();
  }

  /** Returns the topic of a name such as `btcusdt@kline_1m`; undefined if there is none. */
  topic(name: string): Topic | undefined {
    const [wire = "", kind = ""] = name.split("@"), instrument = this.#named(wire.toUpperCase());
    if (instrument === undefined) return undefined;
    if (kind === "trade") return { name, instrument, kind: "trade", timeframe: "1m" };
    const timeframe = kind.replace(/^kline_/, "");
    return FAKE_TIMEFRAMES.includes(timeframe) ? { name, instrument, kind: "kline", timeframe } : undefined;
  }

  /**
   * Returns the frames of a topic at a moment, which begins a part of a minute.
   *
   * @param isFirst True for the first ones of a connection, which tell of no candle that ended before.
   */
  frames(topic: Topic, timeUs: number, isFirst: boolean): readonly string[] {
    const { instrument, kind, timeframe } = topic,
      E = Math.floor(timeUs / 1000),
      minute = Math.floor(timeUs / MINUTE_US),
      step = parseTimeframe(timeframe).us;
    const phase = PHASES_US.indexOf(timeUs - minute * MINUTE_US), wire = wireName(instrument.symbol);
    if (this.faults.ofVenue("halt", this.#minute(timeUs)) !== undefined) return [];
    if (kind === "trade") {
      const trade = this.#trade(instrument, minute, phase);
      if (trade === undefined) return [];
      const { id, price, qty, time } = trade;
      return [JSON.stringify({ e: "trade", E, s: wire, t: id, p: price, q: qty, T: time, m: false, M: true })];
    }
    const found: string[] = [];
    // The venue tells that a candle has ended together with the begin of the next one.
    const before = !isFirst && timeUs % step === 0 ? this.#candle(instrument, timeUs - step, step, timeUs) : undefined;
    if (before !== undefined && this.#isTold(before.beginUs)) found.push(this.#frame(topic, before, timeUs));
    const now = this.#candle(instrument, Math.floor(timeUs / step) * step, step, timeUs);
    if (now !== undefined && this.#isTold(timeUs)) found.push(this.#frame(topic, now, timeUs));
    return found;
  }

  /** Makes the last finished candle another one from now on, as venues revise some, and returns the frame that tells it. */
  revise(topic: Topic, timeUs: number): string | undefined {
    const step = parseTimeframe(topic.timeframe).us, beginUs = Math.floor(timeUs / step) * step - step;
    this.#revised.add(`${wireName(topic.instrument.symbol)} ${beginUs}`);
    const revised = this.#candle(topic.instrument, beginUs, step, timeUs);
    return revised === undefined ? undefined : this.#frame(topic, revised, timeUs);
  }

  #frame({ instrument, timeframe }: Topic, at: CandleAt, timeUs: number): string {
    const step = parseTimeframe(timeframe).us, s = wireName(instrument.symbol), x = at.beginUs + step <= timeUs;
    const [t, o, h, l, c, v, T, q, n, V, Q] = this.#row(instrument, at, step);
    return JSON.stringify({
      ...{ e: "kline", E: Math.floor(timeUs / 1000), s },
      k: { t, T, s, i: timeframe, f: -1, L: -1, o, c, h, l, v, n, x, q, V, Q },
    });
  }

  /** False in the minutes of which the stream tells nothing. */
  #isTold(timeUs: number): boolean {
    return this.faults.ofVenue("hole", this.#minute(timeUs)) === undefined;
  }

  #minute(timeUs: number): number {
    return Math.floor((timeUs - this.startUs) / MINUTE_US);
  }

  #named(wire: string): FilledInstrument | undefined {
    return this.#instruments.find(({ symbol }) => wireName(symbol) === wire);
  }

  /** Returns the candle of a timeframe as it is known at a moment. */
  #candle(instrument: FilledInstrument, beginUs: number, step: number, nowUs: number): CandleAt | undefined {
    const series = this.#series.get(wireName(instrument.symbol))!, first = beginUs / MINUTE_US;
    const parts: (StepCandle | undefined)[] = [];
    for (let minute = first; minute < first + step / MINUTE_US; minute++) {
      const sinceUs = nowUs - minute * MINUTE_US, whole = series.minute(minute);
      if (sinceUs < 0) break;
      const phase = sinceUs >= MINUTE_US ? 3 : PHASES_US.findLastIndex((us) => us <= sinceUs);
      parts.push(whole === undefined ? undefined : grownCandle(whole, phase));
    }
    const candle = joinedCandle(parts);
    if (candle === undefined) return undefined;
    const isRevised = this.#revised.has(`${wireName(instrument.symbol)} ${beginUs}`);
    return { beginUs, candle: isRevised ? { ...candle, high: candle.high + 1, volume: candle.volume + 1 } : candle };
  }

  /** Returns a candle as the row of an answer. */
  #row({ priceDecimals, sizeDecimals }: FilledInstrument, { beginUs, candle }: CandleAt, step: number): [
    ...[number, string, string, string, string, string, number, string, number, string, string],
    string,
  ] {
    const price = (steps: number): string => stepText(steps, priceDecimals);
    const volume = stepText(candle.volume, sizeDecimals), t = beginUs / 1000;
    return [
      t,
      price(candle.open),
      price(candle.high),
      price(candle.low),
      price(candle.close),
      volume,
      t + step / 1000 - 1,
      "0",
      4,
      "0",
      "0",
      "0",
    ];
  }

  #klines(query: URLSearchParams, nowUs: number): Response {
    const instrument = this.#named(query.get("symbol") ?? ""), timeframe = query.get("interval") ?? "";
    if (instrument === undefined) return refused(400, -1121, "Invalid symbol.");
    if (!FAKE_TIMEFRAMES.includes(timeframe)) return refused(400, -1120, "Invalid interval.");
    const step = parseTimeframe(timeframe).us, limit = Math.min(Number(query.get("limit") ?? 500), 1000);
    const endUs = Math.min(Number(query.get("endTime") ?? Infinity) * 1000, nowUs);
    const given = query.get("startTime");
    const fromUs = given === null ? Math.floor(endUs / step) * step - (limit - 1) * step : Number(given) * 1000;
    const rows = [];
    for (let us = Math.ceil(fromUs / step) * step; us <= endUs && rows.length < limit; us += step) {
      const at = this.#candle(instrument, us, step, nowUs);
      if (at !== undefined) rows.push(this.#row(instrument, at, step));
    }
    return Response.json(rows);
  }

  #trade(instrument: FilledInstrument, minute: number, phase: number) {
    const candle = this.#series.get(wireName(instrument.symbol))!.minute(minute);
    if (candle === undefined || phase < 0) return undefined;
    const grown = grownCandle(candle, phase), before = phase === 0 ? 0 : grownCandle(candle, phase - 1).volume;
    return {
      id: minute * PHASES_US.length + phase,
      price: stepText(grown.close, instrument.priceDecimals),
      qty: stepText(grown.volume - before, instrument.sizeDecimals),
      time: (minute * MINUTE_US + PHASES_US[phase]!) / 1000,
      isBuyerMaker: false,
    };
  }

  #trades(query: URLSearchParams, nowUs: number): Response {
    const instrument = this.#named(query.get("symbol") ?? "");
    if (instrument === undefined) return refused(400, -1121, "Invalid symbol.");
    const limit = Math.min(Number(query.get("limit") ?? 500), 1000), trades = [];
    const count = PHASES_US.length, last = Math.floor(nowUs / MINUTE_US);
    for (let minute = last; minute > last - limit && trades.length < limit; minute--) {
      for (let phase = count - 1; phase >= 0 && trades.length < limit; phase--) {
        if (minute * MINUTE_US + PHASES_US[phase]! > nowUs) continue;
        const trade = this.#trade(instrument, minute, phase);
        if (trade !== undefined) trades.push(trade);
      }
    }
    return Response.json(trades.reverse());
  }

  #exchangeInfo(wire: string | null, nowUs: number): Response {
    const minute = this.#minute(nowUs), all = wire === null ? this.#instruments : [this.#named(wire)];
    const instruments = all.filter((each) => each !== undefined);
    if (instruments.length === 0) return refused(400, -1121, "Invalid symbol.");
    const halted = this.faults.ofVenue("halt", minute) !== undefined, terms = this.faults.ofVenue("terms", minute);
    return Response.json({
      timezone: "UTC",
      serverTime: Math.floor(nowUs / 1000),
      rateLimits: [],
      exchangeFilters: [],
      symbols: instruments.map((each) => {
        const [base, quote] = each.symbol.split("/"), size = stepText(1, each.sizeDecimals);
        return {
          symbol: wireName(each.symbol),
          status: halted ? "BREAK" : "TRADING",
          baseAsset: base,
          quoteAsset: quote,
          baseAssetPrecision: 8,
          quoteAssetPrecision: 8,
          quotePrecision: 8,
          orderTypes: ["LIMIT", "MARKET", "STOP_LOSS_LIMIT"],
          isSpotTradingAllowed: true,
          isMarginTradingAllowed: false,
          permissions: ["SPOT"],
          permissionSets: [["SPOT"]],
          filters: [
            {
              filterType: "PRICE_FILTER",
              minPrice: stepText(1, each.priceDecimals),
              maxPrice: "1000000.00",
              tickSize: terms?.tick ?? stepText(1, each.priceDecimals),
            },
            { filterType: "LOT_SIZE", minQty: size, maxQty: "9000.00000", stepSize: size },
            { filterType: "NOTIONAL", minNotional: String(each.notionalMin), applyMinToMarket: true },
          ],
        };
      }),
    });
  }
}

function refused(status: number, code: number, msg: string, headers: Record<string, string> = {}): Response {
  return Response.json({ code, msg }, { status, headers });
}

/** One connection: what it has subscribed to, and the frames on their way. */
class FakeLink {
  readonly #market: FakeMarket;
  readonly #socket: FakeSocket;
  readonly #topics: Map<string, Topic> = new Map();
  readonly #ending = new AbortController();
  #speaks = false;
  #silentUntilUs = -Infinity;
  /** A frame that was held back, so that the next one comes before it. */
  #held: string | undefined;

  constructor(market: FakeMarket, socket: FakeSocket) {
    this.#market = market;
    this.#socket = socket;
  }

  receive(text: string): void {
    const { method, params = [], id } = JSON.parse(text) as {
      readonly method?: string;
      readonly params?: readonly string[];
      readonly id?: unknown;
    };
    for (const name of params) {
      const topic = this.#market.topic(name);
      if (method === "UNSUBSCRIBE") this.#topics.delete(name);
      else if (topic !== undefined) this.#topics.set(name, topic);
    }
    this.#socket.send(JSON.stringify({ result: null, id }));
    if (this.#speaks || this.#topics.size === 0) return;
    this.#speaks = true;
    void this.#speak();
  }

  end(): void {
    this.#ending.abort();
  }

  drop(): void {
    this.end();
    this.#socket.close();
  }

  /** Sends the frames of all topics at each part of each minute. */
  async #speak(): Promise<void> {
    const { clock } = this.#market, { signal } = this.#ending;
    let timeUs = partAt(clock.nowUs()), isFirst = true;
    await clock.waitUntil(timeUs, signal);
    while (!signal.aborted) {
      for (const topic of this.#topics.values()) {
        for (const text of this.#market.frames(topic, timeUs, isFirst)) {
          if (signal.aborted) return;
          this.#send(topic, text, timeUs);
        }
      }
      isFirst = false;
      timeUs = partAt(timeUs + 1);
      await clock.waitUntil(timeUs, signal);
    }
  }

  #send(topic: Topic, text: string, timeUs: number): void {
    const { clock, faults } = this.#market, fault = faults.frame(), us = fault?.us ?? FAULT_US;
    if (timeUs < this.#silentUntilUs || fault?.fault === "drop") return;
    if (fault?.fault === "silence") {
      this.#silentUntilUs = timeUs + us;
      return;
    }
    if (fault?.fault === "close") return this.drop();
    if (fault?.fault === "delay") {
      const { signal } = this.#ending;
      void clock.waitUntil(timeUs + us, signal).then(() => {
        if (!signal.aborted) this.#socket.send(text);
      });
      return;
    }
    if (fault?.fault === "reorder" && this.#held === undefined) {
      this.#held = text;
      return;
    }
    this.#socket.send(text);
    if (fault?.fault === "duplicate") this.#socket.send(text);
    if (fault?.fault === "revise") {
      const revised = this.#market.revise(topic, timeUs);
      if (revised !== undefined) this.#socket.send(revised);
    }
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#socket.send(held);
  }
}

/** Returns the first begin of a part of a minute at a time or after it. */
function partAt(timeUs: number): number {
  const minuteUs = Math.floor(timeUs / MINUTE_US) * MINUTE_US;
  return minuteUs + (PHASES_US.find((us) => minuteUs + us >= timeUs) ?? MINUTE_US);
}
