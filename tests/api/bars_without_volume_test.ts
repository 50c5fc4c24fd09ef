/**
 * Bars without volume: what fills on them, when the rule is inferred, and what the run says.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import * as contract from "../../src/contract/contract.gen.ts";
import { Engine } from "../../src/engine/engine.ts";
import { EngineError } from "../../src/engine/engine_error.ts";
import { enginesUnderTest } from "../engines.ts";
import { DAY_MS } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { ends, fillLines, runScript, type Script, scripted } from "./scripted.ts";
import { summaryNotes } from "./summary_notes.ts";

/** Open, high, low, close and volume of a bar. */
type Row = readonly [open: number, high: number, low: number, close: number, volume: number];

const FLAT: Row = [100, 101, 99, 100, 5];
/** A halt: no trade, and prices that would fill anything. */
const HALT: Row = [100, 120, 80, 100, 0];

/** Daily bars of all days from 2024-01-01 on. */
function daily(rows: readonly Row[], name: string = "AAA"): ct.Bars {
  const column = (at: 0 | 1 | 2 | 3 | 4): number[] => rows.map((row) => row[at]);
  return ct.bars({
    time: rows.map((_row, day) => new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10)),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  }, { name, decimals: 2 });
}

/** The bars, and as many with volume after them as make them rare. */
function rare(...rows: readonly Row[]): ct.Bars {
  return daily([...rows, ...Array.from({ length: 60 }, () => FLAT)]);
}

/** The notes of a run about volume. */
function notesOf(feed: ct.Bars, script: Script, options: ct.BacktestOptions = {}): string[] {
  return onEveryEngine((conduct) =>
    summaryNotes(ct.backtest(scripted(script), feed, { ...options, ...conduct })).filter((note) =>
      note.includes("volume")
    )
  );
}

function choiceOf(feed: ct.Bars, options: ct.BacktestOptions = {}): string {
  return ct.backtest(ct.Strategy, feed, options).configuration.instruments[0]!.barWithoutVolume;
}

const met = (outcome: { diagnostics: readonly ct.DiagnosticRow[] }): unknown =>
  outcome.diagnostics.filter(({ reason }) => reason === "noVolume").map(({ orderId, bar, level }) => [
    orderId,
    bar + 1,
    level,
  ]);

Deno.test("a market order waits over bars without volume for the open of the next bar with volume", () => {
  const feed = rare(FLAT, HALT, HALT, [103, 104, 102, 103, 1]), script: Script = { 1: (s) => void s.buy({ size: 1 }) };
  const outcome = runScript(feed, script);
  assertEquals(fillLines(outcome), [[1, 4, "open", 1, 103]]);
  assertEquals(met(outcome), [[1, 2, 2]], "told once, at the first such bar");
  assertEquals(fillLines(runScript(feed, script, { barWithoutVolume: "fill" })), [[1, 2, "open", 1, 100]]);
});

Deno.test("limits, stops, stop-limits and market-on-close orders neither fill nor trigger on a bar without volume", () => {
  const feed = rare(FLAT, HALT, [100, 101, 99, 100, 5], [100, 120, 80, 100, 5]);
  const outcome = runScript(feed, {
    1: (s) => {
      s.buy({ size: 1, limit: 90 });
      s.buy({ size: 1, stop: 110 });
      s.buy({ size: 1, stop: 110, limit: 112 });
      s.buy({ size: 1, onClose: true });
    },
  });
  assertEquals(fillLines(outcome), [
    [4, 3, "close", 1, 100],
    [1, 4, "limit", 1, 90],
    [2, 4, "stop", 1, 110],
    [3, 4, "stopLimit", 1, 110],
  ]);
  assertEquals(met(outcome), [[1, 2, 2], [2, 2, 2], [3, 2, 2], [4, 2, 2]]);
});

Deno.test("protective orders sleep over a bar without volume and meet the gap after it", () => {
  const feed = rare(FLAT, FLAT, HALT, [90, 91, 89, 90, 5]);
  const outcome = runScript(feed, { 1: (s) => void s.buy({ size: 1, stopLoss: 95, takeProfit: 110 }) });
  assertEquals(fillLines(outcome), [[1, 2, "open", 1, 100], [2, 4, "stopGap", -1, 90]]);
  // A group that cannot meet the bar competes for nothing, so the fill is certain.
  assertEquals(outcome.fills.map(({ ambiguous }) => ambiguous), [false, false]);
  assertEquals(met(outcome), [[2, 3, 2], [3, 3, 2]]);
});

