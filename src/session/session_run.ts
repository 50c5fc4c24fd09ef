/**
 * A run in a session: the strategy over the turns of a venue, with its journal, its limits and its operator.
 *
 * @module
 */

import { checkedPath, inspected, pathOfUrl } from "../host.ts";
import { takenOptions } from "../options.ts";
import { JournalFolder } from "../journal/journal_folder.ts";
import {
  type Entries,
  JOURNAL_VERSION,
  type JournalBar,
  type JournalCommand,
  type JournalFeed,
  type JournalHead,
  type JournalLine,
  type JournalTurn,
} from "../journal/journal_line.ts";
import { instrumentOf } from "../journal/recording_of_journal.ts";
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
import { EdgeLog } from "./edge_log.ts";
import { checkFixedTimeframe } from "./feed_request.ts";
import { journalBar, LiveBars } from "./live_bars.ts";
import { RiskWatch } from "./risk_limits.ts";
import type {
  FeedStatus,
  HowToStop,
  KillReport,
  LiveRun,
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
/** Tries to ask for what a run cannot begin without. */
const TRIES = 8;

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

/** Options of a run beside those of `ct.run`. */
const OWN = ["broker", "journal", "onStop", "signal"] as const;

/** A run that has begun. */
export class SessionRun implements LiveRun {
  readonly finished: Promise<Result>;
  readonly #parts: SessionRunParts;
  readonly #source: TurnSource;
  readonly #log: EdgeLog;
  readonly #caller: VenueCaller;
  readonly #journal: JournalFolder | undefined;
  readonly #ending: AbortController;
  readonly #risk: RiskWatch;
  readonly #bars: number[];
  readonly #lastUs: (number | undefined)[];
  /** Timeframe of each feed in microseconds. */
  readonly #steps: readonly number[];
  #account: Pick<RunStatus, "cash" | "value" | "positions" | "workingOrders">;
  #entries: RunStatus["entries"] = "open";
  #reason = "";
  #phase: RunStatus["phase"] = "catching-up";
  #how: HowToStop = "cancel";
  #cancelled = 0;
  #isStale = false;
  #doneTurn = -1;
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
    },
    execute: (run: SessionRun, source: TurnSource) => Promise<Result>,
  ) {
    const { log, caller, journal, ending, feeds, known } = begun;
    this.#parts = parts;
    this.#log = log;
    this.#caller = caller;
    this.#journal = journal;
    this.#ending = ending;
    this.#risk = new RiskWatch(parts.broker.risk);
    this.#bars = feeds.map(() => 0);
    this.#lastUs = feeds.map(() => undefined);
    this.#steps = feeds.map(({ timeframe }) => checkFixedTimeframe(timeframe));
    const cash = parts.broker.terms.cash ?? 10_000;
    this.#account = { cash, value: cash, positions: {}, workingOrders: 0 };
    this.#source = new TurnSource({
      ...{ feeds, known, journal, clock: parts.clock },
      goLive: (last, lastStepUs) => this.#goLive(feeds, known, last, lastStepUs),
      caughtUp: () => this.#caughtUp(),
      commanded: (line, cancelled, entries) => this.#commanded(line, cancelled, entries),
    });
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
    const caller = new VenueCaller(parts.clock, log, ending.signal);
    const path = own.journal === undefined ? undefined : journalPath(own.journal);
    const journal = path === undefined ? undefined : JournalFolder.open(path);
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
      const runLog = journal === undefined ? {} : { replayLog: new RunLog(journal.log) };
      const run = new SessionRun(
        parts,
        { log, caller, journal, ending, feeds, known: known.slice(1) },
        (self, source) =>
          runOverSource(
            strategy,
            new Map(feeds.map(({ name }) => [name, []])),
            { ...taken, backtest: { ...taken.backtest, ...runLog } },
            source,
            {
              fromUs: from_us,
              done: (prepared, { packed }) => self.#done(prepared, packed.feeds.map(({ columns }) => columns.timeUs)),
              ending: () => self.#how,
            },
          ),
      );
      const stop = (): void => void run.stop(onStop).catch(() => {});
      if (signal?.aborted === true) stop();
      signal?.addEventListener("abort", stop, { once: true });
      run.finished.catch(() => {}).finally(() => signal?.removeEventListener("abort", stop));
      return run;
    } catch (error) {
      ending.abort();
      journal?.[Symbol.dispose]();
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
      entries: this.#entries,
      reason: this.#reason,
      lagUs,
      limits: this.#risk.states(lagUs / Math.min(...this.#steps)),
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
    if (this.#entries === "killed") {
      throw new SessionError(
        "UNSUPPORTED",
        "Cannot resume entries after a kill: end the run, and clear the kill of its journal by cracktrader sessions clear-kill",
      );
    }
    if (!this.#isOver) await this.#source.command("resume-entries", "resumed by the operator");
  }

  async flatten(reason: string): Promise<void> {
    const told = checkedReason(reason);
    if (!this.#isOver) await this.#source.command("flatten", told);
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
    if (!this.#isOver) await this.#source.command(how === "halt" ? "halt" : "cancel", told);
    const cancelled = this.#cancelled;
    if (how === "flatten" && !this.#isOver) await this.stop("flatten");
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
    try {
      const result = await execution;
      if (this.#how !== "keep") {
        const line = { how: this.#how, reason: "the run was stopped", now_us: this.#parts.clock.nowUs() };
        this.#journal?.append({ kind: "end", ...line });
      }
      if (this.#how === "flatten") this.#account = { ...this.#account, positions: flatPositions(this.#account) };
      this.#phase = "ended";
      return result;
    } catch (error) {
      this.#phase = "failed";
      const text = error instanceof Error ? error.message : String(error);
      this.#log.edge("ERROR", "engine", this.#parts.clock.nowUs(), `The run failed: ${text}`);
      throw error;
    } finally {
      this.#ending.abort();
      await this.#source.close(undefined);
      this.#log.end();
      this.#journal?.[Symbol.dispose]();
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
    const { clock } = this.#parts, { signal } = this.#ending;
    this.#log.edge("INFO", "session", clock.nowUs(), `The run goes on live behind ${this.#source.turn + 1} turns`);
    void this.#watchTerms().catch(() => {});
    void this.#watchAge().catch(() => {});
    if (this.#journal === undefined) return;
    const timer = setInterval(() => {
      if (this.#journal!.isKilled && this.#entries !== "killed") this.#ask("cancel", "there is a file KILL");
    }, KILL_FILE_MS);
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  /** Asks for a command that nobody waits for. */
  #ask(command: JournalCommand["command"], reason: string): void {
    if (!this.#ending.signal.aborted) void this.#source.command(command, reason);
  }

  #commanded({ command, reason }: JournalCommand, cancelled: number, entries: Entries): void {
    const { clock } = this.#parts;
    this.#cancelled = cancelled;
    // A kill stays, and so does its reason.
    const isLatched = this.#entries === "killed" && command !== "halt" && command !== "cancel";
    this.#reason = entries === "open" ? "" : isLatched ? this.#reason : reason;
    this.#entries = entries;
    if (this.#entries === "open") this.#risk.reset();
    const level = this.#entries === "killed" ? "ERROR" : "WARNING";
    this.#log.edge(level, "risk", clock.nowUs(), `${TOLD[command]}: ${reason}`, { command, cancelled });
  }

  /** Looks at the account behind a turn, and lets the disk have it. */
  #done({ account, journal, moneyUnits, session, specs, live }: PreparedBlocks, times: readonly Float64Array[]): void {
    const positions = Object.fromEntries(account.positions.map(({ size }, id) => [specs[id]!.name, size]));
    const { cash, value } = account;
    this.#account = { cash, value, positions, workingOrders: journal.orders.working().length };
    const isCatchingUp = this.#source.isCatchingUp;
    if (this.#journal !== undefined) {
      session.flushLog();
      if (!isCatchingUp) this.#journal.sync(session.intentsRecorded > this.#intents);
      this.#intents = session.intentsRecorded;
    }
    // Behind a command there are no new bars.
    if (this.#source.turn === this.#doneTurn) return;
    this.#doneTurn = this.#source.turn;
    const timeUs = Math.max(...times.map((time) => time.at(-1) ?? 0));
    times.forEach((time, id) => {
      this.#bars[id]! += time.length;
      this.#lastUs[id] = time.at(-1) ?? this.#lastUs[id];
    });
    if (timeUs === 0) return;
    const grossNotional = account.positions.reduce((sum, { size }, id) => {
      const close = live[id]!.bars.close.at(-1) ?? 0;
      return sum + Math.abs(size) * close * specs[id]!.pointValue;
    }, 0);
    const flows = journal.flows.reduce((sum, { units }) => sum + units, 0) / moneyUnits;
    const asked = this.#risk.take({ timeUs, value, flows, grossNotional });
    // What limits asked for before is in the journal.
    if (asked !== undefined && !isCatchingUp && this.#entries !== "killed") this.#ask(asked.command, asked.reason);
    if (!this.#isStale || isCatchingUp) return;
    this.#isStale = false;
    if (this.#entries === "stopped") this.#ask("resume-entries", "bars come again");
  }

  /** Stops entries while bars are missing for longer than a limit allows. */
  async #watchAge(): Promise<void> {
    const { clock, broker: { risk: { maxStaleBars } } } = this.#parts, { signal } = this.#ending, steps = this.#steps;
    if (maxStaleBars === undefined) return;
    const most = maxStaleBars * Math.min(...steps);
    while (!signal.aborted) {
      await clock.waitUntil(clock.nowUs() + Math.min(...steps) / 4, signal);
      if (signal.aborted || this.#isStale || this.#entries !== "open" || this.status.lagUs <= most) continue;
      this.#isStale = true;
      this.#ask("stop-entries", `no bar has come for ${maxStaleBars} timeframes`);
    }
  }

  /** Looks at the terms of the instruments now and then. */
  async #watchTerms(): Promise<void> {
    const { venue, clock, feeds } = this.#parts, { signal } = this.#ending;
    const symbols = [...feeds.values()].map(({ request }) => request.symbol);
    let begun: string | undefined;
    while (!signal.aborted) {
      const terms = await this.#caller.ask("the terms", () => venue.terms(symbols));
      if (terms === undefined) return;
      const now = JSON.stringify(terms);
      const halted = terms.find(({ status }) => status === "halted");
      if (begun !== undefined && now !== begun && this.#entries === "open") {
        this.#ask(
          "stop-entries",
          halted === undefined ? "the terms of an instrument changed" : `${halted.symbol} is halted`,
        );
      }
      begun = now;
      await clock.waitUntil(clock.nowUs() + TERMS_US, signal);
    }
  }
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
  "flatten": "Entries are stopped, all orders are cancelled, and positions are closed at the next open",
  "halt": "No order is taken any more",
  "cancel": "All orders are cancelled, and no order is taken any more",
};

function flatPositions({ positions }: Pick<RunStatus, "positions">): Record<string, number> {
  return Object.fromEntries(Object.keys(positions).map((name) => [name, 0]));
}

function checkedReason(reason: unknown): string {
  if (typeof reason === "string" && reason !== "") return reason;
  throw new TypeError(`Cannot use the reason ${inspected(reason, 0)}: say in words why`);
}

/** Parts the options of a session's run from those of every run. */
function ownOptions<P extends Params>(options: SessionRunOptions<P>) {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `Cannot run with options ${inspected(options, 0)}: pass an object, such as { params: { fast: 10 } }`,
    );
  }
  for (const name of ["cash", "commission", "slippage", "logger", "blockBars", "closeAtEnd"]) {
    if ((options as Readonly<Record<string, unknown>>)[name] === undefined) continue;
    const place = name === "logger"
      ? "ct.exchange"
      : name === "closeAtEnd"
      ? 'run.stop("flatten")'
      : name === "blockBars"
      ? "nothing, as turns come one by one"
      : `session.broker({ ${name} })`;
    throw new TypeError(`Cannot use option ${name} of a run in a session: it belongs to ${place}`);
  }
  const { broker: _, journal, onStop, signal, ...rest } = takenOptions(options, [...OWN, ...Object.keys(options)], {
    noObject: (shown) => `Cannot run with options ${shown}: pass an object, such as { params: { fast: 10 } }`,
    unknown: (name) => `Cannot find option ${inspected(name)}`,
  });
  if (onStop !== undefined) checkStop(onStop);
  return { own: { journal, onStop, signal }, rest };
}

function checkStop(how: unknown): void {
  if (how === "cancel" || how === "flatten" || how === "keep") return;
  throw new RangeError(`Cannot stop by ${inspected(how, 0)}: pass "cancel", "flatten" or "keep"`);
}

function journalPath(journal: string | URL): string {
  const path = checkedPath(journal, "keep a journal in");
  if (path instanceof URL) return pathOfUrl(path).replace(/\/$/, "");
  if (typeof path === "string" && path !== "") return path;
  throw new TypeError(`Cannot keep a journal in ${inspected(journal, 0)}: pass the path of a folder`);
}

/** Returns the head, the warm-up and what a journal has behind them. */
async function knownLines(
  parts: SessionRunParts,
  strategy: string,
  caller: VenueCaller,
  journal: JournalFolder | undefined,
): Promise<readonly JournalLine[]> {
  const { venue, clock, feeds } = parts, requests = [...feeds].map(([name, { request }]) => ({ ...request, name }));
  const terms = await caller.ask("the terms", () => venue.terms(requests.map(({ symbol }) => symbol)), TRIES) ?? [];
  const told = requests.map(({ name, timeframe }, id): JournalFeed => ({ name, timeframe, terms: terms[id]! }));
  // A journal of which the warm-up is missing has run nothing.
  if (journal?.head !== undefined && journal.lines[1] !== undefined) {
    checkHead(journal, parts, strategy, told);
    return journal.lines;
  }
  const turn = await warmUp(venue, caller, clock, requests);
  const ends = turn.bars.map(({ time_us }) => time_us),
    begun = Math.max(...requests.map(({ timeframe }) => {
      const step = checkFixedTimeframe(timeframe);
      return Math.floor(turn.now_us / step) * step;
    }));
  const head: JournalHead = {
    ...{ kind: "head", version: JOURNAL_VERSION, venue: parts.venueName, mode: parts.mode, strategy, feeds: told },
    from_us: ends.length === 0 ? begun : Math.max(...ends),
  };
  if (journal !== undefined) {
    if (journal.head === undefined) journal.append(head);
    else throw new SessionError("JOURNAL_DAMAGED", `Cannot go on with ${journal.path}: it has no warm-up; remove it`);
    journal.append(turn);
  }
  return [head, turn];
}

/** Asks for the bars before now. */
async function warmUp(
  venue: Venue,
  caller: VenueCaller,
  clock: VenueClock,
  requests: readonly { readonly symbol: string; readonly timeframe: string; readonly warmUp: number }[],
): Promise<JournalTurn> {
  const nowUs = clock.nowUs();
  const bars: JournalBar[] = [];
  for (const [feed, { symbol, timeframe, warmUp }] of requests.entries()) {
    const step = checkFixedTimeframe(timeframe), untilUs = Math.floor(nowUs / step) * step;
    const rows = warmUp === 0 ? [] : await caller.ask(
      `bars of ${symbol}`,
      () => Array.fromAsync(venue.history(symbol, timeframe, untilUs - warmUp * step, untilUs)),
      TRIES,
    ) ?? [];
    for (const bar of rows.toSorted((one, other) => one.beginUs - other.beginUs)) {
      if (bar.beginUs + step > untilUs || bar.beginUs < untilUs - warmUp * step) continue;
      const { closed: _, ...plain } = bar;
      bars.push(journalBar(feed, { bar: plain, by: "warm-up" }, bar.beginUs + step));
    }
  }
  return { kind: "turn", turn: 0, now_us: nowUs, bars };
}

/** Rejects a journal of another run, and one whose terms are others now. */
function checkHead(
  { head, lines, path }: JournalFolder,
  parts: SessionRunParts,
  strategy: string,
  told: readonly JournalFeed[],
): void {
  const { venue, feeds } = head!;
  const names = (all: readonly JournalFeed[]): string =>
    all.map(({ name, timeframe, terms }) => `${name} (${terms.symbol} ${timeframe})`).join(", ");
  const differs = head!.strategy !== strategy
    ? `it is the run of ${head!.strategy}, and not of ${strategy}`
    : venue !== parts.venueName
    ? `it is of the exchange ${venue}, and not of ${parts.venueName}`
    : names(feeds) !== names(told)
    ? `it has the feeds ${names(feeds)}, and not ${names(told)}`
    : undefined;
  if (differs !== undefined) {
    throw new SessionError("OTHER_RUN", `Cannot go on with ${path}: ${differs}; give this run a folder of its own`);
  }
  const changed = told.find(({ terms }, id) =>
    terms.tick !== feeds[id]!.terms.tick || terms.sizeStep !== feeds[id]!.terms.sizeStep
  );
  if (changed !== undefined) {
    throw new SessionError(
      "TERMS_CHANGED",
      `Cannot go on with ${path}: the steps of ${changed.terms.symbol} have changed since; begin a run in another folder`,
    );
  }
  if (lines.at(-1)?.kind !== "end") return;
  throw new SessionError("JOURNAL_ENDED", `Cannot go on with ${path}: its run has ended; give this run another folder`);
}
