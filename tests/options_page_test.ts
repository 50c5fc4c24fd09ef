/**
 * The page of options against the program: the names that it takes, and the defaults that the page states.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../mod.ts";
import { INSTRUMENT_OPTIONS } from "../src/broker/instrument_spec.ts";
import { FEED_OPTION_NAMES } from "../src/feeds/feed_options.ts";
import { BACKTEST_OPTIONS } from "../src/run/run_input.ts";
import { type OptionRow, optionsByType } from "../tasks/generate/options_page.ts";

const options = await optionsByType();

/** The names of a type's options, in alphabetical order. */
function namesOf(type: string): readonly string[] {
  return options.get(type)!.map(({ name }) => name).sort();
}

/** The options whose default is a plain value, with that value. */
function plainDefaults(type: string): readonly (readonly [string, unknown])[] {
  return options.get(type)!.flatMap(({ name, fallback }: OptionRow) => {
    const text = fallback?.replace(/^`(.*)`$/, "$1").replace(/(?<=\d),(?=\d{3})/g, "") ?? "";
    return /^(?:true|false|"[^"]*"|[\d.]+)$/.test(text) ? [[name, JSON.parse(text)] as const] : [];
  });
}

/** Trades with protection, so that an option that changes orders, costs or figures changes its result. */
class Trades extends ct.Strategy.with({}) {
  cross = ct.crossover(ct.sma(this.data.close, 10), ct.sma(this.data.close, 30));

  override next(): void {
    if (this.cross.now > 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.sell({ size: 10 });
  }
}

const bars = await ct.sample("aapl");

function outcomeOf(options: ct.BacktestOptions): Pick<ct.Result, "chain" | "stats" | "configuration"> {
  const { chain, stats, configuration } = ct.backtest(Trades, bars, { engineBackend: "typescript", ...options });
  return { chain, stats, configuration };
}

Deno.test("the page names the options that the program takes, and no others", () => {
  assertEquals(namesOf("InstrumentOptions"), [...INSTRUMENT_OPTIONS].sort());
  assertEquals(namesOf("FeedOptions"), [...FEED_OPTION_NAMES].sort());
  assertEquals([...namesOf("BacktestOptions"), ...namesOf("InstrumentOptions")].sort(), [...BACKTEST_OPTIONS].sort());
  const calls: Readonly<Record<string, (strategy: ct.Strategy, wrong: object) => void>> = {
    OrderOptions: (strategy, wrong) => strategy.buy(wrong),
    CloseOptions: (strategy, wrong) => strategy.close(wrong),
    TargetOptions: (strategy, wrong) => strategy.target(wrong),
    ReplaceOptions: (strategy, wrong) => strategy.replace(strategy.buy(), wrong),
  };
  for (const [type, call] of Object.entries(calls)) {
    class Misspells extends ct.Strategy.with({}) {
      override next(): void {
        call(this, { misspelt: 1 });
      }
    }
    const run = (): ct.Result => ct.backtest(Misspells, bars, { engineBackend: "typescript" });
    const error = assertThrows(run, ct.StrategyError, "the options are ");
    assertEquals(error.message.split("the options are ")[1]!.split(/, |\W*$/).filter(Boolean).sort(), namesOf(type));
  }
});

Deno.test("an option that is given its default on the page changes nothing", () => {
  const plain = [...plainDefaults("BacktestOptions"), ...plainDefaults("InstrumentOptions")];
  assert(plain.length >= 15, `only ${plain.length} options have a plain default`);
  const without = outcomeOf({});
  const { lot } = without.configuration.instruments[0]!;
  for (const [name, value] of plain) {
    // A given multiplier decides the lot, as the page says.
    const options = name === "multiplier" ? { lot } : {};
    // The choice of an engine depends on what is here, and the tests of the engines hold it.
    if (name !== "engineBackend") assertEquals(outcomeOf({ ...options, [name]: value }), without, name);
  }
  const feed = plainDefaults("FeedOptions"), csv = plainDefaults("CsvOptions");
  assertEquals([feed, csv].map((rows) => rows.map(([name]) => name)), [["onBadRow", "trade", "prices"], ["adjust"]]);
  const text = new TextEncoder().encode("Date,Open,High,Low,Close,Adj Close\n2024-01-02,10,12,9,11,5\n");
  const read = (options: ct.CsvOptions): unknown => {
    const { columns, notes, trade } = ct.parseCsv(text, "text.csv", { timeframe: "1d", ...options });
    return { columns, notes, trade };
  };
  for (const [name, value] of [...feed, ...csv]) assertEquals(read({ [name]: value }), read({}), name);
});

Deno.test("an order's option that is given its default on the page changes nothing", () => {
  const placed = (order: object, close: object): unknown => {
    class Places extends ct.Strategy.with({}) {
      override next(): void {
        if (this.data.length % 20 === 1) this.buy({ size: 5, ...order });
        else if (this.data.length % 20 === 10) this.close(close);
      }
    }
    return ct.backtest(Places, bars, { engineBackend: "typescript" }).chain;
  };
  const order = plainDefaults("OrderOptions"), close = plainDefaults("CloseOptions");
  assertEquals([order, close].map((rows) => rows.map(([name]) => name)), [
    ["onOpen", "onClose", "postOnly", "reduceOnly"],
    ["onClose"],
  ]);
  for (const [name, value] of order) assertEquals(placed({ [name]: value }, {}), placed({}, {}), name);
  for (const [name, value] of close) assertEquals(placed({}, { [name]: value }), placed({}, {}), name);
});

// A proof opens the Rust library if it is there, and a library stays open.
Deno.test("a proof with the defaults of the page is the proof without them", { sanitizeResources: false }, async () => {
  const plain = plainDefaults("ProveOptions").filter(([name]) => name !== "timeout");
  assertEquals(plain, [["cuts", 20], ["seed", 1]]);
  const short = ct.bars({ ...ohlc(80), time: Array.from({ length: 80 }, (_, day) => new Date(1.7e12 + day * 864e5)) });
  const given = await ct.prove(Trades, short, { engineBackend: "typescript", ...Object.fromEntries(plain) });
  assertEquals(given, await ct.prove(Trades, short, { engineBackend: "typescript" }));
});

function ohlc(count: number): { open: number[]; high: number[]; low: number[]; close: number[] } {
  const { open, high, low, close } = bars.columns,
    first = (column: Float64Array): number[] => [...column.slice(0, count)];
  return { open: first(open), high: first(high), low: first(low), close: first(close) };
}
