/**
 * The types of the package: `deno check` accepts and refuses small programs as a user expects.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STRICTEST_OPTIONS } from "../strictest_options.ts";
import { pathOf, ROOT, temporaryFolder } from "../boundary/installed_library.ts";

const MODULE = new URL("../../mod.ts", import.meta.url);
const CONFIGURATION = new URL("../../deno.json", import.meta.url);

const HEAD = `
import * as ct from "${MODULE.href}";
const feed = ct.bars({ time: [1], open: [1], high: [1], low: [1], close: [1] });
class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30, name: "x" }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
  override next(): void {
    BODY
  }
}
`;

/** The compiler's messages on a program, and the lines of it that they are about; neither where it is correct. */
async function check(body: string, tail = ""): Promise<{ text: string; lines: ReadonlySet<number> }> {
  const file = await Deno.makeTempFile({ prefix: "program", suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, HEAD.replace("BODY", body) + tail);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "--config", CONFIGURATION.pathname, file],
      env: { NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).output();
    const text = new TextDecoder().decode(stderr);
    assertEquals(success, text === "", text);
    const places = text.matchAll(/^ +at file:\S*\/program\w+\.ts:(\d+):\d+$/gm);
    return { text, lines: new Set(Array.from(places, (match) => Number(match[1]))) };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("a user's first program compiles", async () => {
  const body = `
    const fast: number = this.params.fast, name: string = this.params.name;
    const order: ct.OrderView = this.buy({ cash: 100, limit: 5, valid: "day", stopLoss: 4, takeProfit: 6 });
    this.sell({ fraction: 0.5, stop: 3, valid: new Date(), oco: order, reduceOnly: true });
    const closing: ct.OrderView | null = this.close({ size: 1 });
    if (closing !== null) this.cancel(closing);
    this.replace(order, { limit: 5.5, size: fast + name.length });
  `;
  const tail = `
    ct.backtest(SmaCross, feed);
    const kept: ct.Line = ct.backtest(SmaCross, feed).strategy.cross, any: ct.Result = ct.backtest(SmaCross, feed);
    class Counts extends ct.Strategy.with({}) { count = 0; }
    const made: ct.Result<Counts> = ct.backtest(Counts, { a: feed }), number: number = made.strategy.count;
    const saved: ct.RunResult = ct.readResult(JSON.stringify(made)), read: readonly ct.TradeRow[] = saved.trades;
    ct.backtest(SmaCross, { a: feed, b: feed }, { params: { fast: 5 }, cash: 1000, commission: { perUnit: 0.01, minimum: 1 } });
    class Bare extends ct.Strategy { override next(): void { this.buy(); } }
    const column = [1], frame: Record<string, number[]> = { Date: column };
    ct.bars({ Date: ["2024-01-02"], Open: column, High: column, Low: column, Close: column });
    ct.bars({ timestamp: column, open: column, high: column, low: column, close: column, rate: [true] });
    ct.bars(frame);
    ct.backtest(Bare, feed, { measureFrom: "2017-01-01" });
    ct.backtest(Bare, feed, { measureFrom: "2017-01-01T09:30" });
    ct.backtest(Bare, feed, { slippage: 0.001, instruments: { bars: { tick: "1/32" } } });
  `;
  assertEquals((await check(body, tail)).text, "");
});

Deno.test("misspelt and mistyped parameters, options and notifications do not compile", async () => {
  const lines = [
    "this.params.fasst;",
    "this.buy({ price: 5 });",
    "this.buy({ size: 1, cash: 5 });",
    'this.buy({ size: "1" });',
    'this.buy({ valid: "gtc" });',
    "this.buy(10);",
    "this.position.size = 5;",
    "this.cross.now = 1;",
    "this.broker.cash = 1;",
    "this.replace(this.close(), { limit: 1 });",
  ];
  const tails = [
    "ct.backtest(SmaCross, feed, { params: { fasst: 5 } });",
    'ct.backtest(SmaCross, feed, { params: { fast: "5" } });',
    "ct.backtest(SmaCross, feed, { comission: 0.001 });",
    'ct.backtest(SmaCross, ct.csv("aapl.csv"));',
    "ct.backtest(new SmaCross(), feed);",
    "ct.backtest(SmaCross, feed, { commission: { rate: 0.001 } });",
    "ct.bars({ time: [1], open: [1], high: [1], low: [1], clsoe: [1] });",
    'ct.bars({ time: [1], open: [1], high: [1], low: [1], close: ["1"] });',
    "ct.bars({ Date: [1], Open: [1], High: [1], Low: [1], Close: 1 });",
    'ct.backtest(SmaCross, feed, { measureFrom: "warn" });',
    "class Misspelt extends ct.Strategy.with({}) { override nxt(): void {} }",
    "class Wrong extends ct.Strategy.with({}) { override notifyOrder(order: number): void {} }",
  ];
  const found = await check(lines.join("\n"), `\n${tails.join("\n")}\n`);
  const first = HEAD.slice(0, HEAD.indexOf("BODY")).split("\n").length;
  const firstTail = HEAD.split("\n").length + lines.length;
  const expected = [...lines.keys()].map((at) => first + at).concat([...tails.keys()].map((at) => firstTail + at));
  assertEquals([...found.lines].sort((a, b) => a - b), expected, found.text);
});

/** A class with named feeds, and one that extends it by `with` again. */
const PAIR = `
class Pair extends ct.Strategy.with({ period: 20 }, ["stock", "index"]) {
  average = ct.sma(this.feeds.index.close, this.params.period);
  rises(): boolean { return this.feeds.index.close.now > this.average.now; }
}
class StoppedPair extends Pair.with({ stop: 0.05 }) {
  override next(): void {
    if (this.rises()) this.buy({ feed: "stock", size: this.params.period, stopLoss: 100 * (1 - this.params.stop) });
    TAIL
  }
}
`;

Deno.test("a class that extends with by with again has the parameters, members and feeds of both", async () => {
  const pair = PAIR.replace("TAIL", 'this.close({ feed: "index" }); this.positionOf("stock");');
  const runs = `
    ct.backtest(StoppedPair, { stock: feed, index: feed }, { params: { period: 5, stop: 0.1 } });
    ct.backtest(Pair, { index: feed, stock: feed });
    ct.backtest(class Third extends StoppedPair.with({ more: "x" }) {}, { stock: feed, index: feed }, { params: { more: "y" } });
  `;
  assertEquals((await check("", pair + runs)).text, "");
});

Deno.test("misspelt feeds do not compile where their names were declared", async () => {
  const wrong = [
    "this.feeds.stok;",
    'this.buy({ feed: "stok" });',
    'this.sell({ feed: "stok", size: 1 });',
    'this.close({ feed: "indx" });',
    'this.target({ feed: "indx", size: 1 });',
    'this.positionOf("indx");',
    "this.params.stpo;",
    "this.params.perid;",
  ];
  const runs = [
    "ct.backtest(StoppedPair, { stok: feed, index: feed });",
    "ct.backtest(Pair, { stock: feed });",
    "ct.backtest(StoppedPair, { stock: feed, index: feed }, { params: { stpo: 1 } });",
    'Pair.with({ period: "x" }).defaults.period.toFixed();',
  ];
  const tail = PAIR.replace("TAIL", `\n${wrong.join("\n")}\n`) + `\n${runs.join("\n")}\n`;
  const found = await check("", tail);
  const before = (HEAD + PAIR.slice(0, PAIR.indexOf("TAIL"))).split("\n").length;
  const end = (HEAD + PAIR.replace("TAIL", `\n${wrong.join("\n")}\n`)).split("\n").length;
  const expected = [...wrong.keys()].map((at) => before + 1 + at).concat([...runs.keys()].map((at) => end + 1 + at));
  assertEquals([...found.lines].sort((a, b) => a - b), expected, found.text);
});

/** Compiler options of users, whose import map may point at a copy of the package: then they hold for its files too. */
const USERS_OPTIONS: Readonly<Record<string, object>> = {
  "the plainest deno.json": {},
  "the strictest compiler options": { compilerOptions: STRICTEST_OPTIONS },
};

for (const [name, options] of Object.entries(USERS_OPTIONS)) {
  Deno.test(`every part of the package compiles in a folder with ${name}`, async () => {
    using folder = temporaryFolder();
    const { name, exports }: { name: string; exports: Readonly<Record<string, string>> } = JSON.parse(
      await Deno.readTextFile(CONFIGURATION),
    );
    const parts = Object.entries(exports).map(([part, path]) =>
      [name + part.slice(1), new URL(path, ROOT).href] as const
    );
    const imports = Object.fromEntries(parts);
    assertEquals(Object.keys(imports), [
      name,
      ...["replay", "cli", "laws", "parquet", "catalogue", "golden", "venue", "fake-venue", "ccxt", "queue"].map((
        part,
      ) => `${name}/${part}`),
    ]);
    await Deno.writeTextFile(new URL("deno.json", folder.url), JSON.stringify({ imports, ...options }));
    const program = `
      import * as ct from "${name}";
      import { MemorySink, replay, RunLog } from "${name}/replay";
      import { cli } from "${name}/cli";
      import { formatProof, prove } from "${name}/laws";
      import { parquet, writeParquet } from "${name}/parquet";
      import { catalogue, diffBars, diffRuns } from "${name}/catalogue";
      import { type GoldenReport, goldenRun } from "${name}/golden";
      import { type Venue, VenueError } from "${name}/venue";
      import { fakeVenue } from "${name}/fake-venue";
      import { ccxt } from "${name}/ccxt";
      import { queueExecutor, type ServeOptions, serveQueue } from "${name}/queue";
      class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
        cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
        override next(): void {
          if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
          else if (this.cross.now < 0) this.close();
        }
      }
      const feed = await ct.csv("prices.csv"), log = new MemorySink();
      const result = ct.backtest(SmaCross, feed, { cash: 10_000, commission: 0.001, replayLog: new RunLog(log) });
      console.log(result.summary(), replay(log.bytes()).equal, formatProof(await prove(SmaCross, feed)), cli);
      const store = await catalogue("data"), stored = await store.read({ symbol: "AAPL", timeframe: "1d" });
      await writeParquet("prices.parquet", stored);
      const bars = await parquet("prices.parquet", { from: "2024-01-01" });
      console.log(diffBars(stored, bars).revised, diffRuns(result, ct.backtest(SmaCross, bars)).equity.largest);
      const explanation: ct.Explanation = result.explain(result.orders[0]!);
      const report: GoldenReport = goldenRun(import.meta, "sma_cross", () => result, { accept: true });
      console.log(explanation.steps.map(({ what, numbers }) => [what, numbers]), report.verdict);
      const found = await ct.optimize(SmaCross, feed, { params: { fast: ct.range(5, 10, 5) }, objective: "sharpe" });
      const evidence = ct.evidence(found), session = ct.exchange(ccxt("binance"), { mode: "paper" });
      const venue: Venue | undefined = undefined;
      console.log(found.best, evidence, session, venue, VenueError, fakeVenue);
      const served: ServeOptions = { modules: ["sma_cross.ts"] }, executor = queueExecutor({ batch: 4 });
      const module = { module: "sma_cross.ts" }, params = { fast: ct.range(5, 10, 5) };
      console.log(await ct.optimize(module, feed, { params, executor }), await serveQueue(served));
    `;
    await Deno.writeTextFile(new URL("program.ts", folder.url), program);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-lock", "program.ts"],
      cwd: pathOf(folder.url),
      env: { NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).output();
    const text = new TextDecoder().decode(stderr);
    assert(success, text);
    assert(!text.includes("Unsupported compiler options"), text);
  });
}
