import { assert, assertEquals, assertThrows } from "@std/assert";
import { ManualClock, runningClock } from "./venue_clock.ts";

Deno.test("a manual clock wakes waits in the order of their times, whatever the order of their calls", async () => {
  const clock = new ManualClock(100), told: string[] = [];
  const waits = [300, 200, 400].map(async (us) => {
    await clock.waitUntil(us);
    told.push(`${us} at ${clock.nowUs()}`);
  });
  await clock.advance(350);
  assertEquals(told, ["200 at 200", "300 at 300"]);
  assertEquals([clock.nowUs(), clock.nextUs], [350, 400]);
  await clock.advance(400);
  await Promise.all(waits);
});

Deno.test("a wait that begins another one within an advance is woken in that advance", async () => {
  const clock = new ManualClock(0), told: number[] = [];
  const waits = (async () => {
    for (const us of [10, 20, 30]) {
      await clock.waitUntil(us);
      told.push(clock.nowUs());
    }
  })();
  await clock.advance(30);
  await waits;
  assertEquals(told, [10, 20, 30]);
});

Deno.test("a signal ends a wait on both clocks, and leaves no timer", async () => {
  for (const clock of [new ManualClock(0), runningClock(0)]) {
    const ending = new AbortController(), waiting = clock.waitUntil(1e15, ending.signal);
    ending.abort();
    await waiting;
    await clock.waitUntil(1e15, ending.signal);
  }
});

Deno.test("a running clock goes with its speed and never goes back", async () => {
  const clock = runningClock(5_000_000, 1000), before = clock.nowUs();
  await clock.waitUntil(before + 1_000_000);
  assert(clock.nowUs() >= before + 1_000_000);
  assertThrows(() => runningClock(0, 0), RangeError, "speed 0");
});
