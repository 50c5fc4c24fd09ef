import { assertEquals, assertRejects } from "@std/assert";
import { SessionError } from "../journal/session_error.ts";
import { ManualClock } from "../venue/venue_clock.ts";
import { VenueError } from "../venue/venue_error.ts";
import { EdgeLog } from "./edge_log.ts";
import { VenueCaller } from "./venue_caller.ts";

const SECOND = 1_000_000;

/** A caller, and the times at which its question was asked, in seconds. */
function asking(errors: readonly Error[], tries: number = Infinity) {
  const clock = new ManualClock(0), ending = new AbortController(), times: number[] = [], left = [...errors];
  const caller = new VenueCaller(clock, new EdgeLog(undefined), ending.signal);
  const answer = caller.ask("bars", () => {
    times.push(clock.nowUs() / SECOND);
    const error = left.shift();
    return error === undefined ? Promise.resolve("yes") : Promise.reject(error);
  }, tries);
  answer.catch(() => {});
  return { clock, ending, times, caller, answer };
}

Deno.test("a question is asked again after waits that double", async () => {
  const { clock, times, caller, answer } = asking(Array(4).fill(new VenueError("TIMEOUT", "late")));
  await clock.advance(60 * SECOND);
  assertEquals([await answer, times, caller.failed], ["yes", [0, 0.5, 1.5, 3.5, 7.5], 4]);
});

Deno.test("a venue that says when is not asked before, by any question", async () => {
  const banned = new VenueError("BANNED", "wait", { retryAtUs: 90 * SECOND });
  const { clock, times, caller, answer } = asking([banned]);
  await clock.advance(10 * SECOND);
  let asked = false;
  const other = caller.ask("the time", () => Promise.resolve(asked = true));
  await clock.advance(89 * SECOND);
  assertEquals([times, asked], [[0], false]);
  await clock.advance(91 * SECOND);
  assertEquals([await answer, times, await other], ["yes", [0, 90], true]);
});

Deno.test("a wait without a moment is one of the session's clock, for any question", async () => {
  const limited = new VenueError("RATE_LIMITED", "slower", { retryAfterUs: 5 * SECOND });
  const { clock, times, answer } = asking([limited]);
  await clock.advance(4 * SECOND);
  assertEquals(times, [0]);
  await clock.advance(6 * SECOND);
  assertEquals([await answer, times], ["yes", [0, 5]]);
});

Deno.test("a venue that says no for good is not asked again, and one that is down only so often", async () => {
  const no = asking([new VenueError("UNKNOWN_SYMBOL", "no such symbol")]);
  await no.clock.advance(SECOND);
  const refused = await assertRejects(() => no.answer, SessionError, "no such symbol");
  assertEquals([refused.code, no.times], ["VENUE_REFUSED", [0]]);
  const down = asking(Array(9).fill(new VenueError("UNAVAILABLE", "down")), 3);
  await down.clock.advance(60 * SECOND);
  const gone = await assertRejects(() => down.answer, SessionError, "down");
  assertEquals([gone.code, down.times.length], ["VENUE_DOWN", 3]);
});

Deno.test("a signal ends the waiting without an error", async () => {
  const { clock, ending, answer } = asking([new VenueError("TIMEOUT", "late")]);
  await clock.advance(1);
  ending.abort();
  assertEquals(await answer, undefined);
});
