import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { measurePeers, peerRatio, type Peers, peersReport, RATIO_MAX } from "./peers.ts";

/** Means of a window, running from the first value on. */
function meansOf(values: readonly number[], period: number): number[] {
  return values.map((_value, bar) => {
    const window = values.slice(Math.max(0, bar + 1 - period), bar + 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

/** Averages that begin with the first value. */
function smooth(values: readonly number[], factor: number): number[] {
  let average = values[0]!;
  return values.map((value) => average += factor * (value - average));
}

/** Wilder's averages, which begin with the mean of the first values and have no value before it. */
function wilder(values: readonly number[], period: number): number[] {
  let average = values.slice(0, period).reduce((sum, value) => sum + value, 0) / period;
  return [average, ...values.slice(period).map((value) => average += (value - average) / period)];
}

function rangesOf(high: readonly number[], low: readonly number[], close: readonly number[]): number[] {
  return high.map((top, bar) => {
    const before = bar === 0 ? top : close[bar - 1]!;
    return Math.max(top, bar === 0 ? top : before) - Math.min(low[bar]!, before);
  });
}

function strength(values: readonly number[], average: (moves: readonly number[]) => number[]): number[] {
  const changes = values.slice(1).map((value, at) => value - values[at]!);
  const up = average(changes.map((change) => Math.max(change, 0))),
    down = average(changes.map((change) => Math.max(-change, 0)));
  return up.map((value, at) => 100 * value / (value + down[at]!));
}

function macdOf(values: readonly number[], fast: number, slow: number, signal: number): number[][] {
  const factor = (period: number): number => 2 / (period + 1), long = smooth(values, factor(slow));
  const line = smooth(values, factor(fast)).map((value, at) => value - long[at]!), mean = smooth(line, factor(signal));
  return [line, mean, line.map((value, at) => value - mean[at]!)];
}

/** The libraries, written here from the formulas, slowly, with the first values that they have. */
const STAND_INS: Peers = {
  ixjb94: {
    sma: (source, period) => meansOf(source, period).slice(period - 1),
    ema: (source, period) => smooth(source, 2 / (period + 1)),
    rsi: (source, period) => strength(source, (moves) => wilder(moves, period)),
    macd: (source, fast, slow, signal) => macdOf(source, fast, slow, signal).map((values) => values.slice(slow - 1)),
    atr: (high, low, close, period) => wilder(rangesOf(high, low, close), period),
  },
  indicatorts: {
    sma: (values, { period }) => meansOf(values, period),
    ema: (values, { period }) => smooth(values, 2 / (period + 1)),
    rsi: (values, { period }) => [NaN, ...strength(values, (moves) => smooth(moves, 1 / period))],
    macd: (values, { fast, slow, signal }) => {
      const [macdLine, signalLine] = macdOf(values, fast, slow, signal);
      return { macdLine: macdLine!, signalLine: signalLine! };
    },
    atr: (high, low, close, { period }) => ({ atrLine: meansOf(rangesOf(high, low, close), period) }),
  },
};

const timesOf = (name: string, oursMs: number, ixjb94Ms: number, indicatortsMs: number) => ({
  name,
  oursMs,
  ixjb94Ms,
  indicatortsMs,
  remark: "as always",
});

Deno.test("the five indicators agree with libraries that follow the formulas, from the bars that each study says", () => {
  const times = measurePeers(STAND_INS, 5000, 1);
  assertEquals(times.map(({ name }) => name), ["sma", "ema", "rsi", "macd", "atr"]);
  for (const each of times) assert(Number.isFinite(peerRatio(each)) && peerRatio(each) > 0, each.name);
});

Deno.test("nothing is timed where a library has other values", () => {
  const { ixjb94, indicatorts } = STAND_INS;
  const off = (values: readonly number[]): number[] => values.map((value) => value * (1 + 1e-8));
  assertThrows(
    () =>
      measurePeers(
        {
          ixjb94: { ...ixjb94, rsi: (source, period) => off(ixjb94.rsi(source, period)) },
          indicatorts,
        },
        5000,
        1,
      ),
    Error,
    "Line 1 of rsi of npm:@ixjb94/indicators@1.2.4 is",
  );
  const macd: typeof indicatorts.macd = (values, options) => {
    const { macdLine, signalLine } = indicatorts.macd(values, options);
    return { macdLine, signalLine: signalLine.map((value) => value + 1e-8) };
  };
  assertThrows(
    () => measurePeers({ ixjb94, indicatorts: { ...indicatorts, macd } }, 5000, 1),
    Error,
    "Line 2 of macd of npm:indicatorts@2.2.2 is",
  );
});

Deno.test("the report compares with the faster library, and is within the bar as long as every indicator is", () => {
  const within = peersReport([timesOf("sma", 2, 9, 2), timesOf("ema", 8 * RATIO_MAX, 8, 16)], 1000);
  assert(within.isWithin);
  assert(!within.text.includes("above"));
  assertStringIncludes(within.text, "Milliseconds over 1000 bars");
  const above = peersReport([timesOf("sma", 3.3, 9, 2), timesOf("ema", 1, 9, 2)], 1000);
  assert(!above.isWithin);
  const [, , sma, ema] = above.text.split("\n");
  assertEquals(sma, "sma           3.30        9.00        2.00        1.65  as always  above the bar");
  assertEquals(ema, "ema           1.00        9.00        2.00        0.50  as always");
});