Deno.test("a DAY order whose only bar had no volume expires at the end of its day", () => {
  const outcome = runScript(rare(FLAT, HALT, FLAT), { 1: (s) => void s.buy({ size: 1, valid: "day" }) });
  assertEquals([ends(outcome), met(outcome), outcome.fills], [["1 expired validityOver"], [[1, 2, 2]], []]);
  assertEquals(outcome.orders[0]!.endedUs, (Date.UTC(2024, 0, 1) + 3 * DAY_MS) * 1000 - 1);
});

Deno.test("a validity until a time ends whether or not bars had volume, and an order placed after a bar never met it", () => {
  const feed = rare(FLAT, HALT, HALT, FLAT);
  const outcome = runScript(feed, {
    1: (s) => void s.buy({ size: 1, valid: new Date(Date.UTC(2024, 0, 3)) }),
    3: (s) => void s.buy({ size: 1 }),
  });
  assertEquals(ends(outcome), ["1 expired validityOver", "2 filled filled"]);
  assertEquals(fillLines(outcome), [[2, 4, "open", 1, 100]]);
  assertEquals(met(outcome), [[1, 2, 2]]);
});

Deno.test("a cancel and a replacement during a halt work, and the replaced order tells of no second halt", () => {
  const outcome = runScript(rare(FLAT, HALT, HALT, HALT, [105, 106, 104, 105, 5]), {
    1: (s) => {
      s.kept["cancelled"] = s.buy({ size: 1 });
      s.kept["replaced"] = s.buy({ size: 1, limit: 90 });
    },
    2: (s) => {
      s.cancel(s.kept["cancelled"]!);
      s.replace(s.kept["replaced"]!, { limit: 107 });
    },
  });
  assertEquals(ends(outcome), ["1 cancelled byRequest", "2 filled filled"]);
  assertEquals(fillLines(outcome), [[2, 5, "limitOpen", 1, 105]]);
  assertEquals(met(outcome), [[1, 2, 2], [2, 2, 2]]);
});

Deno.test("closeAtEnd closes on a last bar without volume, whose close marks the position too", () => {
  const rows = [...Array.from({ length: 30 }, () => FLAT), [100, 120, 80, 110, 0] as const];
  const outcome = runScript(daily(rows), { 1: (s) => void s.buy({ size: 1 }) }, { closeAtEnd: true });
  assertEquals(fillLines(outcome).at(-1), [0, 31, "closeAtEnd", -1, 110]);
  assertEquals([outcome.equity.at(-2), outcome.equity.at(-1)], [10_000, 10_010]);
});

Deno.test("an order of a halted feed waits while that of another feed fills in the same step", () => {
  const trades = Array.from({ length: 40 }, () => FLAT), halted = [FLAT, HALT, ...trades.slice(2)];
  const outcome = runScript({ a: daily(halted, "a"), b: daily(trades, "b") }, {
    1: (s) => {
      const a = s.buy({ size: 1, feed: "a" });
      s.buy({ size: 1, feed: "b" });
      s.buy({ size: 1, feed: "b", limit: 50, oco: a });
    },
  });
  assertEquals(fillLines(outcome), [[2, 2, "open", 1, 100], [1, 3, "open", 1, 100]]);
  assertEquals([ends(outcome)[2], met(outcome)], ["3 cancelled oco", [[1, 2, 2]]]);
});

Deno.test("an order that rests over a long halt, driven lazily, is the same as step by step", () => {
  const rows: Row[] = [];
  for (let bar = 0; bar < 3000; bar++) rows.push(bar % 23 === 0 ? HALT : [100, 101, 99, 100, 3]);
  rows.push([100, 101, 80, 100, 7]);
  // Every engine and both ways to drive are compared by the script itself.
  const outcome = runScript(daily(rows), { 1: (s) => void s.buy({ size: 1, limit: 85 }) });
  assertEquals(fillLines(outcome), [[1, 3001, "limit", 1, 85]]);
  assertEquals(met(outcome), [[1, 24, 2]]);
});

Deno.test("the rule is inferred from the bars from the first with volume on, and at most 5 % of them may lack it", () => {
  const lacking = (halts: number, of: number, before: number = 0): ct.Bars =>
    daily(
      Array.from({ length: before + of }, (_value, bar): Row =>
        bar < before || bar > before + of - 1 - halts ? HALT : FLAT),
    );
  assertEquals(choiceOf(lacking(0, 20)), "no-fill");
  assertEquals(choiceOf(lacking(1, 20)), "no-fill");
  assertEquals(choiceOf(lacking(1, 19)), "fill");
  assertEquals(choiceOf(lacking(2, 20)), "fill");
  assertEquals(choiceOf(lacking(20, 20)), "fill", "a feed without volume");
  assertEquals(choiceOf(lacking(1, 20, 50)), "no-fill", "bars before the listing do not count");
  assertEquals(choiceOf(lacking(2, 20), { barWithoutVolume: "no-fill" }), "no-fill");
  assertEquals(choiceOf(lacking(1, 20), { instruments: { AAA: { barWithoutVolume: "fill" } } }), "fill");
});

