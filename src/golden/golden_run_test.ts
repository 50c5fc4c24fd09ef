import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { equityLines, equityOfLines } from "./equity_text.ts";
import { GOLDEN_START, GoldenFileError, goldenText, parseGolden } from "./golden_file.ts";
import { goldenRecordOf } from "./golden_record.ts";
import { goldenPath, goldenRun, GoldenRunError } from "./golden_run.ts";
import { Random } from "../laws/random.ts";

const prices = await ct.csv(new URL("../../fixtures/prices/aapl.csv", import.meta.url));

/** A strategy with a declared line, a replacement and protection. */
class Averages extends ct.Strategy.with({ fast: 10, slow: 30, stop: 0.95, trail: 0.96 }) {
  fast = ct.sma(this.data.close, this.params.fast);
  cross = ct.crossover(this.fast, ct.sma(this.data.close, this.params.slow));
  order: ct.OrderView | null = null;

  override next(): void {
    const close = this.data.close.now;
    if (this.cross.now > 0 && this.position.size === 0) {
      this.order = this.buy({ fraction: 0.5, stopLoss: close * this.params.stop });
    } else if (this.cross.now < 0) this.close();
    else if (this.order?.stopLoss?.alive && this.position.size > 0 && this.data.length % 10 === 0) {
      const stop = Math.round(close * this.params.trail * 100) / 100;
      if (stop > this.order.stopLoss.stop!) this.replace(this.order.stopLoss, { stop });
    }
  }
}

type Options = ct.BacktestOptions<{ fast: number; slow: number; stop: number; trail: number }>;

function run(options: Options = {}): ct.Result {
  return ct.backtest(Averages, prices, { commission: 0.001, engineBackend: "typescript", ...options });
}

/** Runs with a file in a folder of its own. */
function withFile(test: (file: string) => void): void {
  using folder = temporaryFolder();
  test(`${pathOf(folder.url)}golden/averages.json`);
}

/** The message of a run that differs. */
function differenceOf(file: string, options: Options): GoldenRunError {
  return assertThrows(() => goldenRun(import.meta, "averages", () => run(options), { file }), GoldenRunError);
}

Deno.test("a run that was accepted on one engine holds on each other one", () => {
  withFile((file) => {
    const [first, ...others] = enginesUnderTest();
    const report = goldenRun(import.meta, "averages", () => run({ engineBackend: first! }), { file, accept: true });
    assertEquals([report.verdict, report.accepted, report.lines], ["missing", true, []]);
    for (const engineBackend of [first!, ...others]) {
      const again = goldenRun(import.meta, "averages", () => run({ engineBackend }), { file });
      assertEquals([again.verdict, again.accepted, again.firstBar], ["equal", false, null]);
    }
    const before = Deno.readTextFileSync(file), written = Deno.statSync(file).mtime;
    goldenRun(import.meta, "averages", () => run({ engineBackend: others.at(-1) ?? first! }), { file, accept: true });
    assertEquals([Deno.readTextFileSync(file), Deno.statSync(file).mtime], [before, written], "nothing to write");
  });
});

Deno.test("without an accepted run the error says how to accept one, and writes nothing", () => {
  withFile((file) => {
    const error = differenceOf(file, {});
    assertEquals(error.report.verdict, "missing");
    assertStringIncludes(
      error.message,
      `${file} is not there. To accept the run, run: deno test --allow-read --allow-write=${
        file.slice(0, file.lastIndexOf("/"))
      } src/golden/golden_run_test.ts -- --accept`,
    );
    assertThrows(() => Deno.statSync(file), Deno.errors.NotFound);
  });
});

Deno.test("a change of a parameter is told by the line, the order with its values, the fill, the trade and the money", () => {
  withFile((file) => {
    goldenRun(import.meta, "averages", run, { file, accept: true });
    const accepted = run(),
      changed = run({ params: { fast: 11 } }),
      { message, report } = differenceOf(file, {
        params: { fast: 11 },
      });
    assertEquals(report.verdict, "differs");
    const firstDiffering = accepted.orders.findIndex((order, at) =>
      JSON.stringify(order) !== JSON.stringify(changed.orders[at])
    );
    const bar = Math.min(accepted.orders[firstDiffering]!.bar, changed.orders[firstDiffering]!.bar);
    assertEquals(report.firstBar, bar);
    assertStringIncludes(
      message,
      `The first bar that differs is ${bar}, ${new Date(accepted.timeUs[bar]! / 1000).toISOString().slice(0, 10)}`,
    );
    assertStringIncludes(message, "params.fast is 11, and 10 was accepted");
    assertStringIncludes(message, "The line fast is sma(close, 11), and sma(close, 10) was accepted");
    assertStringIncludes(message, `The first order that differs is number ${firstDiffering + 1}, at bar ${bar}`);
    assertStringIncludes(message, "where fast is ");
    const value = (fast: number): number =>
      goldenRecordOf(run({ params: { fast } })).orders[0]!["lines"]!["fast" as never];
    assertStringIncludes(
      message,
      `At order 1, placed at bar ${accepted.orders[0]!.bar}, the line fast is ${value(11)}, accepted was ${value(10)}`,
    );
    assertStringIncludes(message, "The first fill that differs is number ");
    assertStringIncludes(message, "The first trade that differs is number ");
    assertStringIncludes(message, "The equity differs first at bar ");
    const end = (result: ct.Result): number => result.equity.at(-1)!;
    const [now, before] = [changed, accepted].map((result) =>
      end(result).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 })
    );
    assertStringIncludes(message, `The run ends with an equity of ${now}, and ${before} was accepted (`);
    assertStringIncludes(message, "If that is right, run: deno test --allow-read --allow-write=");
  });
});

