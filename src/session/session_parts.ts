/**
 * The parts of a session, which name each other: the session, its store, its feeds, its broker and its runs.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { LIVE_FEED } from "../feeds/live_feed.ts";
import type { SystemSignal } from "../host.ts";
import type { LogEntry } from "../logs/log_entry.ts";
import type { Result } from "../results/result.ts";
import type { RunOptions } from "../run/blocks/run_options.ts";
import type { Params, StrategyClass, StrategyOf } from "../strategy/strategy.ts";
import type { Capabilities, InstrumentTerms } from "../venue/venue.ts";
import type { AlertOptions } from "./alerts.ts";
import type { BrokerOptions, TakenBrokerOptions } from "./broker_options.ts";
import type { FeedRequest } from "./feed_request.ts";
import type { PageOption } from "./page/page_options.ts";
import type { LimitStatus } from "./risk_limits.ts";
import type { HistoryRequest } from "./history_request.ts";
import type { Mode } from "./exchange_options.ts";

/** A session with an exchange; `ct.exchange` makes it. It does nothing before it is asked for something. */
export interface ExchangeSession extends AsyncDisposable {
  /** Name of the exchange. */
  readonly name: string;
  /** Mode. */
  readonly mode: Mode;
  /** Its store. */
  readonly store: SessionStore;
  /** True once it was closed. */
  readonly isClosed: boolean;
  /** Opens the venue; everything that needs it does so by itself. */
  open(): Promise<void>;
  /** Returns what the venue can do. */
  capabilities(): Promise<Capabilities>;
  /** Returns finished bars of the past, for `ct.backtest`. */
  history(request: HistoryRequest): Promise<Bars>;
  /** Makes a feed: bars before now for the lines, then bars as they come. */
  feed(request: FeedRequest): SessionFeed;
  /** Makes feeds, one of each request. */
  feeds(requests: readonly FeedRequest[]): readonly SessionFeed[];
  /** Makes a broker. */
  broker(options?: BrokerOptions): SessionBroker;
  /** Begins a run, and returns when its warm-up is there. */
  run<P extends Params, F extends string, Class extends StrategyClass<P, F> = StrategyClass<P, F>>(
    strategy: Class & StrategyClass<P, F>,
    feeds: SessionFeed | Readonly<Record<NoInfer<F>, SessionFeed>>,
    options?: SessionRunOptions<P>,
  ): Promise<LiveRun<Result<StrategyOf<Class>>>>;
  /** Describes the session in some lines. */
  summary(): string;
  /** Ends all runs and closes the venue. It may be called twice. */
  close(): Promise<void>;
}

/** The data of a venue. */
export interface SessionStore {
  /** Name of the exchange. */
  readonly name: string;
  /** The session that it belongs to. */
  readonly session: ExchangeSession;
  /** Returns the terms of instruments. */
  terms(symbols: readonly string[]): Promise<readonly InstrumentTerms[]>;
  /** Returns the time of the venue in microseconds since the epoch. */
  time(): Promise<number>;
  /** Returns finished bars of the past, for `ct.backtest`. */
  history(request: HistoryRequest): Promise<Bars>;
}

/** A feed of a session: bars that come while they happen. `session.run` takes it. */
export interface SessionFeed {
  /** Marks feeds of sessions. */
  readonly [LIVE_FEED]: true;
  /** Name of the feed in results. */
  readonly name: string;
  /** What it was asked for, with the defaults. */
  readonly request: Required<FeedRequest>;
  /** The session that it belongs to. */
  readonly session: ExchangeSession;
}

/** The broker of a run in a session. */
export interface SessionBroker extends TakenBrokerOptions {
  /** The session that it belongs to. */
  readonly session: ExchangeSession;
}

/** Options of a run in a session: those of `ct.run`, without those that follow from the session. */
export interface SessionRunOptions<P extends Params = Params>
  extends Omit<RunOptions<P>, "blockBars" | "cash" | "commission" | "slippage" | "logger" | "closeAtEnd"> {
  /** Broker of the run. Default: that of `session.broker()`. */
  readonly broker?: SessionBroker;
  /**
   * Folder of the journal, which is made if it is not there. The same folder again goes on with the run that it has.
   * Default: none is written, and a run that is cut off is lost.
   */
  readonly journal?: string | URL;
  /**
   * Size in MiB, above 0, that a file of the journal does not grow past: before, its bytes move to a compressed segment
   * beside it. Each start of the run may have another one; `Infinity` rotates nothing. Default: 16.
   */
  readonly rotateMiB?: number;
  /** End of the run by its signal: `"cancel"`, `"flatten"` or `"keep"`; see {@linkcode LiveRun.stop}. Default: `"cancel"`. */
  readonly onStop?: HowToStop;
  /**
   * True to serve a page of the run on a free port of 127.0.0.1, or an object with its port; {@linkcode LiveRun.page} has
   * its address. It needs `--allow-net=127.0.0.1`. Default: no page.
   */
  readonly page?: PageOption;
  /**
   * Signals of the operating system that kill the run, as `kill("cancel", ...)` does, such as `["SIGUSR2"]`; `SIGUSR1`
   * opens the debugger of Deno. Default: none.
   */
  readonly killOn?: readonly SystemSignal[];
  /** Where errors of the run and warnings of its edge are sent. Default: nowhere. */
  readonly alerts?: AlertOptions;
}

