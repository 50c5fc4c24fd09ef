/**
 * A run in a session: the strategy over the turns of a venue, with its journal, its limits and its operator.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { JournalFolder } from "../journal/journal_folder.ts";
import type {
  JournalBar,
  JournalCommand,
  JournalFeed,
  JournalHead,
  JournalLine,
  JournalTurn,
} from "../journal/journal_line.ts";
import { instrumentOf } from "../journal/recording_of_journal.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { SessionError } from "../journal/session_error.ts";
import type { LogEntry } from "../logs/log_entry.ts";
import type { Logger } from "../logs/logger.ts";
import { RunLog } from "../replay/run_log.ts";
import type { Result } from "../results/result.ts";
import { runOverSource } from "../run/blocks/block_run.ts";
import { checkBlocksOptions, type PreparedBlocks } from "../run/blocks/prepare_blocks.ts";
import { takenRunOptions } from "../run/blocks/run_options.ts";
import type { Params, StrategyClass } from "../strategy/strategy.ts";
import type { Venue } from "../venue/venue.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import { Alerts } from "./alerts.ts";
import { EdgeLog } from "./edge_log.ts";
import { checkFixedTimeframe } from "./feed_request.ts";
import { listenForKills } from "./kill_signals.ts";
import { knownLines } from "./known_lines.ts";
import { LiveBars } from "./live_bars.ts";
import { checkStop, journalPath, ownOptions } from "./own_options.ts";
import type { OperatedRun, PageServer, RunEnd } from "./page/page_server.ts";
import type { LimitCommand } from "./risk_limits.ts";
import { RunLimits } from "./run_limits.ts";
import type {
  FeedStatus,
  HowToStop,
  KillReport,
  LiveRun,
  RunPage,
  RunStatus,
  SessionBroker,
  SessionFeed,
  SessionRunOptions,
} from "./session_parts.ts";
import { TurnSource } from "./turn_source.ts";
import { VenueCaller } from "./venue_caller.ts";

/** Time between two looks for the file KILL, in milliseconds. */
const KILL_FILE_MS = 500;
/** Time between two looks at the terms of the instruments, in microseconds. */
const TERMS_US = 3_600_000_000;

/** What a run is made of. */
export interface SessionRunParts {
  readonly venue: Venue;
  readonly venueName: string;
  readonly mode: string;
  readonly clock: VenueClock;
  readonly logger: Logger | undefined;
  readonly broker: SessionBroker;
  readonly feeds: ReadonlyMap<string, SessionFeed>;
}

/** A run that has begun. */
export class SessionRun implements LiveRun {
  readonly finished: Promise<Result>;
  readonly page: RunPage | undefined;
  readonly #parts: SessionRunParts;
  readonly #source: TurnSource;
  readonly #log: EdgeLog;
  readonly #caller: VenueCaller;
  readonly #journal: JournalFolder | undefined;
  readonly #ending: AbortController;
  readonly #server: PageServer | undefined;
  readonly #limits: RunLimits;
  readonly #alerts: Alerts | undefined;
  readonly #bars: number[];
  readonly #lastUs: (number | undefined)[];
  /** Timeframe of each feed in microseconds. */
  readonly #steps: readonly number[];
  #account: Pick<RunStatus, "cash" | "value" | "positions" | "workingOrders">;
  #phase: RunStatus["phase"] = "catching-up";
  #how: HowToStop = "cancel";
  #cancelled = 0;
  #doneTurn = -1;
  /** The kill that a file asked for and that has not acted yet. */
  #killAsked: JournalCommand["command"] | undefined;
  /** Number of intents that the journal has. */
  #intents = 0;

