/** Twelve strategies as people write them: one short class each, without helpers and histories of their own, all proved. */
import { assert, assertEquals } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { openLibrary } from "../src/engine/native/library.ts";
import { BollingerBreakout } from "./examples/bollinger_breakout.ts";
import { CandlePattern } from "./examples/candle_pattern.ts";
import { GapFade } from "./examples/gap_fade.ts";
import { MacdCross } from "./examples/macd_cross.ts";
import { PairsByRatio } from "./examples/pairs_by_ratio.ts";
import { RsiMeanReversion } from "./examples/rsi_mean_reversion.ts";
import { SuperTrend } from "./examples/super_trend.ts";
import { TurnOfTheMonth } from "./examples/turn_of_the_month.ts";
import { Turtle } from "./examples/turtle.ts";
import { VolatilityTargeting } from "./examples/volatility_targeting.ts";
import { VwapReversion } from "./examples/vwap_reversion.ts";
import { WeeklyRegime } from "./examples/weekly_regime.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

/** Longest class, in lines. */
const LINES_MAX = 30;
const prices = (name: string): URL => new URL(`../fixtures/prices/${name}`, import.meta.url);
const timeZone = "America/New_York";
const aapl = await ct.csv(prices("aapl.csv"), { timeZone });
const minutes = await ct.csv(prices("2006-min-005.csv"), {
  stamp: "close",
  timeZone: "Europe/Berlin",
  session: { open: "09:00", close: "17:30" },
});
const pair = {
  orcl: await ct.csv(prices("orcl_2010_2014.csv"), { timeZone }),
  nvda: await ct.csv(prices("nvda_2010_2014.csv"), { timeZone }),
};

/** The strategies by the names of their files, with their feeds and options. */
const STRATEGIES: readonly (readonly [
  file: string,
  strategy: ct.StrategyClass<never>,
  feeds: ct.Bars | Readonly<Record<string, ct.Bars>>,
  options?: ct.BacktestOptions<never>,
])[] = [
  ["bollinger_breakout", BollingerBreakout as never, aapl],
  ["candle_pattern", CandlePattern as never, aapl],
  ["gap_fade", GapFade as never, minutes, { flatAt: "close", barWithoutVolume: "fill" }],
  ["macd_cross", MacdCross as never, aapl],
  ["pairs_by_ratio", PairsByRatio as never, pair],
  ["rsi_mean_reversion", RsiMeanReversion as never, aapl],
  ["super_trend", SuperTrend as never, aapl],
  ["turn_of_the_month", TurnOfTheMonth as never, await ct.csv(prices("aapl.csv"), { calendar: "XNYS" })],
  ["turtle", Turtle as never, aapl],
  ["volatility_targeting", VolatilityTargeting as never, aapl, { closeAtEnd: true }],
  ["vwap_reversion", VwapReversion as never, aapl],
  ["weekly_regime", WeeklyRegime as never, aapl],
];

for (const [file, strategy, feeds, options = {}] of STRATEGIES) {
  Deno.test(`${file} is one short class that every law holds on`, async () => {
    const text = await Deno.readTextFile(new URL(`examples/${file}.ts`, import.meta.url));
    const [body] = /^export class [^]*?^}$/m.exec(text)!;
    assert(body.split("\n").length < LINES_MAX, `${body.split("\n").length} lines`);
    assertEquals(text.match(/^(?:export )?(?:class|function|const) /gm), ["export class "]);
    const proof = await ct.prove(strategy, feeds, { ...options, commission: 0.0005, cuts: 3 });
    assertEquals(proof.laws.filter(({ verdict }) => verdict === "failed"), []);
    assertEquals(proof.verdict, "held");
    assert(proof.run.fills > 0);
  });
}
