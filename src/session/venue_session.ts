/**
 * A session with an exchange: its venue, opened once, and what is made of it.
 *
 * @module
 */

import { Bars } from "../feeds/bars.ts";
import { LIVE_FEED } from "../feeds/live_feed.ts";
import { DAY_US, formatWallTime } from "../feeds/time/civil_date.ts";
import { type Moment, readMoment } from "../feeds/time/moment_text.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { feedOfBars, type TimedBar } from "../journal/recorded_bars.ts";
import { SessionError } from "../journal/session_error.ts";
import type { Result } from "../results/result.ts";
import { checkNoComingOpens } from "../run/coming_opens.ts";
import { checkStrategyClass } from "../run/strategy_class.ts";
import type { Params, StrategyClass, StrategyOf } from "../strategy/strategy.ts";
import type { Capabilities, InstrumentTerms, Venue, VenueFactory } from "../venue/venue.ts";
import { runningClock, type VenueClock } from "../venue/venue_clock.ts";
import { type BrokerOptions, takenBrokerOptions } from "./broker_options.ts";
import { EdgeLog } from "./edge_log.ts";
import { checkFixedTimeframe, checkSymbol, type FeedRequest, takenFeedRequest } from "./feed_request.ts";
import { CachedSeries, type TimeRange } from "./history_cache.ts";
import type { HistoryRequest } from "./history_request.ts";
import { SessionRun } from "./session_run.ts";
import {
  type ExchangeOptions,
  type Mode,
  type TakenExchangeOptions,
  takenExchangeOptions,
} from "./exchange_options.ts";
import type {
  ExchangeSession,
  LiveRun,
  SessionBroker,
  SessionFeed,
  SessionRunOptions,
  SessionStore,
} from "./session_parts.ts";
import { clockOffset, VenueCaller } from "./venue_caller.ts";

/** Tries to ask a venue before a session gives up. */
const TRIES = 8;
/** Bars of a history whose begin is not given. */
const HISTORY_BARS = 500;
/** Bars behind its end after which a venue's answer about a range is final. */
const SETTLED_STEPS = 3;
const HISTORY_OPTIONS = ["symbol", "timeframe", "from", "to", "name"] as const;

/** The venue of a session, when it is open. */
interface OpenVenue {
  readonly venue: Venue;
  readonly caller: VenueCaller;
  /** Clock of the session, set by that of the venue. */
  readonly clock: VenueClock;
}

/** A session over the port of a venue. */
export class VenueSession implements ExchangeSession {
  readonly name: string;
  readonly mode: Mode;
  readonly store: SessionStore;
  readonly #factory: VenueFactory;
  readonly #options: TakenExchangeOptions;
  readonly #log: EdgeLog;
  readonly #closing = new AbortController();
  readonly #runs: Set<SessionRun> = new Set();
  #opening: Promise<OpenVenue> | undefined;

