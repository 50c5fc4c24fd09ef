/**
 * Asking a venue: again where that helps, later where it says so, and never while it has banned this program.
 *
 * @module
 */

import { SessionError } from "../journal/session_error.ts";
import type { Venue } from "../venue/venue.ts";
import type { VenueClock } from "../venue/venue_clock.ts";
import { VenueError } from "../venue/venue_error.ts";
import type { EdgeLog } from "./edge_log.ts";

/** Wait before the second try, and the longest, in microseconds. */
const RETRY_US = 500_000, RETRY_US_MOST = 30_000_000;

/** Asks a venue, one question after the other. */
export class VenueCaller {
  readonly #clock: VenueClock;
  readonly #log: EdgeLog;
  readonly #signal: AbortSignal;
  /** Time before which the venue is not asked. */
  #notBeforeUs = -Infinity;
  /** Number of questions that had no answer. */
  failed = 0;

  constructor(clock: VenueClock, log: EdgeLog, signal: AbortSignal) {
    this.#clock = clock;
    this.#log = log;
    this.#signal = signal;
  }

  /**
   * Asks until there is an answer.
   *
   * @param tries Number of tries after which a session gives up. Default: no end.
   * @returns The answer; undefined if the signal ended it.
   * @throws {SessionError} VENUE_REFUSED if the venue says no for good; VENUE_DOWN after the last try.
   */
  async ask<Answer>(
    what: string,
    question: () => Promise<Answer>,
    tries: number = Infinity,
  ): Promise<Answer | undefined> {
    let waitUs = RETRY_US;
    for (let tried = 1; !this.#signal.aborted; tried++) {
      await this.#clock.waitUntil(this.#notBeforeUs, this.#signal);
      if (this.#signal.aborted) return undefined;
      try {
        return await question();
      } catch (error) {
        if (this.#signal.aborted) return undefined;
        this.failed++;
        const wait = this.#fault(what, error, tried >= tries, waitUs);
        await this.#clock.waitUntil(this.#clock.nowUs() + wait, this.#signal);
        waitUs = Math.min(2 * waitUs, RETRY_US_MOST);
      }
    }
    return undefined;
  }

  /** Returns how long to wait after an error, or throws what is none that passes. */
  #fault(what: string, error: unknown, isLast: boolean, waitUs: number): number {
    const text = error instanceof Error ? error.message : String(error), nowUs = this.#clock.nowUs();
    if (!(error instanceof VenueError) || !error.passes) {
      throw new SessionError("VENUE_REFUSED", `Cannot go on without ${what}: ${text}`, { cause: error });
    }
    if (isLast) throw new SessionError("VENUE_DOWN", `Cannot begin without ${what}: ${text}`, { cause: error });
    if (error.retryAtUs !== undefined) this.#notBeforeUs = Math.max(this.#notBeforeUs, error.retryAtUs);
    // An adapter knows no clock of the session, which may be another one than that of the machine.
    if (error.retryAfterUs !== undefined) this.#notBeforeUs = Math.max(this.#notBeforeUs, nowUs + error.retryAfterUs);
    const level = error.code === "BANNED" ? "ERROR" : "WARNING";
    this.#log.edge(level, "session", nowUs, `No answer about ${what}: ${text}`, { code: error.code });
    return waitUs;
  }
}

/** Longest time between the clocks of a session and its venue at which it begins, in microseconds. */
const SKEW_US_MOST = 30_000_000;
/** Time between them from which on it is told. */
const SKEW_US_TOLD = 1_000_000;
const SAMPLES = 3;

/**
 * Returns the time of the venue less that of the clock, from the quickest of three questions.
 *
 * @throws {SessionError} CLOCK_SKEW if it is more than 30 seconds.
 */
export async function clockOffset(
  venue: Venue,
  caller: VenueCaller,
  clock: VenueClock,
  log: EdgeLog,
): Promise<number> {
  let bestUs = Infinity, offsetUs = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const beganUs = clock.nowUs(), saidUs = await caller.ask("the time", () => venue.time(), 5);
    if (saidUs === undefined) return 0;
    const tookUs = clock.nowUs() - beganUs;
    if (tookUs >= bestUs) continue;
    bestUs = tookUs;
    offsetUs = Math.round(saidUs - beganUs - tookUs / 2);
  }
  const seconds = (offsetUs / 1e6).toFixed(1);
  if (Math.abs(offsetUs) > SKEW_US_MOST) {
    throw new SessionError(
      "CLOCK_SKEW",
      `Cannot begin while this machine's clock is ${seconds} s from that of the venue: set the clock of this machine`,
    );
  }
  if (Math.abs(offsetUs) > SKEW_US_TOLD) {
    log.edge(
      "WARNING",
      "session",
      clock.nowUs(),
      `The clock is ${seconds} s from that of the venue, which is followed`,
    );
  }
  return offsetUs;
}