Deno.test("a replacement that differs is told at its bar, although its order was placed and ends alike", () => {
  withFile((file) => {
    goldenRun(import.meta, "averages", run, { file, accept: true });
    const { report } = differenceOf(file, { params: { trail: 0.961 } });
    const trailOf = (trail: number): number =>
      run({ params: { trail } }).orders.flatMap(({ id }) =>
        run({ params: { trail } }).explain(id).steps.filter(({ what }) => what === "replaced").map(({ bar }) => bar)
      ).reduce((least, bar) => Math.min(least, bar), Infinity);
    assertEquals(report.firstBar, Math.min(trailOf(0.96), trailOf(0.961)));
  });
});

Deno.test("a cost that changes shows first where the first fill pays it", () => {
  withFile((file) => {
    goldenRun(import.meta, "averages", run, { file, accept: true });
    const { message, report } = differenceOf(file, { commission: 0.002 }), [fill] = run().fills;
    assertEquals(report.firstBar, fill!.bar);
    assertStringIncludes(message, "instruments.aapl.commission is 0.002, and 0.001 was accepted");
    assertStringIncludes(
      message,
      `The first fill that differs is number 1, of order ${fill!.orderId}, at bar ${fill!.bar}: `,
    );
  });
});

Deno.test("ids that shift by a request without a row hide no order that differs behind it", () => {
  class Closes extends ct.Strategy.with({ closes: false, size: 2 }) {
    override next(): void {
      if (this.params.closes && this.data.length === 2) this.close();
      if (this.data.length === 3) this.buy({ size: 1 });
      if (this.data.length === 6) this.buy({ size: this.params.size });
    }
  }
  const small = (params: { closes?: boolean; size?: number }): ct.Result =>
    ct.backtest(Closes, prices, { params, engineBackend: "typescript" });
  withFile((file) => {
    goldenRun(import.meta, "closes", () => small({}), { file, accept: true });
    const { message, report } = assertThrows(
      () => goldenRun(import.meta, "closes", () => small({ closes: true, size: 3 }), { file }),
      GoldenRunError,
    );
    assertEquals(report.firstBar, 5);
    assertStringIncludes(message, "The order in row 1 has the id 2, and 1 was accepted");
    assertStringIncludes(
      message,
      "The first order that differs is number 2, at bar 5: asked.size is 3, accepted was 2",
    );
  });
});

Deno.test("a request that no row shows differs by the state chain, and later equity by its bar alone", () => {
  const record = goldenRecordOf(run());
  withFile((file) => {
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")));
    Deno.writeTextFileSync(file, goldenText({ ...record, chain: "0123456789abcdef" }));
    const { message, report } = differenceOf(file, {});
    assertEquals(report.firstBar, null);
    assertStringIncludes(message, "No order, fill, trade or equity differs");
    assertStringIncludes(message, `The state chain is ${record.chain}, and 0123456789abcdef was accepted`);
    Deno.writeTextFileSync(file, goldenText({ ...record, equity: record.equity.with(100, record.equity[100]! + 1) }));
    Deno.writeTextFileSync(file, goldenText(record));
    assertStringIncludes(
      differenceOf(file, { chain: false }).message,
      `The state chain is off (chain: false), and ${record.chain} was accepted`,
    );
    Deno.writeTextFileSync(file, goldenText({ ...record, chain: "" }));
    assertStringIncludes(
      differenceOf(file, {}).message,
      `The state chain is ${record.chain}, and the accepted run had none (chain: false)`,
    );
    Deno.writeTextFileSync(file, goldenText({ ...record, equity: record.equity.with(100, record.equity[100]! + 1) }));
    const later = differenceOf(file, {});
    assertEquals(later.report.firstBar, 100);
    assertStringIncludes(later.message, "The equity differs first at bar 100: it is ");
  });
});

Deno.test("accepting shows what changes, and replaces no file that is none", () => {
  withFile((file) => {
    goldenRun(import.meta, "averages", run, { file, accept: true });
    const changed = goldenRun(import.meta, "averages", () => run({ params: { slow: 31 } }), { file, accept: true });
    assertEquals([changed.verdict, changed.accepted], ["differs", true]);
    assert(changed.lines.some((line) => line === "params.slow is 31, and 30 was accepted"));
    assertEquals(goldenRun(import.meta, "averages", () => run({ params: { slow: 31 } }), { file }).verdict, "equal");
    Deno.writeTextFileSync(file, "{}");
    assertThrows(() => goldenRun(import.meta, "averages", run, { file }), GoldenFileError, "its format is undefined");
    assertThrows(() => goldenRun(import.meta, "averages", run, { file, accept: true }), GoldenFileError);
    assertEquals(Deno.readTextFileSync(file), "{}");
  });
});

