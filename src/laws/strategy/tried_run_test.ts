import { Bars, feedOf } from "../../feeds/bars.ts";
import { assertEquals, assertRejects } from "@std/assert";
import * as ct from "../../../mod.ts";
import { cutFeeds } from "./feed_window.ts";
import { TriedRun } from "./tried_run.ts";

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));

class Buys extends ct.Strategy.with({ every: 50 }) {
  override next(): void {
    if (this.data.length % this.params.every === 0) this.buy({ fraction: 0.1 });
  }
}

Deno.test("everything that a run inferred is said in the options of further runs, which then come to the same", async () => {
  const run = await TriedRun.prepare(Buys, feed, { engineBackend: "typescript" });
  assertEquals(run.options.instruments, {
    aapl: {
      resolution: "1/1000000",
      tick: null,
      lot: run.base.rows!.configuration.instruments[0]!.lot,
      multiplier: "1",
      barWithoutVolume: "no-fill",
    },
  });
  assertEquals(run.options.moneyUnit, "1/1000000");
  const [again] = await run.make({});
  assertEquals(again!.outcome.rows!.chain, run.base.rows!.chain);
});

Deno.test("a run that fails cannot be proved, and the message is the strategy's", async () => {
  class Throws extends ct.Strategy {
    override next(): void {
      throw new Error("no reason");
    }
  }
  await assertRejects(
    () => TriedRun.prepare(Throws, feed, { engineBackend: "typescript" }),
    Error,
    "Cannot prove a run that fails: Throws.next failed at bar 0",
  );
});

Deno.test("options that the laws set themselves, and counts that are none, are refused", async () => {
  const cases: [object, string][] = [
    [{ chain: false }, "chain: false"],
    [{ resume: new Uint8Array(1) }, 'the option "resume"'],
    [{ cuts: 0 }, "Cannot use cuts 0"],
    [{ seed: 1.5 }, "Cannot use seed 1.5"],
    [{ cash: -1 }, "Cannot start with cash -1"],
    [{ params: { evry: 3 } }, '"evry"'],
  ];
  for (const [options, message] of cases) {
    await assertRejects(() => TriedRun.prepare(Buys, feed, options), Error, message);
  }
});

Deno.test("the begin of the measured part is checked and left out, as shorter runs may end before it", async () => {
  const last = new Date(feed.columns.timeUs.at(-1)! / 1000);
  const run = await TriedRun.prepare(Buys, feed, { engineBackend: "typescript", measureFrom: last });
  assertEquals("measureFrom" in run.options, false);
  await assertRejects(() => TriedRun.prepare(Buys, feed, { measureFrom: "2020" as "warm" }), TypeError, '"2020"');
});

Deno.test("feeds without bars are refused", async () => {
  await assertRejects(
    () => TriedRun.prepare(Buys, new Bars(cutFeeds({ aapl: feedOf(feed) }, 0, 0)["aapl"]!)),
    RangeError,
    "without bars",
  );
});

Deno.test("cut points are drawn from the seed, ascend, leave out the last step, and half of them lie where orders do", async () => {
  const prepared = (seed: number, cuts: number): Promise<TriedRun> =>
    TriedRun.prepare(Buys, feed, { engineBackend: "typescript", seed, cuts });
  const run = await prepared(1, 8), points = run.cutPoints();
  assertEquals(points.length, 8);
  assertEquals(points, [...new Set(points)].toSorted((a, b) => a - b));
  assertEquals(points.every((step) => step >= 0 && step <= run.steps - 2), true);
  assertEquals(points.filter((step) => (step + 1) % 50 === 0).length >= 4, true);
  assertEquals((await prepared(1, 8)).cutPoints(), points);
  assertEquals((await prepared(2, 8)).cutPoints().join() === points.join(), false);
});

Deno.test("a time limit is for modules, a library for classes, and a limit that is no time is refused", async () => {
  class Idle extends ct.Strategy {}
  await assertRejects(() => TriedRun.prepare(Idle, feed, { timeout: 5 }), TypeError, "pass the module of the strategy");
  const module = new URL("../../../tasks/demo/sma_cross.ts", import.meta.url);
  await assertRejects(
    () => TriedRun.prepare({ module }, feed, { libraryPath: "lib.so" }),
    TypeError,
    'Cannot use libraryPath "lib.so" with a module',
  );
  for (const timeout of [0, -1, NaN, Infinity, 3e6]) {
    await assertRejects(
      () => TriedRun.prepare({ module }, feed, { timeout }),
      RangeError,
      `Cannot end a process after ${timeout} seconds`,
    );
  }
});
