import { changedBars } from "../feeds/bars.ts";
import { consoleLogger } from "../logs/console_logger.ts";
import type { RunLog } from "../replay/run_log.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Clock } from "../lines/clock.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { quoted } from "../records/text.ts";
import { checkFeeds, checkFeedValues, isFeed, lookup, takenInput } from "./run_input.ts";

function checkInput(feeds: unknown, options: BacktestOptions): BacktestOptions {
  checkFeedValues("run", feeds);
  return takenInput(options);
}

const column = [1];
const feed = bars({ time: ["2024-01-01"], open: column, high: column, low: column, close: column }, {
  name: "aapl",
  timeframe: "1d",
});

Deno.test("a forgotten await is named", () => {
  assertThrows(
    () => checkInput(Promise.resolve(feed), {}),
    TypeError,
    "Cannot run over a promise of a feed: write await ct.csv(...)",
  );
});

Deno.test("an argument that is not a feed is an error that names it", () => {
  for (const feeds of [undefined, null, 5, "aapl.csv"]) {
    assertThrows(
      () => checkInput(feeds, {}),
      TypeError,
      `Cannot run over ${Deno.inspect(feeds)}: pass a feed, or several by name`,
    );
  }
});

Deno.test("every option of the type is known", () => {
  const all: Required<BacktestOptions> = {
    cash: 1,
    cashFlows: [],
    interest: {},
    sizer: () => 1,
    params: {},
    instruments: {},
    engineBackend: "auto",
    libraryPath: "",
    start: "all",
    from: "2020-01-01",
    to: "2020-12-31",
    closeAtEnd: true,
    onRuin: "stop",
    periodsPerYear: 252,
    riskFree: 0,
    benchmark: "buy-and-hold",
    figures: {},
    measureFrom: "start",
    moneyUnit: 1,
    pricesFrom: -1,
    profile: "exact",
    rules: {},
    limitFill: "touch",
    path: "worst-case",
    fill: "open",
    fillOn: {},
    ...{ slippageAmount: 0, slippageTicks: 0, slippageImpact: 0, slippageAtOpen: true, slippageOfLimits: false },
    slippageSpread: null,
    ...{ slippageBeyondBar: "clamp" as const, volumeLimit: 1, latencyBars: 0 },
    checks: true,
    chain: true,
    stepByStep: true,
    checkpoint: { every: 1, save: "run.checkpoint" },
    resume: "",
    replayLog: { begin: () => {} } as unknown as RunLog,
    logger: consoleLogger(),
    commission: 0,
    slippage: 0,
    resolution: 1,
    tick: 1,
    lot: 1,
    multiplier: 1,
    leverage: 1,
    margin: { initial: 1 },
    settlement: "paid",
    liquidationFee: 0,
    tickRounding: "snap",
    barWithoutVolume: "fill",
    flatAt: "close",
    ...{ funding: [], dividends: [], splits: [], borrow: 0, onFeedEnd: "keep" as const },
    backtrader: {},
  };
  const { resume: _resume, ...begun } = all, { replayLog: _replayLog, ...resumed } = all;
  for (const options of [begun, resumed]) assertEquals(checkInput(feed, options), options);
  assertThrows(() => checkInput(feed, all), RangeError, "Cannot write the replay log of a run that is resumed");
});

Deno.test("checkpoints come every whole number of steps", () => {
  for (const every of [0, -1, 1.5, NaN, "5" as unknown as number]) {
    const checkpoint = { every, save: "run.checkpoint" };
    assertThrows(
      () => checkInput(feed, { checkpoint }),
      RangeError,
      `Cannot save a checkpoint every ${Deno.inspect(every)} steps`,
    );
  }
});

Deno.test("an option that does not exist would be without effect and is an error, also of a single feed", () => {
  const wrong = [
    { comission: 0.001 },
    { instruments: { aapl: { comission: 0.001 } } },
    { instruments: { aapl: { cash: 5 } } },
  ] as unknown as BacktestOptions[];
  for (const options of wrong) assertThrows(() => checkInput(feed, options), TypeError, "Cannot find option");
  assertThrows(() => checkInput(feed, { start: "both" as "all" }), RangeError, 'Cannot use start "both"');
  assertThrows(() => checkInput(feed, { cash: "5" as unknown as number }), TypeError, 'Cannot use cash "5"');
});