Deno.test("an order before the listing waits for the first bar with volume", () => {
  const unlisted: Row = [100, 100, 100, 100, 0];
  const outcome = runScript(rare(unlisted, unlisted, unlisted, [40, 41, 39, 40, 9]), {
    1: (s) => void s.buy({ size: 1 }),
  });
  assertEquals(fillLines(outcome), [[1, 4, "open", 1, 40]]);
});

Deno.test("weekend fillers are more than 5 % of the bars, so orders fill on them and a note says so", () => {
  const rows = Array.from({ length: 70 }, (_value, day): Row => day % 7 < 5 ? FLAT : [100, 100, 100, 100, 0]);
  const script: Script = { 5: (s) => void s.buy({ size: 1 }) };
  assertEquals(fillLines(runScript(daily(rows), script)), [[1, 6, "open", 1, 100]]);
  assertEquals(notesOf(daily(rows), script), [
    "20 of 70 bars of AAA have no volume, and orders fill on them, as it is more than 5 %; " +
    'barWithoutVolume: "no-fill" lets orders wait for volume',
  ]);
  assertEquals(notesOf(daily(rows), script, { barWithoutVolume: "fill" }), [], "said, so known");
  const waits = runScript(daily(rows), script, { barWithoutVolume: "no-fill" });
  assertEquals(fillLines(waits), [[1, 8, "open", 1, 100]]);
});

Deno.test("a feed without any volume gets no note, nor does one whose every bar has it", () => {
  for (const volume of [0, 5]) {
    const feed = daily(Array.from({ length: 9 }, (): Row => [100, 101, 99, 100, volume]));
    assertEquals(notesOf(feed, { 1: (s) => void s.buy({ size: 1 }) }), []);
  }
});

Deno.test("the summary counts the orders that met bars without volume", () => {
  const feed = rare(FLAT, HALT, FLAT);
  const rest =
    'met bars without volume, which fill nothing, and waited for volume; barWithoutVolume: "fill" fills on them';
  assertEquals(notesOf(feed, { 1: (s) => void s.buy({ size: 1 }) }), [`1 order ${rest}`]);
  assertEquals(notesOf(feed, { 1: (s) => void (s.buy({ size: 1 }), s.buy({ size: 1 })) }), [`2 orders ${rest}`]);
});

Deno.test("both cores refuse a choice that is none, and any but fill with plain doubles", () => {
  const config = ct.backtest(ct.Strategy, rare(FLAT)).configuration.lanes;
  const lane = contract.CONFIG_INSTRUMENTS + contract.INSTRUMENT_BAR_WITHOUT_VOLUME;
  const doubles = Float64Array.from(config).fill(1, contract.CONFIG_RULE_NUMBERS, contract.CONFIG_INSTRUMENTS);
  doubles[contract.CONFIG_RULE_LIMIT_FILL] = doubles[contract.CONFIG_RULE_PATH] = 0;
  for (const engineBackend of enginesUnderTest()) {
    const configure = (lanes: ArrayLike<number>, choice: number): void => {
      const tried = Float64Array.from(lanes);
      tried[lane] = choice;
      new Engine(tried, { engineBackend, environmentOverride: false })[Symbol.dispose]();
    };
    for (const wrong of [2, -1, 0.5]) {
      assertThrows(
        () => configure(config, wrong),
        EngineError,
        `(bar_without_volume of instrument 0) is ${wrong}: UNKNOWN_CODE`,
      );
    }
    assertThrows(() => configure(doubles, 1), EngineError, "(bar_without_volume of instrument 0) is 1: NOT_SUPPORTED");
    for (const [lanes, choice] of [[config, 0], [config, 1], [doubles, 0]] as const) configure(lanes, choice);
  }
});

Deno.test("an unknown choice is an error with the choices, and a volume that is no number never reaches the rule", () => {
  for (const wrong of ["nofill", true, null, 0]) {
    const options = { barWithoutVolume: wrong as unknown as ct.BarWithoutVolume };
    const shown = typeof wrong === "string" ? `"${wrong}"` : String(wrong);
    assertThrows(
      () => ct.backtest(ct.Strategy, rare(FLAT), options),
      RangeError,
      `Cannot use barWithoutVolume of feed "AAA" ${shown}: pass "no-fill" or "fill"`,
    );
  }
  assertThrows(() => daily([FLAT, [100, 101, 99, 100, NaN]]), RangeError, "the volume NaN is not a finite number");
});
