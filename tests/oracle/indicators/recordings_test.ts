/**
 * The recorded indicators of backtrader, computed over whole columns and bar by bar.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { indicatorRows } from "../../indicators/indicator_rows.ts";
import { nameOf, parseJson, readText } from "../read_text.ts";
import { CLASSES, classNamed } from "./classes.ts";
import { judgeRecording } from "./judge_recording.ts";
import { type IndicatorRecording, parseRecordings } from "./recording.ts";

/** Recordings whose function does not exist yet. */
const WAITING: readonly string[] = [
  // momentum.ts
  "AccelerationDecelerationOscillator",
  "CommodityChannelIndex",
  "KnowSureThing",
  "Momentum",
  "PercentagePriceOscillatorShort",
  "PrettyGoodOscillator",
  "PriceOscillator",
  "RateOfChange",
  "RateOfChange100",
  "Stochastic",
  "StochasticFast",
  "StochasticFull",
  "TrueStrengthIndicator",
  "UltimateOscillator",
  "UpDay",
  "UpDayBool",
  "WilliamsR",

  // statistics.ts
  "Accum",
  "AllN",
  "AnyN",
  "ExponentialSmoothing",
  "FindFirstIndexHighest",
  "FindFirstIndexLowest",
  "FindLastIndexHighest",
  "FindLastIndexLowest",
  "HurstExponent",
  "NonZeroDifference",
  "PercentRank",
  "SumN",
  "WeightedAverage",

  // averages.ts
  "AdaptiveMovingAverageOscillator",
  "DicksonMovingAverage",
  "DicksonMovingAverageEnvelope",
  "DicksonMovingAverageOscillator",
  "DoubleExponentialMovingAverageOscillator",
  "Envelope",
  "ExponentialMovingAverageEnvelope",
  "HullMovingAverage",
  "HullMovingAverageEnvelope",
  "HullMovingAverageOscillator",
  "MovingAverageSimpleEnvelope",
  "MovingAverageSimpleOscillator",
  "Oscillator",
  "TripleExponentialMovingAverage",
  "TripleExponentialMovingAverageEnvelope",
  "TripleExponentialMovingAverageOscillator",
  "WeightedMovingAverage",
  "WeightedMovingAverageOscillator",
  "ZeroLagExponentialMovingAverageEnvelope",
  "ZeroLagExponentialMovingAverageOscillator",
  "ZeroLagIndicator",
  "HMA(period=16)",
  "KAMA(period=10)",
  "WMA(period=10)",

  // trend.ts
  "AroonOscillator",
  "AroonUp",
  "AroonUpDown",
  "AverageDirectionalMovementIndex",
  "DetrendedPriceOscillator",
  "DirectionalMovement",
  "DirectionalMovementIndex",
  "DownMove",
  "Ichimoku",
  "MinusDirectionalIndicator",
  "ParabolicSAR",
  "PlusDirectionalIndicator",
  "Trix",
  "TrixSignal",
  "ParabolicSAR(period=5)",

  // volatility.ts
  "BollingerBands",
  "BollingerBandsPct",

  // volume.ts
  "WilliamsAD",
];

const recordings = await read("backtrader.json.gz");

async function read(name: string): Promise<readonly IndicatorRecording[]> {
  const file = new URL(`../../../fixtures/indicators/${name}`, import.meta.url);
  return parseRecordings(parseJson(await readText(file), nameOf(file)), name);
}

Deno.test("the recordings are there", () => {
  assertEquals(recordings.length, 92);
});

for (const recording of recordings) {
  const isWaiting = WAITING.includes(recording.name);
  Deno.test(`the recorded ${recording.name} ${isWaiting ? "waits for its function" : "has our values"}`, () => {
    const verdict = judgeRecording(recording);
    const why = verdict.outcome === "failed" ? verdict.why : Deno.inspect(verdict);
    assertEquals(verdict.outcome, isWaiting ? "waiting" : "passed", why);
  });
}

Deno.test("the list of what waits names recordings", () => {
  const names = recordings.map(({ name }) => name);
  assertEquals(WAITING.filter((name) => !names.includes(name)), []);
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
  first[0] = 0;
  const cases: readonly (readonly [IndicatorRecording, RegExp])[] = [
    [{ ...good, lines: { sma: last } }, /^sma at bar 254, whole columns: recorded \S+, ours \S+$/],
    [{ ...good, lines: { sma: first } }, /^sma at bar 0, whole columns: recorded 0, ours NaN$/],
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
  assertEquals(judgeRecording({ ...good, name: "Gann", args: "data, default params" }), {
    outcome: "waiting",
    features: ["the class Gann"],
  });
});
