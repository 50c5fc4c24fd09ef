import { assert, assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { openLibrary } from "../../engine/native/library.ts";
import { SmaCross } from "../../../tasks/demo/sma_cross.ts";
import { conservationOfRun, faultOf, tryConservation } from "./conservation_of_run.ts";
import type { RunOutcome, RunRows } from "./run_outcome.ts";
import { TriedRun } from "./tried_run.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.csv(new URL("../../../fixtures/prices/aapl.csv", import.meta.url));
const run = await TriedRun.prepare(SmaCross, feed, { commission: 0.001, engineBackend: "typescript" });

/** The run with rows changed. */
function falsified(change: (rows: RunRows) => Partial<RunRows>): RunOutcome {
  return { ...run.base, rows: { ...run.base.rows!, ...change(run.base.rows!) } };
}

Deno.test("the books from the fills agree with the account at every bar of a run with commission", async () => {
  const report = await tryConservation(run);
  assertEquals([report.verdict, report.cases], ["held", feed.length]);
});

Deno.test("books agree where money has another unit, a point another value, and positions are short", async () => {
  class Shorts extends ct.Strategy {
    override next(): void {
      if (this.data.length % 30 === 10) this.sell({ fraction: 0.3 });
      else if (this.data.length % 30 === 20) this.close({ size: 1 });
      else if (this.data.length % 30 === 25) this.close();
    }
  }
  for (
    const options of [{ moneyUnit: "1/128", multiplier: 5, lot: 0.5 }, { commission: { perUnit: 0.01, minimum: 1 } }, {
      slippage: 0.001,
      closeAtEnd: true,
    }] as const
  ) {
    const report = await conservationOfRun(Shorts, feed, { ...options, cash: 100_000 });
    assertEquals([report.verdict, report.counterExample], ["held", undefined]);
  }
});

Deno.test("a fill, a commission or a mark that is off by one money unit is found at its bar", () => {
  const { fills } = run.base.rows!,
    at = fills.findIndex(({ closing }, index) => closing && index > 20),
    { bar } = fills[at]!;
  const off = (change: Partial<ct.FillRow>): RunOutcome =>
    falsified(() => ({ fills: fills.with(at, { ...fills[at]!, ...change }) }));
  const cases: [string, RunOutcome, number][] = [
    ["cash", off({ notional: fills[at]!.notional + 1e-6 }), bar],
    ["cash", off({ commission: fills[at]!.commission + 1e-6 }), bar],
    ["value", off({ pnl: fills[at]!.pnl + 1e-6 }), bar],
    ["value", falsified(({ equity }) => ({ equity: equity.with(700, equity[700]! + 1e-6) })), 700],
    ["cash", falsified(({ cash }) => ({ cash: cash.with(31, cash[31]! - 1e-6) })), 31],
  ];
  for (const [what, outcome, step] of cases) {
    const fault = faultOf(outcome, run.feeds, run.timeUs);
    assertEquals(fault?.step, step, what);
    assert(fault!.expected.startsWith(what) || fault!.found.includes("cost"), `${fault!.expected}; ${fault!.found}`);
  }
});