  private constructor(
    parts: SessionRunParts,
    begun: {
      readonly log: EdgeLog;
      readonly caller: VenueCaller;
      readonly journal: JournalFolder | undefined;
      readonly ending: AbortController;
      readonly feeds: readonly JournalFeed[];
      readonly known: readonly JournalLine[];
      readonly server: PageServer | undefined;
      readonly alerts: Alerts | undefined;
    },
    execute: (run: SessionRun, source: TurnSource) => Promise<Result>,
  ) {
    const { log, caller, journal, ending, feeds, known, server, alerts } = begun;
    this.#alerts = alerts;
    this.#parts = parts;
    this.#log = log;
    this.#caller = caller;
    this.#journal = journal;
    this.#ending = ending;
    this.#server = server;
    this.page = server && { url: server.url };
    this.#bars = feeds.map(() => 0);
    this.#lastUs = feeds.map(() => undefined);
    this.#steps = feeds.map(({ timeframe }) => checkFixedTimeframe(timeframe));
    this.#limits = new RunLimits(this.#steps);
    const cash = parts.broker.terms.cash ?? 10_000;
    this.#account = { cash, value: cash, positions: {}, workingOrders: 0 };
    this.#source = new TurnSource({
      ...{ feeds, known, journal, clock: parts.clock },
      goLive: (last, lastStepUs) => this.#goLive(feeds, known, last, lastStepUs),
      caughtUp: () => this.#caughtUp(),
      admits: (command, reason) => this.#limits.admits(command, reason),
      commanded: (line, cancelled, isHeldByRuin) => this.#commanded(line, cancelled, isHeldByRuin),
      limited: ({ limits }) => this.#limits.limit(limits),
    });
    log.tap = server;
    server?.attach(operatedRun(this, parts.clock));
    this.finished = this.#end(execute(this, this.#source));
    // Whoever asks for the result gets the error; nobody has to ask.
    this.finished.catch(() => {});
  }

  /**
   * Rejects options that a run in a session does not have, and those that no run takes, with the errors of a backtest, before
   * anything starts.
   *
   * @param terms Terms of the broker.
   * @param names Names of the feeds.
   */
  static checkOptions<P extends Params>(
    strategy: StrategyClass<P>,
    options: SessionRunOptions<P>,
    terms: SessionBroker["terms"],
    names: readonly string[],
  ): void {
    const { rest } = ownOptions(options), { backtest } = takenRunOptions<P>({ ...given(terms), ...rest });
    checkBlocksOptions(strategy, names, backtest);
  }

  /** Begins a run: opens its journal, asks for terms and for the warm-up, and starts the strategy. */
  static async begin<P extends Params>(
    parts: SessionRunParts,
    strategy: StrategyClass<P>,
    options: SessionRunOptions<P>,
  ): Promise<SessionRun> {
    const { own, rest } = ownOptions(options), { signal, onStop = "cancel" } = own;
    const log = new EdgeLog(parts.logger), ending = new AbortController();
    const about = { strategy: strategy.name, venue: parts.venueName, feeds: [...parts.feeds.keys()] };
    const alerts = own.alerts === undefined
      ? undefined
      : new Alerts(own.alerts, { log, clock: parts.clock, run: about });
    log.alert = alerts === undefined ? undefined : (entry) => alerts.take(entry);
    const caller = new VenueCaller(parts.clock, log, ending.signal);
    const path = own.journal === undefined ? undefined : journalPath(own.journal);
    const journal = path === undefined ? undefined : JournalFolder.open(path, own.rotateBytes);
    let server: PageServer | undefined, unlisten = (): void => {};
    try {
      const known = await knownLines(parts, strategy.name, caller, journal), head = known[0] as JournalHead;
      const { feeds, from_us } = head, warmUp = (known[1] as JournalTurn).bars.length;
      const instruments = Object.fromEntries(feeds.map(({ name, terms }) => [name, {
        ...instrumentOf(terms),
        ...rest.instruments?.[name],
      }]));
      const taken = takenRunOptions<P>({
        ...given(parts.broker.terms),
        ...rest,
        ...{ instruments, logger: log, blockBars: Math.max(1, warmUp) },
      });
      if (own.page !== undefined) server = await openPage(head, own.page.port);
      const runLog = journal === undefined ? {} : { replayLog: new RunLog(journal.log) };
      // A signal that the system does not have is told before anything runs.
      unlisten = listenForKills(own.killOn, (name) => run.#ask("cancel", `the signal ${name} came`));
      const run = new SessionRun(
        parts,
        { log, caller, journal, ending, feeds, known: known.slice(1), server, alerts },
        (self, source) =>
          runOverSource(
            strategy,
            new Map(feeds.map(({ name }) => [name, []])),
            { ...taken, backtest: { ...taken.backtest, ...runLog } },
            source,
            {
              fromUs: from_us,
              done: (prepared, { packed }) => self.#done(prepared, packed.feeds),
              beforeCrossing: (prepared) => self.#limits.check(prepared),
              ending: () => self.#how,
            },
          ),
      );
      const stop = (): void => void run.stop(onStop).catch(() => {});
      if (signal?.aborted === true) stop();
      signal?.addEventListener("abort", stop, { once: true });
      run.finished.catch(() => {}).finally(() => {
        signal?.removeEventListener("abort", stop);
        unlisten();
      });
      return run;
    } catch (error) {
      unlisten();
      ending.abort();
      await alerts?.close();
      journal?.[Symbol.dispose]();
      await server?.close(undefined);
      throw error;
    }
  }

  get status(): RunStatus {
    const live = this.#source.live, lastUs = this.#lastUs.reduce<number>((most, us) => Math.max(most, us ?? 0), 0);
    const names = [...this.#parts.feeds.keys()], lagUs = lastUs === 0 ? 0 : this.#parts.clock.nowUs() - lastUs;
    return {
      phase: this.#phase,
      feeds: names.map((name, id): FeedStatus => ({
        ...{ byRequest: 0, revised: 0, missing: 0, bad: 0, ...live?.counts[id] },
        ...{ name, bars: this.#bars[id]!, lastBarUs: this.#lastUs[id] },
      })),
      turns: this.#source.turn + 1,
      stream: live?.state ?? "connecting",
      connections: live?.connections ?? 0,
      failedQuestions: this.#caller.failed,
      entries: this.#limits.entries,
      reason: this.#limits.reason,
      lagUs,
      commands: this.#limits.commands,
      limits: this.#limits.states(lagUs),
      ...this.#account,
    };
  }

  logs(): AsyncIterable<LogEntry> {
    return this.#log.entries();
  }

  async stopEntries(reason: string): Promise<void> {
    const told = checkedReason(reason);
    if (!this.#isOver) await this.#source.command("stop-entries", told);
  }

  async resumeEntries(): Promise<void> {
    if (this.#limits.entries === "killed") {
      throw new SessionError(
        "UNSUPPORTED",
        "Cannot resume entries after a kill: call run.clearKill(reason), or cracktrader sessions clear-kill between two runs",
      );
    }
    if (!this.#isOver) await this.#source.command("resume-entries", "resumed by the operator");
  }

  async flatten(reason: string): Promise<void> {
    const told = checkedReason(reason);
    if (!this.#isOver) await this.#source.command("flatten", told);
  }

  async clearKill(reason: string): Promise<void> {
    const told = checkedReason(reason);
    if (this.#limits.entries !== "killed" || this.#isOver) {
      throw new SessionError("UNSUPPORTED", `Cannot clear a kill: the entries of the run are ${this.#limits.entries}`);
    }
    // The file would kill the run again.
    this.#journal?.removeKill();
    await this.#source.command("clear-kill", told);
  }

  async stop(how: HowToStop = "cancel"): Promise<Result> {
    checkStop(how);
    if (this.#phase === "catching-up" || this.#phase === "running") {
      this.#phase = "stopping";
      this.#how = how;
      this.#source.end();
    }
    return await this.finished;
  }

  async kill(how: "halt" | "cancel" | "flatten", reason: string): Promise<KillReport> {
    if (how !== "halt" && how !== "cancel" && how !== "flatten") {
      throw new RangeError(`Cannot kill by ${inspected(how, 0)}: pass "halt", "cancel" or "flatten"`);
    }
    const told = checkedReason(reason);
    // A run that has ended acts on nothing; the report says what it holds.
    if (how === "flatten") await this.flatten(told);
    else if (!this.#isOver) await this.#source.command(how, told);
    const cancelled = this.#cancelled;
    if (how === "flatten") await this.finished;
    const { positions } = this.#account;
    return { how, cancelled, positions, flat: Object.values(positions).every((size) => size === 0) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop(this.#journal === undefined ? "cancel" : "keep").catch(() => {});
  }

  get #isOver(): boolean {
    return this.#phase === "ended" || this.#phase === "failed";
  }

  /** Waits for the run, and ends all that it has open. */
  async #end(execution: Promise<Result>): Promise<Result> {
    let end: RunEnd | undefined;
    try {
      const result = await execution;
      if (this.#how !== "keep") {
        const line = { how: this.#how, reason: "the run was stopped", now_us: this.#parts.clock.nowUs() };
        this.#journal?.append({ kind: "end", ...line });
      }
      this.#account = endedAccount(this.#account, this.#how, result);
      this.#phase = "ended";
      end = { how: this.#how, result };
      return result;
    } catch (error) {
      this.#phase = "failed";
      const text = error instanceof Error ? error.message : String(error);
      this.#log.edge("ERROR", "engine", this.#parts.clock.nowUs(), `The run failed: ${text}`);
      end = { how: "failed", error: text };
      throw error;
    } finally {
      this.#ending.abort();
      await this.#source.close(undefined);
      await this.#alerts?.close();
      this.#log.end();
      this.#journal?.[Symbol.dispose]();
      await this.#server?.close(end);
    }
  }

  #goLive(
    feeds: readonly JournalFeed[],
    known: readonly JournalLine[],
    last: readonly (JournalBar | undefined)[],
    lastStepUs: number,
  ): LiveBars {
    const { venue, clock } = this.#parts, requests = [...this.#parts.feeds.values()];
    const beganUs = (known[0] as JournalTurn).now_us;
    return new LiveBars({
      ...{ venue, clock, caller: this.#caller, log: this.#log, lastStepUs },
      feeds: feeds.map(({ name, timeframe, terms: { symbol } }, id) => {
        const step = checkFixedTimeframe(timeframe), bar = last[id];
        // Without a warm-up the first bar is the one that was in progress when the run began.
        const nextUs = bar === undefined ? Math.floor(beganUs / step) * step : bar.begin_us + step;
        return { name, symbol, timeframe, step, nextUs, graceUs: requests[id]!.request.graceMs * 1000 };
      }),
    });
  }

  /** Goes on with what comes, when all that the journal has was run again. */
  #caughtUp(): void {
    this.#log.isMuted = false;
    if (this.#phase === "catching-up") this.#phase = "running";
    const { clock, broker } = this.#parts, { signal } = this.#ending;
    this.#log.edge("INFO", "session", clock.nowUs(), `The run goes on live behind ${this.#source.turn + 1} turns`);
    const changed = this.#limits.change(broker.risk, clock.nowUs());
    if (changed !== undefined) this.#journal?.append(changed);
    this.#askFor(this.#limits.takeOwed());
    void this.#watchTerms().catch(() => {});
    void this.#watchAge().catch(() => {});
    if (this.#journal === undefined) return;
    const look = (): void => {
      const asked = this.#journal!.kill();
      // A weaker one than what was done adds nothing, and one that waits for its turn is not asked for twice.
      if (asked === undefined || asked.how === this.#killAsked || !this.#limits.isBelow(asked.how)) return;
      this.#killAsked = asked.how;
      this.#ask(asked.how, asked.reason);
    };
    look();
    const timer = setInterval(look, KILL_FILE_MS);
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  /** Asks for a command that nobody waits for. */
  #ask(command: JournalCommand["command"], reason: string): void {
    if (!this.#ending.signal.aborted) void this.#source.command(command, reason);
  }

  /** Asks for what the limits want to have done. */
  #askFor(asked: LimitCommand | undefined): void {
    if (asked !== undefined) this.#ask(asked.command, asked.reason);
  }

  #commanded(line: JournalCommand, cancelled: number, isHeldByRuin: boolean): void {
    const { clock } = this.#parts, { command, reason } = line;
    this.#cancelled = cancelled;
    this.#killAsked = undefined;
    this.#limits.commanded(line, isHeldByRuin);
    const level = this.#limits.entries === "killed" ? "ERROR" : "WARNING";
    this.#log.edge(level, "risk", clock.nowUs(), `${TOLD[command]}: ${reason}`, { command, cancelled });
    if (command !== "flatten") return;
    // A run that was cut off between the command and its end comes to the same end.
    if (!this.#isOver) this.#phase = "stopping";
    this.#how = "flatten";
    this.#source.end();
  }

  /** Looks at the account behind a turn, and lets the disk have it. */
  #done(run: PreparedBlocks, feeds: readonly FeedData[]): void {
    const { account, journal, session, specs, live } = run;
    const times = feeds.map(({ columns }) => columns.timeUs), isNew = this.#source.turn !== this.#doneTurn;
    const positions = Object.fromEntries(account.positions.map(({ size }, id) => [specs[id]!.name, size]));
    const { cash, value } = account;
    this.#account = { cash, value, positions, workingOrders: journal.orders.working().length };
    const isCatchingUp = this.#source.isCatchingUp;
    if (this.#journal !== undefined) {
      session.flushLog();
      if (!isCatchingUp) this.#journal.sync(session.intentsRecorded > this.#intents);
      this.#intents = session.intentsRecorded;
    }
    const timeUs = isNew ? Math.max(...times.map((time) => time.at(-1) ?? 0)) : 0;
    if (isNew) this.#server?.bars(feeds);
    this.#server?.account({ account, specs, journal }, timeUs);
    // Behind a command there are no new bars.
    if (!isNew) return;
    this.#doneTurn = this.#source.turn;
    times.forEach((time, id) => {
      this.#bars[id]! += time.length;
      this.#lastUs[id] = time.at(-1) ?? this.#lastUs[id];
    });
    if (timeUs === 0) return;
    const grossNotional = account.positions.reduce((sum, { size }, id) => {
      const close = live[id]!.bars.close.at(-1) ?? 0;
      return sum + Math.abs(size) * close * specs[id]!.pointValue;
    }, 0);
    const flows = journal.flows.reduce((sum, { units }) => sum + units, 0) / run.moneyUnits;
    this.#limits.behind({ timeUs, value, flows, grossNotional }, journal.ruined && run.onRuin !== "ignore");
    if (!isCatchingUp) this.#askFor(this.#limits.takeOwed() ?? this.#limits.resumed());
  }

  /** Stops entries while bars are missing for longer than a limit allows. */
  async #watchAge(): Promise<void> {
    const { clock, broker: { risk: { maxStaleBars } } } = this.#parts, { signal } = this.#ending, steps = this.#steps;
    if (maxStaleBars === undefined) return;
    const most = maxStaleBars * Math.min(...steps);
    while (!signal.aborted) {
      await clock.waitUntil(clock.nowUs() + Math.min(...steps) / 4, signal);
      if (!signal.aborted) this.#askFor(this.#limits.stale(this.status.lagUs, most));
    }
  }

  /** Looks at the terms of the instruments now and then. */
  async #watchTerms(): Promise<void> {
    const { venue, clock, feeds } = this.#parts, { signal } = this.#ending;
    const symbols = [...feeds.values()].map(({ request }) => request.symbol);
    let begun: string | undefined, wereHalted: readonly string[] = [];
    while (!signal.aborted) {
      const terms = await this.#caller.ask("the terms", () => venue.terms(symbols));
      if (terms === undefined) return;
      const now = JSON.stringify(terms.map(({ status: _, ...rest }) => rest));
      const halted = terms.filter(({ status }) => status === "halted").map(({ symbol }) => symbol);
      const newly = halted.find((symbol) => !wereHalted.includes(symbol));
      const reason = newly !== undefined
        ? `${newly} is halted`
        : begun !== undefined && now !== begun
        ? "the terms of an instrument changed"
        : undefined;
      // Bars that come again would end a stop by their lack.
      if (reason !== undefined && (this.#limits.entries === "open" || this.#limits.isStale)) {
        this.#ask("stop-entries", reason);
      }
      begun = now;
      wereHalted = halted;
      await clock.waitUntil(clock.nowUs() + TERMS_US, signal);
    }
  }
}

/** Serves a page, whose modules are loaded when one is asked for. */
async function openPage(head: JournalHead, port: number): Promise<PageServer> {
  const { PageServer } = await import("./page/page_server.ts");
  return await PageServer.open(head, port);
}

/** Returns a run as its page acts on it. */
function operatedRun(run: SessionRun, clock: VenueClock): OperatedRun {
  return {
    get status() {
      return run.status;
    },
    get nowUs() {
      return clock.nowUs();
    },
    stopEntries: (reason) => run.stopEntries(reason),
    resumeEntries: () => run.resumeEntries(),
    flatten: (reason) => run.flatten(reason),
    clearKill: (reason) => run.clearKill(reason),
    kill: (how, reason) => run.kill(how, reason),
    stop: (how) => run.stop(how),
  };
}

/** Returns the entries of an object that are there. */
function given<T extends object>(terms: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

/** What commands do, in words. */
const TOLD: Readonly<Record<JournalCommand["command"], string>> = {
  "stop-entries": "Entries are stopped",
  "resume-entries": "Entries are taken again",
  "clear-kill": "The kill was cleared",
  "halt": "No order is taken any more",
  "cancel": "All orders are cancelled, and no order is taken any more",
  "flatten": "All orders are cancelled, positions are closed, and the run ends",
};

/** Returns the account behind the end of a run. */
function endedAccount<A extends Pick<RunStatus, "cash" | "value" | "positions" | "workingOrders">>(
  account: A,
  how: HowToStop,
  { cash, equity }: Result,
): A {
  if (how === "keep") return account;
  const { positions } = account, flat = Object.fromEntries(Object.keys(positions).map((name) => [name, 0]));
  return {
    ...account,
    ...{ cash: cash.at(-1) ?? account.cash, value: equity.at(-1) ?? account.value, workingOrders: 0 },
    positions: how === "flatten" ? flat : positions,
  };
}

function checkedReason(reason: unknown): string {
  if (typeof reason === "string" && reason !== "") return reason;
  throw new TypeError(`Cannot use the reason ${inspected(reason, 0)}: say in words why`);
}
