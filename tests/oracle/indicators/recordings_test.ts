/**
 * The recorded indicators of backtrader, computed over whole columns and bar by bar.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { indicatorRows } from "../../indicators/indicator_rows.ts";
import { nameOf, parseJson, readText } from "../read_text.ts";
import { CLASSES, classNamed, isClass } from "./classes.ts";
import { judgeRecording } from "./judge_recording.ts";
import { type IndicatorRecording, parseRecordings } from "./recording.ts";
import { parseSetup } from "./setup.ts";

/** Classes that are not mapped yet, by their first names, and single recordings of others. */
const WAITING: ReadonlySet<string> = new Set([]);

const recordings = [
  ...await read("backtrader.json.gz"),
  ...await read("backtrader_more.json.gz"),
  ...await read("backtrader_styles.json.gz"),
];

async function read(name: string): Promise<readonly IndicatorRecording[]> {
  const file = new URL(`../../../fixtures/indicators/${name}`, import.meta.url);
  return parseRecordings(parseJson(await readText(file), nameOf(file)), name);
}

/** Returns whether a recording or its class is in the list of what waits. */
function isWaiting({ name, args }: IndicatorRecording): boolean {
  return WAITING.has(name) || WAITING.has(classNamed(parseSetup(name, args, isClass).name)?.names[0] ?? "");
}

Deno.test("the recordings are there", () => {
  assertEquals(recordings.length, 92 + 168 + 50);
});

for (const recording of recordings) {
  const waits = isWaiting(recording);
  Deno.test(`the recorded ${recording.name} ${waits ? "waits for its function" : "has our values"}`, () => {
    const verdict = judgeRecording(recording);
    const why = verdict.outcome === "failed" ? verdict.why : Deno.inspect(verdict);
    assertEquals(verdict.outcome, waits ? "waiting" : "passed", why);
  });
}

Deno.test("what waits are classes without a mapping, and recordings", () => {
  const unmapped = CLASSES.filter(({ lines }) => lines === undefined).map(({ names }) => names[0]!);
  const names = new Set([...unmapped, ...recordings.map(({ name }) => name)]);
  assertEquals([...WAITING].filter((name) => !names.has(name)), []);
  assertEquals(unmapped.filter((name) => !WAITING.has(name)), []);
});

Deno.test("every alias in a recording is one of its class in the tables, and no name is there twice", () => {
  for (const { name, aliases } of recordings) {
    for (const alias of aliases) assertEquals(classNamed(alias), classNamed(name), `${alias} of ${name}`);
  }
  const names = CLASSES.flatMap((row) => row.names);
  assertEquals(names.filter((name, at) => names.indexOf(name) !== at), []);
});

Deno.test("the page says of every compared function that its oracle is backtrader, and of no other", () => {
  const compared = new Set(CLASSES.flatMap(({ lines, indicators }) => lines === undefined ? [] : indicators));
  for (const [name, { oracle }] of indicatorRows()) {
    assertEquals(oracle.includes("backtrader"), compared.has(name), `${name}, oracle: ${oracle}`);
  }
});

Deno.test("a value, a minimum period or a line that differs fails a recording", () => {
  const good = recordings.find(({ name }) => name === "MovingAverageSimple")!, sma = good.lines.sma!;
  const last = sma.slice(), first = sma.slice();
  last[254] = sma[254]! * (1 + Number.EPSILON);
  first[29] = 0;
  const cases: readonly (readonly [IndicatorRecording, RegExp])[] = [
    [{ ...good, lines: { sma: last } }, /^sma at bar 254, whole columns: recorded \S+, ours \S+$/],
    [{ ...good, lines: { sma: first } }, /^sma at bar 29, whole columns: recorded 0, ours \S+$/],
    [{ ...good, lineMinPeriods: { sma: 29 } }, /^sma: the minimum period is 29, ours 30$/],
    [{ ...good, lines: { average: sma } }, /^the recorded lines are average, ours sma$/],
    [{ ...good, length: 254 }, /^Cannot compare 254 bars: the prices have 255$/],
    [{ ...good, args: "data, period=29" }, /^sma: the minimum period is 30, ours 29$/],
    [{ ...good, args: "data, movav=EMA" }, /^Cannot compare MovingAverageSimple with movav "EMA": it is not mapped$/],
    [{ ...good, args: "data, period='x'" }, /^Cannot read set-up/],
    [{ ...good, params: { period: 30, alpha: 1 } }, /^Cannot compare .* with alpha 1: it is not mapped$/],
  ];
  for (const [recording, wanted] of cases) {
    const verdict = judgeRecording(recording);
    assert(verdict.outcome === "failed" && wanted.test(verdict.why), `${wanted}: ${Deno.inspect(verdict)}`);
  }
  const rounded = recordings.find(({ name }) => name === "StdDev(data, period=2)")!, deviation = rounded.lines.stddev!;
  for (
    const [bar, difference, outcome] of [[122, 1e-9, "passed"], [122, 1e-5, "failed"], [200, 1e-7, "failed"]] as const
  ) {
    const other = deviation.with(bar, deviation[bar]! + difference);
    assertEquals(judgeRecording({ ...rounded, lines: { stddev: other } }).outcome, outcome, `${bar}, ${difference}`);
  }
  assertEquals(judgeRecording({ ...good, name: "Gann", args: "data, default params" }), {
    outcome: "waiting",
    features: ["the class Gann"],
  });
});
