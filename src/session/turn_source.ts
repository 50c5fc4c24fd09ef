/**
 * The turns of a session as blocks of its run: the warm-up, what a journal has, then what comes, and commands between.
 *
 * @module
 */

import { RISK_FLAG_HALT, RISK_FLAG_REDUCE_ONLY } from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { JournalFolder } from "../journal/journal_folder.ts";
import type {
  CommandName,
  JournalBar,
  JournalCommand,
  JournalFeed,
  JournalLimits,
  JournalLine,
  JournalTurn,
} from "../journal/journal_line.ts";
import { barOfJournal, feedOfBars } from "../journal/recorded_bars.ts";
import type { BetweenBlocks, BlockSource } from "../run/blocks/block_run.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import type { LiveBars } from "./live_bars.ts";

/** What a source of turns is made of. */
export interface TurnSourceParts {
  readonly feeds: readonly JournalFeed[];
  /** The turns and commands that are known: the warm-up first, then those of a journal. */
  readonly known: readonly JournalLine[];
  readonly clock: VenueClock;
  readonly journal: JournalFolder | undefined;
  /** Makes the live bars behind the last known turn. */
  readonly goLive: (lastBars: readonly (JournalBar | undefined)[], lastStepUs: number) => LiveBars;
  /** Called when the known turns are over. */
  readonly caughtUp: () => void;
  /** Returns whether a command does something, as things stand. */
  readonly admits: (command: CommandName, reason: string) => boolean;
  /** Called with each command that acts, the number of orders that it cancels, and whether a ruin holds the account. */
  readonly commanded: (line: JournalCommand, cancelled: number, isHeldByRuin: boolean) => void;
  /** Called with the limits that a journal had from there on. */
  readonly limited: (line: JournalLimits) => void;
}

/** A command that waits, and who waits for it. */
interface Waiting {
  readonly command: CommandName;
  readonly reason: string;
  readonly done: () => void;
}

/** Gives a run its blocks. */
export class TurnSource implements BlockSource {
  readonly #parts: TurnSourceParts;
  readonly #warmUp: JournalTurn;
  readonly #known: JournalLine[];
  readonly #last: (JournalBar | undefined)[];
  readonly #commands: Waiting[] = [];
  /** Facts of each feed, from its first rows. */
  #facts: readonly FeedData[] | undefined;
  #live: LiveBars | undefined;
  #turn = -1;
  #lastStepUs = -Infinity;
  #isEnding = false;

  constructor(parts: TurnSourceParts) {
    this.#parts = parts;
    const [first, ...rest] = parts.known.filter(({ kind }) =>
      kind === "turn" || kind === "command" || kind === "limits"
    );
    this.#warmUp = first as JournalTurn;
    this.#known = rest;
    this.#last = parts.feeds.map(() => undefined);
  }

  /** The live bars, once the known turns are over. */
  get live(): LiveBars | undefined {
    return this.#live;
  }

  /** Number of the last turn that was given; -1 before the warm-up. */
  get turn(): number {
    return this.#turn;
  }

  /** True while turns come from a journal. */
  get isCatchingUp(): boolean {
    return this.#live === undefined;
  }

  /** Lets a command act behind the turn at hand; the promise is kept when it has. */
  command(command: CommandName, reason: string): Promise<void> {
    return new Promise((done) => {
      this.#commands.push({ command, reason, done });
      this.#live?.wake();
    });
  }

  /** Ends the source behind the turn at hand, and behind the commands that wait. */
  end(): void {
    this.#isEnding = true;
    this.#live?.wake();
  }

  first(): Promise<readonly FeedData[]> {
    const { feeds } = this.#parts;
    this.#facts = feeds.map((feed, id) =>
      feedOfBars(feed, this.#warmUp.bars.filter((bar) => bar.feed === id).map(barOfJournal))
    );
    return Promise.resolve(this.#facts);
  }

  async next(): Promise<readonly FeedData[] | BetweenBlocks | undefined> {
    if (this.#turn < 0) return this.#block(this.#warmUp);
    const known = this.#known.shift();
    if (known?.kind === "turn") return this.#block(known);
    if (known?.kind === "limits") return () => this.#parts.limited(known);
    if (known !== undefined) return this.#between(known as JournalCommand);
    const live = this.#live ??= this.#goLive();
    while (true) {
      const waiting = this.#commands.shift();
      if (waiting !== undefined && !this.#parts.admits(waiting.command, waiting.reason)) waiting.done();
      else if (waiting !== undefined) return this.#commandOf(waiting);
      if (this.#isEnding) {
        for (const { done } of this.#commands.splice(0)) done();
        return undefined;
      }
      const bars = await live.next(() => !this.#isEnding && this.#commands.length === 0);
      if (bars === undefined) continue;
      const line: JournalTurn = { kind: "turn", turn: this.#turn + 1, now_us: this.#parts.clock.nowUs(), bars };
      this.#parts.journal?.append(line);
      return this.#block(line);
    }
  }

  async close(_reason: unknown): Promise<void> {
    this.#isEnding = true;
    for (const { done } of this.#commands.splice(0)) done();
    await this.#live?.close();
  }

  #goLive(): LiveBars {
    const live = this.#parts.goLive(this.#last, this.#lastStepUs);
    this.#parts.caughtUp();
    live.start();
    return live;
  }

  /** Returns the bars of a turn as those of each feed. */
  #block({ turn, bars }: JournalTurn): readonly FeedData[] {
    this.#turn = turn;
    return this.#parts.feeds.map((feed, id) => {
      const rows = bars.filter((bar) => bar.feed === id), before = this.#last[id]?.time_us;
      this.#last[id] = rows.at(-1) ?? this.#last[id];
      this.#lastStepUs = Math.max(this.#lastStepUs, this.#last[id]?.time_us ?? -Infinity);
      const { columns, length, extra } = feedOfBars(feed, rows.map(barOfJournal), before);
      return { ...this.#facts![id]!, columns, length, extra };
    });
  }

  #commandOf({ command, reason, done }: Waiting): BetweenBlocks {
    const line: JournalCommand = { kind: "command", command, reason, now_us: this.#parts.clock.nowUs() };
    this.#parts.journal?.append(line);
    const act = this.#between(line);
    return (run, driver) => {
      act(run, driver);
      done();
    };
  }

  /** Returns what a command does to the run. */
  #between(line: JournalCommand): BetweenBlocks {
    return ({ session: { intents }, journal, clock }, driver) => {
      const { timeUs } = clock, cancels = line.command === "cancel" || line.command === "flatten";
      driver.setRisk(FLAGS[line.command]);
      const working = cancels ? journal.orders.working() : [];
      for (const order of working) intents.cancel(timeUs, order.instrument, order.id);
      if (intents.count > 0) driver.drive();
      this.#parts.commanded(line, working.length, driver.isHeldByRuin);
    };
  }
}

/** The flags of the account under each command. */
const FLAGS: Readonly<Record<CommandName, number>> = {
  "stop-entries": RISK_FLAG_REDUCE_ONLY,
  "resume-entries": 0,
  "clear-kill": 0,
  "halt": RISK_FLAG_HALT,
  "cancel": RISK_FLAG_HALT,
  "flatten": RISK_FLAG_HALT,
};
