/**
 * The port of figures: the table, values of odd runs, figures of the user, tables and windows.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { figuresOf, FIVE_RETURNS, inputOf, type SmallRun, trade } from "../../tests/figure_run.ts";
import { analyzer, type AnalyzerOptions, type Figure, isFigure } from "./figure.ts";
import { FIGURE_PARTS, type FigureName, figures, RETURN_FIGURES, runFigures } from "./figures.ts";
import { rollingFigure } from "./rolling.ts";
import { resultTables } from "./tables.ts";

const ODD_RUNS: Readonly<Record<string, SmallRun>> = {
  "no bar": { equity: [] },
  "one bar": { equity: [1000] },
  "two bars": { equity: [1000, 1001], benchmark: [5, 6] },
  "constant equity": { equity: Array(40).fill(1000), benchmark: Array(40).fill(5) },
  "constant returns": { equity: [64, 96, 144, 216, 324], benchmark: [64, 96, 144, 216, 324] },
  ruin: { equity: [1000, 500, 0, 0, 0], benchmark: [5, 6, 5, 6, 5] },
  "ruin at the last bar": { equity: [1000, 500, 0], benchmark: [5, 6, 5] },
  "negative equity": { equity: [1000, 500, -20, -10, -30], trades: [trade(-32)], benchmark: [5, 6, 5, 6, 5] },
  "negative at the last bar": { equity: [1000, 500, -20], benchmark: [5, 6, 5] },
  "worthless before the measured part": { equity: [1000, -5, 10, 20, 30], measureStep: 2 },
  "nothing measured": { equity: [1000, 1001], measureStep: 2 },
  "tiny and huge": { equity: [1e-300, 1e300, 1e-300, 1e300], benchmark: [1e300, 1e-300, 1e300, 1e-300] },
  "trades without an entry value": { equity: [10, 11], trades: [trade(1, { entryValue: 0 }), trade(0, { id: 2 })] },
  "an odd year": { equity: [100, 101, 99, 103], periodsPerYear: 1e12, riskFree: 1000, benchmark: [1, 2, 3, 4] },
  "a rate near minus one": { equity: [100, 101, 99, 103], periodsPerYear: 0.01, riskFree: -1 + 2 ** -52 },
};

for (const [name, run] of Object.entries(ODD_RUNS)) {
  Deno.test(`each figure of a run with ${name} is a finite number with one zero, or null with its reason`, () => {
    const { values, reasons } = runFigures(inputOf(run), {});
    assertEquals(Object.keys(values), Object.keys(figures));
    for (const [figure, value] of Object.entries(values)) {
      assert(value === null || Number.isFinite(value) && !Object.is(value, -0), `${figure} is ${value}`);
      assertEquals(typeof reasons[figure], value === null ? "string" : "undefined", figure);
      assert(
        value !== null || reasons[figure]!.length > 10 && reasons[figure] !== "never",
        `${figure}: ${reasons[figure]}`,
      );
    }
    assertEquals(JSON.parse(JSON.stringify(values)), values);
    const tables = resultTables(inputOf(run));
    assertEquals(JSON.parse(JSON.stringify(tables)), tables);
  });
}

Deno.test("every figure has its formula, unit, source and what makes it null, and stands in one part", () => {
  const names = Object.values(FIGURE_PARTS).flatMap((part) => Object.keys(part));
  assertEquals([...names].sort(), Object.keys(figures).sort());
  assertEquals(new Set(names).size, names.length);
  for (const [name, figure] of Object.entries(figures)) {
    const { formula, source, nullWhen } = figure;
    assert(Object.isFrozen(figure), name);
    for (const text of [formula, source, nullWhen]) assert(text.trim() === text && text.length > 2, name);
  }
});

Deno.test("the figures of a run are those of its statistics where both have them", () => {
  const input = inputOf({ ...FIVE_RETURNS, trades: [trade(4), trade(-2, { id: 2 })] }),
    { values } = runFigures(input, {});
  const both = Object.keys(figures).filter((name) => name in input.stats);
  assertEquals(both.length, 19, both.join());
  for (const name of both) assertEquals(values[name], input.stats[name as keyof typeof input.stats], name);
});

Deno.test("a figure of the user is worked out from columns of its own", () => {
  const scrambles = own(({ returns, equity, timeUs, values, sortedReturns }) => {
    for (const column of [returns, equity, timeUs, values, sortedReturns]) column.sort().reverse().fill(7);
    return 1;
  });
  const plain = runFigures(inputOf(FIVE_RETURNS), {}).values, input = inputOf(FIVE_RETURNS);
  const mine = own(({ returns }) => returns[0]!), both = runFigures(input, { scrambles, mine }).values;
  assertEquals(both, { ...plain, scrambles: 1, mine: 0.625 });
  assertEquals(runFigures(input, {}).values, plain);
});

Deno.test("a figure of the user is null with its reason, or an error that names it", () => {
  const told = runFigures(inputOf({ equity: [1] }), {
    none: analyzer({ formula: "x", unit: "ratio", nullWhen: "there is no moon", compute: () => null }),
    infinite: own(() => 1 / 0),
    unknown: own(() => 0 / 0),
    needy: analyzer({ formula: "x", unit: "ratio", needs: "closed trade", compute: () => 1 }),
    constructor: analyzer({ formula: "x", unit: "ratio", compute: () => null }),
  });
  const names = ["none", "infinite", "unknown", "needy", "constructor"];
  assertEquals(names.map((name) => told.values[name]), [null, null, null, null, null]);
  assertEquals(names.map((name) => told.reasons[name]), [
    "there is no moon",
    "it is past every number",
    "the function gave NaN",
    "there is no closed trade",
    "its function gives null",
  ]);
  const text = own(() => "1" as unknown as number), thrown = new RangeError("no moon");
  assertThrows(
    () => runFigures(inputOf({ equity: [1] }), { text }),
    TypeError,
    'Cannot work out figure "text": it gave "1": return a number or null',
  );
  const error = assertThrows(() => runFigures(inputOf({ equity: [1] }), { moon: own(() => fail(thrown)) }), Error);
  assertEquals([error.message, error.cause], ['Cannot work out figure "moon": no moon', thrown]);
});

Deno.test("a figure without a formula, a unit or a function is refused by the part that is wrong", () => {
  const good = { formula: "x", unit: "ratio", compute: () => 1 } as const;
  assertEquals(analyzer(good), { ...good, source: "own", nullWhen: "its function gives null" });
  assert(Object.isFrozen(analyzer(good)) && isFigure(analyzer(good)) && isFigure(figures.alpha));
  const refused = (wrong: object, message: string): void => {
    assertThrows(() => analyzer({ ...good, ...wrong } as AnalyzerOptions), TypeError, message);
  };
  refused({ formula: " " }, 'Cannot use formula " " of a figure: pass a text');
  refused({ unit: "percent" }, 'Cannot use unit "percent" of a figure: it is one of fraction, money');
  refused({ needs: "trades" }, 'Cannot use needs "trades" of a figure: it is one of return, two returns');
  refused({ compute: 1 }, "Cannot use compute 1 of a figure: pass a function of the run");
  refused({ nulWhen: "x" }, 'Cannot find part "nulWhen" of a figure: there are formula, unit');
  assertThrows(() => analyzer(null as unknown as AnalyzerOptions), TypeError, "Cannot make a figure of null");
  assertEquals([null, 1, {}, { ...good, unit: "x" }].map(isFigure), [false, false, false, false]);
});

Deno.test("a rolling figure is the figure of each window", () => {
  const input = inputOf({ ...FIVE_RETURNS, benchmark: [64, 96, 72, 90, 45, 45] });
  const { dates, values } = rollingFigure(input, "bestDay", 2);
  assertEquals(dates, ["2024-01-02", "2024-01-03", "2024-02-01", "2024-02-02"]);
  assertEquals(values, [0.625, 0.625, 0.625, 0.125]);
  // Windows of all returns, of one return, and of more than there are.
  for (const name of Object.keys(RETURN_FIGURES) as (keyof typeof RETURN_FIGURES)[]) {
    assertEquals(rollingFigure(input, name, 5).values, [runFigures(input, {}).values[name]], name);
  }
  assertEquals(rollingFigure(input, "sharpe", 1).values, Array(5).fill(null));
  assertEquals(rollingFigure(input, "sharpe", 6), { dates: [], values: [] });
  // Returns 1/2 and 1/4 over the last two of three dates with a changing rate.
  const timeUs = inputOf({ equity: [4, 4, 6, 7.5] }).timeUs.slice(0, 3);
  const riskFree = { timeUs, values: Float64Array.of(9, 0.25, 0.125) };
  const rated = inputOf({ equity: [4, 4, 6, 7.5], riskFree, periodsPerYear: 1 });
  assertEquals(rollingFigure(rated, "omega", 2).values[1], null);
  assertEquals(rollingFigure(rated, "riskReturnRatio", 2).values[1], 0.375 / Math.sqrt(1 / 32));
});

Deno.test("windows before the ruin have their figures", () => {
  const { values } = rollingFigure(inputOf({ equity: [4, 8, 4, -1, -2] }), "worstDay", 2);
  assertEquals(values, [-0.5, -1.25, null]);
});

Deno.test("a figure that does not follow from returns, or a wrong window, cannot roll", () => {
  const input = inputOf(FIVE_RETURNS);
  for (const name of ["winRate", "maxDrawdown", "toString", "sharp"]) {
    assertThrows(
      () => rollingFigure(input, name as "sharpe", 2),
      RangeError,
      `Cannot roll figure "${name}": only figures`,
    );
  }
  for (const window of [0, -1, 1.5, NaN, "2" as unknown as number]) {
    assertThrows(() => rollingFigure(input, "sharpe", window), RangeError, "Cannot roll over");
  }
});

Deno.test("returns stand in tables by month, year and weekday", () => {
  const tables = resultTables(inputOf({ ...FIVE_RETURNS, benchmark: [64, 96, 72, 90, 45, 45] }));
  assertEquals(tables.monthly, [
    { year: 2023, month: 12, returnFraction: 0.625, benchmarkReturn: 0.5 },
    { year: 2024, month: 1, returnFraction: 0.015625, benchmarkReturn: -0.0625 },
    { year: 2024, month: 2, returnFraction: -0.296875, benchmarkReturn: -0.5 },
  ]);
  assertEquals(tables.yearly.map(({ year, month, benchmarkReturn }) => [year, month, benchmarkReturn]), [
    [2023, null, 0.5],
    [2024, null, (45 - 96) / 96],
  ]);
  assertEquals(tables.returnsByWeekday, [
    { group: "Tue", count: 1, mean: -0.375, winRate: 0 },
    { group: "Wed", count: 1, mean: 0.625, winRate: 1 },
    { group: "Thu", count: 1, mean: -0.375, winRate: 0 },
    { group: "Fri", count: 2, mean: 0.375, winRate: 1 },
  ]);
  assertEquals(tables.returnsByHour, []);
});

Deno.test("returns of bars within a day stand by the hour in which the bar ends, on the clock of the run", () => {
  // New York is five hours behind: bars that end at 9:30, 10:00 and 10:30 there.
  const timeUs = Float64Array.of(14.5, 15, 15.5).map((hour) => (Date.UTC(2024, 0, 2) / 36e5 + hour) * 36e8);
  const run = {
    equity: [8, 16, 12],
    timeUs,
    sessionDay: Float64Array.of(5, 5, 5),
    cashInitial: 4,
    timeZone: "America/New_York",
  };
  assertEquals(resultTables(inputOf(run)).returnsByHour, [
    { group: "09", count: 2, mean: 1, winRate: 1 },
    { group: "10", count: 1, mean: -0.25, winRate: 0 },
  ]);
});

Deno.test("a run with no trade has every figure of returns, and none of trades", () => {
  const names: FigureName[] = ["sharpe", "winRate", "exposureLong", "consecutiveWins"];
  assertEquals(figuresOf(FIVE_RETURNS, names), {
    sharpe: 4,
    winRate: "there is no closed trade",
    exposureLong: 0,
    consecutiveWins: 0,
  });
});

function own(compute: Figure["compute"]): Figure {
  return analyzer({ formula: "x", unit: "ratio", compute });
}

function fail(error: Error): never {
  throw error;
}
