/**
 * Figures and table of drawdowns, worked out by hand.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { figuresOf, FIVE_RETURNS, inputOf } from "../../../tests/figure_run.ts";
import { DRAWDOWN_FIGURES, type DrawdownFigureName } from "./drawdown_figures.ts";
import { drawdownRows } from "./drawdown_table.ts";

const NAMES = Object.keys(DRAWDOWN_FIGURES) as DrawdownFigureName[];

Deno.test("figures of drawdowns are those worked out by hand", () => {
  // Drawdowns at the six dates: 0, 0, 3/8, 0, 3/8, 19/64. In money the second fall is larger: 1690 - 1056.25 = 633.75.
  const ulcer = Math.sqrt((2 * 0.375 ** 2 + 0.296875 ** 2) / 6), cagr = (1188.28125 / 1024) ** (365.25 / 36) - 1;
  const expected: Readonly<Record<DrawdownFigureName, number>> = {
    maxDrawdown: 0.375,
    maxDrawdownDuration: 30,
    averageDrawdown: 0.375,
    // From 29 December to 3 January, and from then to 2 February.
    averageDrawdownDuration: 17.5,
    drawdownCount: 2,
    lastDrawdown: 0.296875,
    timeUnderWater: 0.5,
    calmar: cagr / 0.375,
    recoveryFactor: 164.28125 / 633.75,
    ulcerIndex: ulcer,
    ulcerPerformanceIndex: cagr / ulcer,
    painIndex: 1.046875 / 6,
    painRatio: cagr / (1.046875 / 6),
    serenityIndex: 0.625 * 0.5 / (ulcer * 0.375),
  };
  const actual = figuresOf(FIVE_RETURNS, NAMES);
  for (const name of NAMES) {
    assertAlmostEquals(actual[name] as number, expected[name], Math.max(Math.abs(expected[name]), 1) * 4e-15, name);
  }
});

Deno.test("the risk-free rate of a year comes off the growth", () => {
  const [plain, rated] = [0, 0.5].map((riskFree) =>
    figuresOf({ ...FIVE_RETURNS, riskFree }, ["painRatio", "painIndex"])
  );
  assertAlmostEquals((plain!["painRatio"] as number) - (rated!["painRatio"] as number), 0.5 / (1.046875 / 6), 1e-13);
});

Deno.test("drawdowns stand in a table, the deepest first, of equal ones the earlier", () => {
  const rows = drawdownRows(inputOf(FIVE_RETURNS));
  assertEquals(rows, [
    {
      start: "2023-12-28",
      valley: "2024-01-01",
      recovered: "2024-01-02",
      end: "2024-01-02",
      depth: 0.375,
      days: 5,
      bars: 2,
    },
    { start: "2024-01-02", valley: "2024-01-31", recovered: null, end: "2024-02-01", depth: 0.375, days: 30, bars: 2 },
  ]);
  const deepest = drawdownRows(inputOf({ equity: [8, 6, 8, 4, 6, 8, 7] })).map(({ depth, bars }) => [depth, bars]);
  assertEquals(deepest, [[0.5, 3], [0.25, 2], [0.125, 1]]);
});

Deno.test("an account without a drawdown, without bars or without worth says so", () => {
  const rising = figuresOf({ equity: [8, 9, 10] }, NAMES);
  assertEquals([rising["drawdownCount"], rising["timeUnderWater"], rising["ulcerIndex"], rising["lastDrawdown"]], [
    0,
    0,
    0,
    0,
  ]);
  for (const name of ["averageDrawdown", "recoveryFactor", "serenityIndex", "painRatio"] as const) {
    assertEquals((rising[name] as string).slice(0, 20), "there is no drawdown", name);
  }
  const none = figuresOf({ equity: [] }, NAMES);
  assertEquals([none["maxDrawdown"], none["drawdownCount"]], [0, 0]);
  assertEquals((none["ulcerIndex"] as string).slice(0, 15), "there is no bar");
  const worthless = figuresOf({ equity: [10, -1, 4, 5], measureStep: 2 }, NAMES);
  for (const name of NAMES) {
    if (name !== "recoveryFactor") assertEquals(typeof worthless[name], "string", name);
  }
  assertEquals(drawdownRows(inputOf({ equity: [10, -1, 4, 5], measureStep: 2 })), []);
});