  /** Makes a session without any input or output. */
  constructor(factory: VenueFactory, options: ExchangeOptions) {
    this.#factory = factory;
    this.#options = takenExchangeOptions(options);
    this.#log = new EdgeLog(this.#options.logger);
    this.name = factory.name;
    this.mode = this.#options.mode;
    this.store = {
      name: this.name,
      session: this,
      terms: async (symbols) => {
        const { venue, caller } = await this.#venue();
        return await caller.ask("the terms", () => venue.terms(symbols), TRIES) ?? [];
      },
      time: async () => {
        const { venue, caller } = await this.#venue();
        return await caller.ask("the time", () => venue.time(), TRIES) ?? NaN;
      },
      history: (request) => this.history(request),
    };
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  async open(): Promise<void> {
    await this.#venue();
  }

  async capabilities(): Promise<Capabilities> {
    return (await this.#venue()).venue.capabilities;
  }

  async history(request: HistoryRequest): Promise<Bars> {
    const { symbol, timeframe = "1m", from, to, name = symbol } = takenOptions(request, HISTORY_OPTIONS, {
      noObject: (shown) => `Cannot ask for the history of ${shown}: pass an object, such as { symbol: "BTC/USDT" }`,
      unknown: (name) => `Cannot use option ${inspected(name)} of a history: there are ${HISTORY_OPTIONS.join(", ")}`,
    });
    checkSymbol(symbol);
    const step = checkFixedTimeframe(timeframe), wanted = { from: momentUs("from", from), to: momentUs("to", to) };
    const { cache, instrumentType } = this.#options;
    const series = cache === undefined
      ? undefined
      : new CachedSeries(cache, `${this.name} ${instrumentType}`, symbol, timeframe, step);
    // A range whose both ends are said, and that was asked for before, needs no venue.
    const isSaid = wanted.from !== undefined && wanted.to !== undefined, said = rangeOf(step, wanted, Infinity);
    const known = isSaid && series?.missing(said).length === 0 ? series.terms : undefined;
    const { range, terms, rows } = known !== undefined && series !== undefined
      ? { range: said, terms: known, rows: await series.read(said) }
      : await this.#asked(symbol, timeframe, step, wanted, series);
    const [fromUs, untilUs] = range;
    if (rows.length === 0) {
      throw new RangeError(
        `Cannot find a finished bar of ${symbol} from ${formatWallTime(fromUs)} to ${
          formatWallTime(untilUs)
        }: pass other ` +
          "moments, or another timeframe",
      );
    }
    return new Bars(feedOfBars({ name, timeframe, terms }, rows));
  }

  /** Asks the venue for bars, but for those that a cache has. */
  async #asked(
    symbol: string,
    timeframe: string,
    step: number,
    wanted: WantedRange,
    series: CachedSeries | undefined,
  ): Promise<{ readonly range: TimeRange; readonly terms: InstrumentTerms; readonly rows: readonly TimedBar[] }> {
    const { clock } = await this.#venue(), nowUs = clock.nowUs(), range = rangeOf(step, wanted, nowUs);
    const terms = (await this.store.terms([symbol]))[0]!;
    if (series === undefined) return { range, terms, rows: await this.#barsOf(symbol, timeframe, step, range) };
    for (const part of series.missing(range)) {
      const rows = await this.#barsOf(symbol, timeframe, step, part), [fromUs, untilUs] = part;
      // The venue may lack its newest bars for a moment, which is no statement about them.
      const isRecent = untilUs > nowUs - SETTLED_STEPS * step, lastUs = rows.at(-1)?.timeUs ?? fromUs;
      await series.add(isRecent ? [fromUs, lastUs] : part, terms, rows);
    }
    const isEmpty = series.missing(range)[0]?.[0] === range[0];
    return { range, terms, rows: isEmpty ? [] : await series.read(range) };
  }

  /** Returns the finished bars of a range, as the venue has them. */
  async #barsOf(symbol: string, timeframe: string, step: number, [fromUs, untilUs]: TimeRange): Promise<TimedBar[]> {
    const { venue, caller } = await this.#venue();
    const rows = await caller.ask(
      `bars of ${symbol}`,
      () => Array.fromAsync(venue.history(symbol, timeframe, fromUs, untilUs)),
      TRIES,
    ) ?? [];
    return rows.filter(({ beginUs }) => beginUs >= fromUs && beginUs + step <= untilUs)
      .toSorted((one, other) => one.beginUs - other.beginUs)
      .map((bar) => ({ ...bar, timeUs: bar.beginUs + step }));
  }

  feed(request: FeedRequest): SessionFeed {
    const taken = takenFeedRequest(request);
    return { [LIVE_FEED]: true, name: taken.name, request: taken, session: this };
  }

  feeds(requests: readonly FeedRequest[]): readonly SessionFeed[] {
    return requests.map((request) => this.feed(request));
  }

  broker(options: BrokerOptions = {}): SessionBroker {
    return { ...takenBrokerOptions(options, this.mode), session: this };
  }

  async run<P extends Params, F extends string, Class extends StrategyClass<P, F> = StrategyClass<P, F>>(
    strategy: Class & StrategyClass<P, F>,
    feeds: SessionFeed | Readonly<Record<NoInfer<F>, SessionFeed>>,
    options: SessionRunOptions<P> = {},
  ): Promise<LiveRun<Result<StrategyOf<Class>>>> {
    checkStrategyClass(strategy);
    checkNoComingOpens(strategy.name, strategy.prototype);
    const named = this.#namedFeeds(feeds), broker = options.broker ?? this.broker();
    if (broker.session !== this) {
      throw new TypeError("Cannot run with the broker of another session: make it by session.broker of this one");
    }
    SessionRun.checkOptions(strategy, options, broker.terms, [...named.keys()]);
    const { venue, clock } = await this.#venue();
    const { mode, name: venueName } = this, { logger } = this.#options;
    const run = await SessionRun.begin(
      { venue, venueName, mode, clock, logger, broker, feeds: named },
      strategy,
      options,
    );
    this.#runs.add(run);
    run.finished.catch(() => {}).finally(() => this.#runs.delete(run));
    // A session that was closed while the run asked its venue has ended it.
    if (this.isClosed) {
      await run[Symbol.asyncDispose]();
      throw this.#closedError();
    }
    return run as unknown as LiveRun<Result<StrategyOf<Class>>>;
  }

  summary(): string {
    const state = this.isClosed ? "closed" : this.#opening === undefined ? "not opened yet" : "open";
    const runs = [...this.#runs].map(({ status }) =>
      `  run: ${status.phase}, ${status.turns} turns, stream ${status.stream}, entries ${status.entries}`
    );
    return [`Session with ${this.name}, mode ${this.mode}, ${state}`, ...runs].join("\n");
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    await Promise.all([...this.#runs].map((run) => run[Symbol.asyncDispose]()));
    this.#closing.abort();
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.venue.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #namedFeeds(feeds: unknown): ReadonlyMap<string, SessionFeed> {
    const isFeed = (value: unknown): value is SessionFeed =>
      typeof value === "object" && value !== null && LIVE_FEED in value;
    const named = isFeed(feeds) ? [[feeds.name, feeds] as const] : Object.entries((feeds ?? {}) as object);
    if (named.length === 0) {
      throw new RangeError("Cannot run without a feed: pass session.feed(...), or several by name");
    }
    const symbols = new Set<string>();
    for (const [name, feed] of named) {
      if (!isFeed(feed)) {
        throw new TypeError(
          `Cannot run over ${
            inspected(feed, 0)
          } as feed "${name}" of a session: pass session.feed(...); bars in memory are ` +
            "for ct.backtest",
        );
      }
      if (feed.session !== this) {
        throw new TypeError(`Cannot run over feed "${name}" of another session: make it by session.feed of this one`);
      }
      const { symbol, timeframe } = feed.request, key = `${symbol} ${timeframe}`;
      if (symbols.has(key)) throw new RangeError(`Cannot run over ${key} twice: pass each once`);
      symbols.add(key);
    }
    return new Map(named as readonly (readonly [string, SessionFeed])[]);
  }

  #closedError(): SessionError {
    return new SessionError("CLOSED", `Cannot use the session with ${this.name}: it was closed`);
  }

  /** Opens the venue at the first call, and sets the clock by that of the venue. */
  #venue(): Promise<OpenVenue> {
    if (this.isClosed) {
      return Promise.reject(this.#closedError());
    }
    if (!this.#options.network) {
      const text = `Cannot ask ${this.name}: the session was made with network: false`;
      return Promise.reject(new SessionError("NO_NETWORK", text));
    }
    return this.#opening ??= this.#open().catch((error: unknown) => {
      // The next call tries again.
      this.#opening = undefined;
      throw error;
    });
  }

  async #open(): Promise<OpenVenue> {
    const { mode, instrumentType, credentials, clock: given } = this.#options, clock = given ?? runningClock();
    const keys = typeof credentials === "function" ? await credentials() : credentials;
    const venue = this.#factory.create({ mode, instrumentType, ...(keys === undefined ? {} : { credentials: keys }) });
    const caller = new VenueCaller(clock, this.#log, this.#closing.signal);
    try {
      await venue.open(this.#closing.signal);
      const offsetUs = venue.capabilities.time ? await clockOffset(venue, caller, clock, this.#log) : 0;
      return { venue, caller, clock: offsetUs === 0 ? clock : shiftedClock(clock, offsetUs) };
    } catch (error) {
      await venue.close();
      throw error;
    }
  }
}

/** Returns a clock that is ahead of another one. */
function shiftedClock(clock: VenueClock, offsetUs: number): VenueClock {
  return {
    nowUs: () => clock.nowUs() + offsetUs,
    waitUntil: (timeUs, signal) => clock.waitUntil(timeUs - offsetUs, signal),
  };
}

/** The ends of a history as they were said, in microseconds. */
interface WantedRange {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Returns the whole bars between two ends, no later than now. */
function rangeOf(step: number, { from, to }: WantedRange, nowUs: number): TimeRange {
  const untilUs = Math.floor(Math.min(nowUs, to ?? nowUs) / step) * step;
  return [Math.ceil((from ?? untilUs - HISTORY_BARS * step) / step) * step, untilUs];
}

/** Returns a moment in microseconds since the epoch: a date is its begin, in UTC. */
function momentUs(name: string, moment: Moment | undefined): number | undefined {
  if (moment === undefined) return undefined;
  const read = readMoment(name, moment, new TimeZone("UTC"));
  return read.kind === "time" ? read.timeUs : read.dayNumber * DAY_US;
}