Deno.test("the file has a row a line in a fixed order, and comes back as it was", () => {
  const record = goldenRecordOf(run()), text = goldenText(record), lines = text.split("\n");
  assertEquals(parseGolden(text, "a.json"), record);
  assert(text.startsWith(GOLDEN_START));
  const rows = lines.filter((line) => line.startsWith('    {"id":') || line.startsWith('    {"order":'));
  assertEquals(rows.length, record.orders.length + record.fills.length + record.trades.length + record.refusals.length);
  assertEquals(Object.keys(JSON.parse(text)), [
    ...["format", "strategy", "chain", "markHash", "bars", "configuration", "lines", "orders", "fills", "trades"],
    ...["refusals", "equity"],
  ]);
  const equity = text.slice(text.indexOf('"equity"'));
  assert(equity.length < 12 * record.equity.length, `${equity.length} bytes for ${record.equity.length} bars`);
  const lineOf = (start: string): number => lines.findIndex((line) => line.trimStart().startsWith(start)) + 1;
  for (
    const [broken, reason] of [
      ["x", "it is no JSON"],
      ["null", "it is no object"],
      [text.replace('"fills": [', '"fills": [1, '), "fills[0] is 1, not object"],
      [text.replace('"price":', '"prize":'), `line ${lineOf('"fills": [') + 1}: fills[0].price is missing`],
      [text.replace('"closing":', '"more":1,"closing":'), "line "],
      [
        text.replace(/"pnl":[^,]*,"flags"/, '"pnl":"x","flags"'),
        `line ${lineOf('"fills": [') + 1}: fills[0].pnl is "x"`,
      ],
      [text.replace('"params": {', '"param": {'), "configuration.params is missing"],
      [text.replace('  "trades": [', '  "deals": [],\n  "trades": ['), "deals is none that there is"],
      [text.replace(/"refusals": \[/, '"refusals": {}, "old": ['), "refusals is {}, not array"],
      [text.replace('"replaced":[[', '"replaced":[[],['), "line "],
      [text.replace(/"steps":\d+/, '"steps":3'), `equity has ${record.equity.length} values, and bars.steps is 3`],

      [text.replace(/"0: \d+/, '"0: x'), "equity[0] is "],
      [text.replace(/"chain": "[^"]*"/, '"chain": 5'), "chain is 5, not string"],
      [text.replace('"format": 1', '"format": 2'), "its format is 2, and this version reads 1"],
    ] as const
  ) {
    assertThrows(
      () => parseGolden(broken, "a.json"),
      GoldenFileError,
      `Cannot use a.json as an accepted run: ${reason}`,
    );
  }
});

Deno.test("a column of equity comes back from its text, value by value", () => {
  assertEquals(equityLines([5, 5, 5, 7, 6]), ["0: 5 0*2 2 -1"]);
  const random = new Random(3);
  for (const length of [0, 1, 31, 32, 33, 200]) {
    let value = -1_000_000;
    const values = Array.from({ length }, () => value += random.chance(50) ? 0 : random.between(-1e6, 1e6));
    assertEquals(equityOfLines(equityLines(values)), values);
  }
  assertThrows(() => equityOfLines(["0: 5 1", "3: 6"]), RangeError, 'equity[1] is "3: 6"');
});

Deno.test("a run without a result, and a name that is no file's, are errors that say the remedy", () => {
  const wrong = (name: string, given: unknown): void =>
    void goldenRun(import.meta, name, () => given as ct.Result, { accept: false });
  assertThrows(() => wrong("x", 5), TypeError, "Cannot compare 5, which run gave: return what ct.backtest returns");
  const refused = (given: unknown): string => assertThrows(() => wrong("x", given), TypeError).message;
  assertEquals(
    refused(Promise.resolve(run())),
    "Cannot compare a promise, which run gave: return what ct.backtest returns; await it, and give the result that it " +
      "promises",
  );
  assertEquals(
    refused(ct.readResult(run())),
    "Cannot compare a saved result, which run gave: return what ct.backtest returns; its strategy and its lines were " +
      "not saved, so run it again",
  );
  assertEquals(
    refused({ result: run() }),
    "Cannot compare a plain object, which run gave: return what ct.backtest returns",
  );
  for (const name of ["", "a/b", "..", "a:b"]) assertThrows(() => wrong(name, 5), RangeError, "Cannot name a run ");
  assertEquals(goldenPath("file:///a/b/strategy_test.ts", "x"), "/a/b/golden/x.json");
  assertEquals(goldenPath("file:///a/b/my.run.ts"), "/a/b/golden/my.run.json");
});