Deno.test("a feed is told from feeds by name", () => {
  assertEquals([isFeed(feed), isFeed({ aapl: feed }), isFeed({})], [true, false, false]);
});

Deno.test("feeds whose stamps are all unknown need none, beside others they do", () => {
  const unknown = changedBars(feed, { stamp: "unknown" }), hourly = changedBars(feed, { timeframeUs: 3.6e9 });
  assertEquals(checkFeeds([unknown, unknown], {}), undefined);
  assertThrows(() => checkFeeds([unknown, changedBars(feed, { name: "msft" })], {}), RangeError, 'beside "msft"');
  assertEquals(checkFeeds([feed, hourly], {}), undefined);
  assertThrows(
    () => checkFeeds([hourly, changedBars(unknown, { name: "msft" })], {}),
    RangeError,
    'Cannot run feed "msft" beside "aapl" while it is unknown',
  );
  assertThrows(() => checkFeeds([], {}), RangeError, "Cannot run without a feed");
  assertThrows(() => checkFeeds([feed], { instruments: { msft: {} } }), RangeError, 'there are "aapl"');
});

Deno.test("feeds are looked up by name, an unknown one is an error, and they can be listed and printed", () => {
  const lines = new FeedLines(feed, new Clock("aapl", 1)), feeds = lookup(["aapl"], [lines]);
  assertEquals([feeds.aapl === lines, Object.keys(feeds), "msft" in feeds], [true, ["aapl"], false]);
  for (const name of ["msft", "constructor", "toString", "hasOwnProperty"]) {
    assertThrows(() => feeds[name], RangeError, `Cannot find feed "${name}": there are "aapl"`);
  }
  assertEquals([typeof JSON.stringify(feeds), typeof Deno.inspect(feeds), typeof `${{ ...feeds }}`], [
    "string",
    "string",
    "string",
  ]);
  assertEquals(quoted(["a", "b"]), '"a", "b"');
});

Deno.test("options of the statistics are checked before the run", () => {
  const refused = (options: object, message: string) => assertThrows(() => checkInput({}, options), Error, message);
  for (const periodsPerYear of [0, -1, NaN, Infinity, "252"]) {
    refused({ periodsPerYear }, "pass a number above zero, such as 252 or 365");
  }
  for (const riskFree of [-1, NaN, "0.03", null]) refused({ riskFree }, "pass a fraction of a year, such as 0.03");
  refused({ measureFrom: "2020-13-01" }, 'Cannot use measureFrom "2020-13-01"');
});

Deno.test("options that are no objects are errors that show one", () => {
  const refused = (options: unknown, message: string) =>
    assertThrows(() => checkInput(feed, options as BacktestOptions), TypeError, message);
  for (const options of [null, 5, "cash", []]) refused(options, "pass an object, such as { cash: 10_000 }");
  refused({ params: 5 }, "Cannot use params 5: pass an object, such as { fast: 10 }");
  refused({ rules: "exact" }, 'Cannot use rules "exact"');
  refused({ instruments: [] }, "Cannot use instruments []");
  refused({ instruments: { aapl: 5 } }, "Cannot use instruments.aapl 5: pass an object, such as { tick: 0.01 }");
  refused({ checkpoint: 5 }, "Cannot use checkpoint 5");
  refused({ checkpoint: { every: 1, save: "x", evry: 2 } }, 'Cannot find option of checkpoint "evry"');
  refused({ checkpoint: { every: 1 } }, "Cannot save a checkpoint to undefined: pass a path, a URL or a function");
  refused({ replayLog: new Uint8Array() }, "pass a RunLog of @cracktrader/cracktrader/replay");
});

Deno.test("feeds by name are checked one by one", () => {
  const refused = (feeds: unknown, message: string) => assertThrows(() => checkInput(feeds, {}), TypeError, message);
  refused({ aapl: Promise.resolve(feed) }, 'Cannot run over a promise as feed "aapl": write await ct.csv(...)');
  refused({ aapl: feed, msft: null }, 'Cannot run over null as feed "msft": pass what ct.csv or ct.bars returns');
  refused({ aapl: "aapl.csv" }, 'as feed "aapl"');
  refused([feed], "Cannot run over an array: pass feeds by name");
});