/** The page of a run, while the run goes on. */
export interface RunPage {
  /** Its address, with a token in the fragment: whoever has it may act on the run, so it is for the operator alone. */
  readonly url: string;
}

/** How a run stops: with its orders cancelled, with positions closed too, or with all kept, to go on from its journal. */
export type HowToStop = "cancel" | "flatten" | "keep";

/** A feed of a run, as it stands. */
export interface FeedStatus {
  /** Name of the feed. */
  readonly name: string;
  /** Bars so far, those of the warm-up included. */
  readonly bars: number;
  /** Time of the last step with a bar, in microseconds since the epoch; undefined before the first. */
  readonly lastBarUs: number | undefined;
  /** Bars that came by request instead of the stream. */
  readonly byRequest: number;
  /** Bars that the venue told otherwise after they were closed. */
  readonly revised: number;
  /** Bars that the venue does not have. */
  readonly missing: number;
  /** Updates that were no bars. */
  readonly bad: number;
}

/** A run in a session, as it stands. */
export interface RunStatus {
  /** Phase of the run. */
  readonly phase: "catching-up" | "running" | "stopping" | "ended" | "failed";
  /** Feeds by their order. */
  readonly feeds: readonly FeedStatus[];
  /** Turns so far, of which the first is the warm-up. */
  readonly turns: number;
  /** State of the stream. */
  readonly stream: "connecting" | "connected" | "lost" | "ended";
  /** Connections so far. */
  readonly connections: number;
  /** Questions to the venue that had no answer. */
  readonly failedQuestions: number;
  /** Whether orders may open positions, with the reason where they may not. */
  readonly entries: "open" | "stopped" | "killed";
  /** The last reason for which entries were stopped; empty without one. */
  readonly reason: string;
  /** Commands of the operator and of limits so far: behind one the run is no backtest of its bars any more. */
  readonly commands: number;
  /** The limits of the broker that were given, as they stand. */
  readonly limits: readonly LimitStatus[];
  /** Time since the end of the last bar in microseconds of the venue's clock. */
  readonly lagUs: number;
  /** Cash of the account. */
  readonly cash: number;
  /** Value of the account at the last closes. */
  readonly value: number;
  /** Size of each position by feed. */
  readonly positions: Readonly<Record<string, number>>;
  /** Number of orders that work. */
  readonly workingOrders: number;
}

/** What a kill has done. */
export interface KillReport {
  /** What was asked for. */
  readonly how: "halt" | "cancel" | "flatten";
  /** Number of orders that were cancelled. */
  readonly cancelled: number;
  /** Size of each position by feed after it. */
  readonly positions: Readonly<Record<string, number>>;
  /** True if no position is open. */
  readonly flat: boolean;
}

/** A run in a session. */
export interface LiveRun<R extends Result = Result> extends AsyncDisposable {
  /** The run as it stands. */
  readonly status: RunStatus;
  /** The result at the end; it rejects if the run fails. */
  readonly finished: Promise<R>;
  /** Its page; undefined if none was asked for. */
  readonly page: RunPage | undefined;
  /** Returns the entries of the log from now on, until the run ends. */
  logs(): AsyncIterable<LogEntry>;
  /** Refuses orders that could open or turn a position, from the next turn on. The promise is kept when it holds. */
  stopEntries(reason: string): Promise<void>;
  /**
   * Takes such orders again.
   *
   * @throws {SessionError} UNSUPPORTED after a kill.
   */
  resumeEntries(): Promise<void>;
  /**
  /**
   * Kills the run as `kill("flatten", ...)` does: entries stop, all orders are cancelled, positions are closed at the last
   * price, and the run ends. The promise is kept when the command has acted; {@linkcode LiveRun.finished} has the result.
   */
  flatten(reason: string): Promise<void>;
  /**
   * Ends a kill: orders are taken again from the next turn on. A file `KILL` in the folder of the journal is removed.
   *
   * @throws {SessionError} UNSUPPORTED if the run was not killed, or is over.
   */
  clearKill(reason: string): Promise<void>;
  /**
   * Ends the run: `"cancel"` ends its orders and leaves positions marked, `"flatten"` closes positions at the last price,
   * `"keep"` leaves everything as it is, for a later run with the same journal. Default: `"cancel"`.
   */
  stop(how?: HowToStop): Promise<R>;
  /**
   * Takes no more orders: `"halt"` leaves those that work, `"cancel"` cancels them, `"flatten"` closes positions at the last
   * price and ends the run. It stays so, also when the journal is opened again.
   */
  kill(how: "halt" | "cancel" | "flatten", reason: string): Promise<KillReport>;
}
