import { assertEquals } from "@std/assert";
import { TimeZone } from "../../feeds/time/time_zone.ts";
import { Random } from "../../laws/random.ts";
import { CurveKeeper } from "./curve_keeper.ts";
import type { SettledSteps } from "./date_keeper.ts";

/** Steps from one up to another, each with values of its own. */
function stepsOf(from: number, until: number): SettledSteps {
  const column = (of: (step: number) => number): Float64Array =>
    Float64Array.from({ length: until - from }, (_, at) => of(from + at));
  return {
    ...{ timeUs: column((step) => step * 6e7), sessionDay: column((step) => 700_000 + Math.floor(step / 1440)) },
    ...{ equity: column((step) => 1000 + step % 7), cash: column((step) => 900 + step % 5), flows: new Map() },
    ...{ inMarket: Uint8Array.from({ length: until - from }, (_, at) => (from + at) % 3 === 0 ? 1 : 0), bars: [] },
  };
}

Deno.test("curves of all steps are the same for any blocks, with as many parts as one or none", () => {
  const count = 3 * 4096 + 17, parts = { feeds: 0, zone: new TimeZone("UTC"), cashInitial: 1000 };
  const whole = stepsOf(0, count), random = new Random(3);
  for (const most of [1, 5, 4096, 5000, count]) {
    const keeper = new CurveKeeper(true, true, parts);
    for (let from = 0; from < count;) {
      const until = Math.min(count, from + (most === 1 ? 1 : 1 + random.below(most)));
      keeper.take(stepsOf(from, until), 0);
      from = until;
    }
    const { timeUs, sessionDay, equity, cash, inMarket } = keeper.whole()!;
    assertEquals(
      [timeUs, sessionDay, equity, cash, inMarket],
      [whole.timeUs, whole.sessionDay, whole.equity, whole.cash, whole.inMarket],
      `blocks of up to ${most}`,
    );
  }
  assertEquals(new CurveKeeper(true, true, parts).whole()!.equity.length, 0);
  assertEquals(new CurveKeeper(false, true, parts).whole(), undefined);
});
