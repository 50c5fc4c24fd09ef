import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { diffRuns } from "../catalogue/run_diff.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";
import { writeParquet } from "../parquet/write_parquet.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

const STRATEGY = "tasks/demo/sma_cross.ts",
  PRICES = "fixtures/prices/aapl.csv",
  ZONE = ["--time-zone", "America/New_York"];

async function data(...args: readonly string[]): Promise<{ code: number; answer: string; remarks: string }> {
  const terminal = new MemoryTerminal(), code = await dispatch(["data", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n") };
}

/** Writes a newer download, in which two days are missing, and an open and a close are others. */
function writeNewer(path: string): void {
  const rows = Deno.readTextFileSync(PRICES).split("\n").filter((row) => !/^2015-06-0[23],/.test(row));
  const changed = rows.map((row) => {
    const cells = row.split(",");
    if (cells[0] === "2016-03-14") cells[1] = "102.5";
    if (cells[0] === "2016-03-15") cells[4] = cells[3]!;
    return cells.join(",");
  });
  Deno.writeTextFileSync(path, changed.join("\n"));
}

Deno.test("data imports files into a folder, lists and checks it", async () => {
  using folder = temporaryFolder();
  const store = `${pathOf(folder.url)}store`, newer = `${pathOf(folder.url)}newer.csv`;
  writeNewer(newer);
  const first = await data("import", store, PRICES, "--as", "AAPL", ...ZONE);
  assertEquals([first.code, first.answer], [0, "AAPL 1d: 1260 added, 0 there already; 61 files written"]);
  const minutes = await data("import", store, "fixtures/parquet/polars_minutes.parquet", "--stamp", "open");
  assertEquals([minutes.code, minutes.answer], [0, "polars_minutes 1m: 120 added, 0 there already; 1 file written"]);
  const list = [
    "AAPL            1d  1260 bars  2013-05-13           to  2018-05-11           America/New_York",
    "polars_minutes  1m  120 bars   2024-03-08T15:01:00  to  2024-03-11T10:30:00  America/New_York",
  ];
  assertEquals((await data("list", store)).answer, list.join("\n"));
  const good = await data("check", store, "--calendar", "XNYS");
  assertEquals([good.code, good.answer], [
    0,
    "AAPL 1d: 1260 bars, nothing is wrong\npolars_minutes 1m: 120 bars, nothing is wrong",
  ]);
  const refused = await data("import", store, newer, "--as", "AAPL", ...ZONE);
  assertEquals([refused.code, refused.answer], [2, ""]);
  assertStringIncludes(
    refused.remarks,
    "the first at 2016-03-14: open 101.910004 is now 102.5; look at data diff, and import with --revision adopt, which keeps the older",
  );
  const adopted = await data("import", store, newer, "--as", "AAPL", "--revision", "adopt", ...ZONE);
  assertEquals(adopted.answer.split("\n"), [
    "AAPL 1d: 0 added, 1256 there already, 2 revised; 2 files written",
    "2 stored bars that the import does not have are in the older file alone",
    "The older file is kept as 2015-06.r1.parquet. A later import has 0 bars with other values, 0 more and 2 less",
    "The older file is kept as 2016-03.r1.parquet. A later import has 2 bars with other values, 0 more and 0 less",
  ]);
  const wrong = await data("check", store, "--calendar", "XNYS");
  assertEquals([wrong.code, wrong.answer.split("\n").slice(0, 4)], [1, [
    "AAPL 1d: 1258 bars",
    "  hole      The session of 2015-06-02 has no bar",
    "  hole      The session of 2015-06-03 has no bar",
    "  revision  2015-06.r1.parquet: A later import has 0 bars with other values, 0 more and 2 less",
  ]]);
  const json = JSON.parse((await data("check", store, "--json")).answer);
  assertEquals([json.ok, json.series.map(({ symbol }: { symbol: string }) => symbol)], [true, [
    "AAPL",
    "polars_minutes",
  ]]);
  assertEquals(JSON.parse((await data("list", store, "--json")).answer)[0].revisions.length, 2);
});

Deno.test("data diff tells the rows alone without a strategy, and ends with 0 for equal files", async () => {
  using folder = temporaryFolder();
  const newer = `${pathOf(folder.url)}newer.csv`;
  writeNewer(newer);
  const same = await data("diff", PRICES, PRICES);
  assertEquals([same.code, same.answer], [0, "Rows       0 added, 0 removed, 0 revised, 1260 the same"]);
  const { code, answer } = await data("diff", PRICES, newer);
  assertEquals([code, answer.split("\n")], [1, [
    "Rows       0 added, 2 removed, 2 revised, 1256 the same",
    "  2015-06-02  removed",
    "  2015-06-03  removed",
    "  2016-03-14  revised: open 101.910004 is now 102.5",
    "  2016-03-15  revised: close 104.580002 is now 103.849998",
  ]]);
});

Deno.test("bars that are later than the last older one are no difference", async () => {
  using folder = temporaryFolder();
  const older = `${pathOf(folder.url)}older.parquet`;
  await writeParquet(older, await ct.csv(PRICES, { to: "2016-12-30" }));
  const { code, answer } = await data("diff", older, PRICES, STRATEGY);
  assertEquals([code, answer.split("\n").slice(0, 2)], [0, [
    "Rows       0 added, 0 removed, 0 revised, 918 the same; 342 later than the last older one",
    "Decisions  the same at every bar of both",
  ]]);
});

for (const engine of enginesUnderTest()) {
  Deno.test(`data diff tells decisions, rows and money of a strategy, on ${engine}`, async () => {
    using folder = temporaryFolder();
    const newer = `${pathOf(folder.url)}newer.csv`,
      flags = ["--cash", "5000", "--params", "fast=9", "--engine", engine];
    writeNewer(newer);
    const run = async (path: string): Promise<ct.Result> =>
      ct.backtest(SmaCross, await ct.csv(path, { name: "aapl" }), {
        cash: 5000,
        params: { fast: 9 },
        engineBackend: engine,
      });
    const expected = diffRuns(await run(PRICES), await run(newer));
    const { code, answer, remarks } = await data("diff", PRICES, newer, STRATEGY, ...flags, "--json");
    assertEquals([code, remarks], [1, ""]);
    const { same, rows, run: told } = JSON.parse(answer);
    assertEquals(told, JSON.parse(JSON.stringify(expected)));
    assertEquals([same, rows.removed, rows.revised, rows.later, rows.changes.length], [false, 2, 2, 0, 4]);
    assert(expected.decision !== null && expected.orders.onlyNewer > 0);
    const text = (await data("diff", PRICES, newer, STRATEGY, ...flags)).answer.split("\n").slice(5);
    assertMatch(text[0]!, /^Decisions {2}first other one at \d{4}-\d\d-\d\d: .+; now .+$/);
    assertStringIncludes(text[1]!, `Orders     ${expected.orders.older}, now ${expected.orders.newer}: `);
    assertMatch(text[4]!, /^Equity {5}[\d.]+ at the last bar of both, now [\d.]+, [+-][\d.]+; first other at /);
    assertEquals(text[5], "The strategy did something else.");
    const equal = await data("diff", PRICES, PRICES, STRATEGY, ...flags);
    assertEquals([equal.code, equal.answer.split("\n").at(-1)], [0, "The strategy did the same."]);
  });
}

Deno.test("data diff ends with a sentence that follows from what differs", async () => {
  using folder = temporaryFolder();
  const newer = `${pathOf(folder.url)}newer.csv`, path = `${pathOf(folder.url)}hold.ts`;
  const mod = new URL("../../mod.ts", import.meta.url).href;
  Deno.writeTextFileSync(
    path,
    `import { Strategy } from ${JSON.stringify(mod)};\n` +
      `export class Hold extends Strategy { override next(): void { if (this.data.length === 1) this.buy({ size: 1 }); } }\n`,
  );
  const text = Deno.readTextFileSync(PRICES), rows = text.split("\n");
  const endOf = async (day: string, column: number, value: (cells: readonly string[]) => string): Promise<string> => {
    const changed = rows.map((row) => {
      const cells = row.split(",");
      return cells[0] === day ? cells.with(column, value(cells)).join(",") : row;
    });
    Deno.writeTextFileSync(newer, changed.join("\n"));
    const { code, answer } = await data("diff", PRICES, newer, path, "--engine", "typescript");
    assertEquals(code, 1);
    return answer.split("\n").slice(-2).join("\n");
  };
  const [mark, sentence] = (await endOf("2016-03-15", 4, (cells) => cells[3]!)).split("\n");
  assertMatch(mark!, /^Equity {5}[\d.]+ at the last bar of both, the same; first other at 2016-03-15, at most -/);
  assertEquals(sentence, "The strategy did the same; the value of the account differs on 1 bar, 2016-03-15.");
  const second = rows[2]!.split(",")[0]!;
  assertMatch(
    await endOf(second, 1, (cells) => cells[3]!),
    /\nThe strategy decided the same, and its fills differ\.$/,
  );
});

Deno.test("an act, an argument or a flag that does nothing there is refused by name", async () => {
  const wrong: readonly (readonly [args: readonly string[], message: string])[] = [
    [["walk"], 'Cannot find "walk" of data: there are list, import, check, diff'],
    [["list"], "Cannot use data list with 0 arguments: it takes FOLDER"],
    [["diff", "a"], "Cannot use data diff with 1 argument: it takes OLD NEW [STRATEGY.ts]"],
    [["list", "nowhere"], 'Cannot find the folder nowhere: "data import" makes it'],
    [["check", "nowhere"], "Cannot find the folder nowhere"],
    [["check", "src", "--cash", "5"], "Cannot use --cash with data check: it has no effect there"],
    [["list", "src", "--calendar", "XNYS"], "Cannot use --calendar with data list"],
    [["check", "src", "--calendar", "a=XNYS"], "Cannot use several calendars with data check"],
    [
      ["diff", PRICES, PRICES, "--cash", "5"],
      "Cannot use --cash without a strategy: name its module behind both files",
    ],
    [["diff", PRICES, PRICES, "--engine", "typescript"], "Cannot use --engine without a strategy"],
    [["import", "nowhere", "no.parquet"], "Cannot read the prices no.parquet: No such file"],
    [["import", "nowhere", "fixtures/parquet/bad_no_high.parquet"], "Cannot find the column high in"],
    [["import", "nowhere", "fixtures/parquet/pandas_days.parquet", "--decimal", ","], 'Cannot use option "decimal"'],
  ];
  for (const [args, message] of wrong) {
    const { code, answer, remarks } = await data(...args);
    assertEquals([code, answer], [2, ""], args.join(" "));
    assertStringIncludes(remarks, message);
  }
});

Deno.test("a strategy that throws ends data diff with 1", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}throws.ts`, mod = new URL("../../mod.ts", import.meta.url).href;
  Deno.writeTextFileSync(
    path,
    `import { Strategy } from ${JSON.stringify(mod)};\n` +
      `export class Throws extends Strategy { override next(): void { throw new Error("no more"); } }\n`,
  );
  const { code, remarks } = await data("diff", PRICES, PRICES, path, "--engine", "typescript");
  assertEquals(code, 1);
  assertStringIncludes(remarks, "no more");
});
