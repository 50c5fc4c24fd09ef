import { assert, assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import { pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { enginesUnderTest } from "../../tests/engines.ts";
import { SmaCross } from "../../tasks/demo/sma_cross.ts";
import { replay } from "../replay/mod.ts";
import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";

const STRATEGY = "tasks/demo/sma_cross.ts", PRICES = "fixtures/prices/aapl.csv";

async function run(
  args: readonly string[],
  isWatched: boolean = false,
): Promise<{ code: number; answer: string; remarks: string; pieces: readonly string[] }> {
  const terminal = new MemoryTerminal(isWatched);
  const code = await dispatch(["run", ...args], COMMANDS, terminal);
  return { code, answer: terminal.answer.join("\n"), remarks: terminal.remarks.join("\n"), pieces: terminal.pieces };
}

/** The run that the flags below stand for. */
async function expected(): Promise<ct.Result> {
  return ct.backtest(SmaCross, await ct.csv(PRICES, { adjust: "back" }), {
    ...{ cash: 5_000, commission: 0.002, slippage: 0.001, closeAtEnd: true, engineBackend: "typescript" },
    params: { fast: 8, slow: 21 },
  });
}
const FLAGS = [
  ...[STRATEGY, "--data", PRICES, "--adjust", "back", "--cash", "5000", "--commission", "0.002", "--slippage", "0.001"],
  ...["--close-at-end", "--params", "fast=8", "--params", "slow=21"],
];

Deno.test("run makes the run that its flags say, on each engine, and prints its summary and chain", async () => {
  const result = await expected();
  for (const engine of enginesUnderTest()) {
    const { code, answer, remarks } = await run([...FLAGS, "--engine", engine]);
    assertEquals([code, remarks], [0, ""]);
    assertMatch(answer, new RegExp(`^Engine: ${engine} `, "m"));
    assert(answer.endsWith(`\n\nChain ${result.chain}`), answer);
    const statistics = result.summary().split("\nEngine: ")[0]!;
    assertStringIncludes(answer, statistics);
  }
});

Deno.test("run --json prints the result as JSON, which readResult reads", async () => {
  const result = await expected();
  const { answer } = await run([...FLAGS, "--engine", "typescript", "--json"]), saved = ct.readResult(answer);
  assertEquals(JSON.stringify(saved), answer);
  assertEquals(answer, JSON.stringify(result));
  assertEquals([saved.strategyName, saved.chain, saved.events], ["SmaCross", result.chain, result.events]);
  assertGreater(saved.fills.length, 10);
  assertEquals([saved.trades, saved.stats], [result.trades, result.stats]);
});

Deno.test("run --json of orders with distances is read by readResult", async () => {
  using folder = temporaryFolder();
  const module = new URL("distances.ts", folder.url);
  Deno.writeTextFileSync(
    module,
    `import { Strategy } from "${new URL("src/strategy/strategy.ts", ROOT).href}";
export class Distances extends Strategy {
  override next() {
    if (this.data.length === 1) this.buy({ size: 1, stopLoss: { trail: { percent: 5 } }, takeProfit: { amount: 9 } });
    if (this.data.length === 2) this.buy({ size: 1, limit: this.data.close.now, postOnly: true });
  }
}
`,
  );
  const { answer } = await run([pathOf(module), "--data", PRICES, "--engine", "typescript", "--json"]);
  assertEquals(ct.readResult(answer).orders.map(({ asked }) => asked).slice(1, 3), [{ percent: 5 }, { amount: 9 }]);
});

Deno.test("run --csv writes the tables into a folder, again over them, and over nothing else without --force", async () => {
  using folder = temporaryFolder();
  const result = await expected(), tables = ["trades", "orders", "fills", "equity"] as const;
  const path = `${pathOf(folder.url)}new/inner`, args = [...FLAGS, "--engine", "typescript", "--csv"];
  for (const target of [path, `${path}/`]) {
    const { code, answer, remarks } = await run([...args, target]);
    assertEquals([code, remarks], [0, ""]);
    assert(answer.endsWith(`\n\nChain ${result.chain}`));
    assertEquals(
      [...Deno.readDirSync(path)].map(({ name }) => name).sort(),
      tables.map((table) => `${table}.csv`).sort(),
    );
    for (const table of tables) assertEquals(Deno.readTextFileSync(`${path}/${table}.csv`), result.toCsv(table));
  }
  Deno.writeTextFileSync(`${path}/fills.csv`, "id,mine\n");
  const refused = await run([...args, path]);
  assertEquals([refused.code, refused.answer], [2, ""]);
  assertStringIncludes(
    refused.remarks,
    `Cannot write --csv ${path}/fills.csv: the file ${path}/fills.csv holds something`,
  );
  assertStringIncludes(refused.remarks, "that is no table of fills; name another one, or replace it with --force");
  assertEquals(Deno.readTextFileSync(`${path}/fills.csv`), "id,mine\n");
  assertEquals((await run([...args, path, "--force"])).code, 0);
  assertEquals(Deno.readTextFileSync(`${path}/fills.csv`), result.toCsv("fills"));
});

Deno.test("run --csv writes into no file that it reads, and says what is wrong with a folder that is none", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), prices = `${path}trades.csv`;
  Deno.copyFileSync(PRICES, prices);
  const args = [STRATEGY, "--data", prices, "--engine", "typescript", "--csv"];
  for (const force of [[], ["--force"]]) {
    const { code, remarks } = await run([...args, path, ...force]);
    assertEquals(code, 2);
    assertStringIncludes(remarks, `it is the file of --data ${prices}, which would be lost; name another one`);
  }
  const { code, remarks } = await run([...args, prices]);
  assertEquals(code, 2);
  assertStringIncludes(remarks, `Cannot `);
  assertStringIncludes(remarks, prices);
  assertEquals(Deno.readTextFileSync(prices), Deno.readTextFileSync(PRICES));
});

Deno.test("run writes a replay log that an engine applies again to the same chain", async () => {
  using folder = temporaryFolder();
  const log = pathOf(new URL("run.log", folder.url));
  const { code, remarks } = await run([...FLAGS, "--engine", "typescript", "--log", log]);
  assertEquals([code, remarks], [0, ""]);
  for (const engineBackend of enginesUnderTest()) {
    const report = replay(log, { engineBackend, environmentOverride: false });
    assertEquals([report.equal, report.chain], [true, (await expected()).chain]);
  }
});

Deno.test("run goes on from the last checkpoint to the same chain", async () => {
  using folder = temporaryFolder();
  const file = pathOf(new URL("last.checkpoint", folder.url)), args = [...FLAGS, "--engine", "typescript"];
  assertEquals((await run([...args, "--checkpoint", file, "--every", "500"])).code, 0);
  const resumed = JSON.parse((await run([...args, "--resume", file, "--json"])).answer);
  assertEquals(resumed.chain, (await expected()).chain);
  const useless = await run([...args, "--every", "500"]);
  assertEquals([useless.code, useless.answer], [2, ""]);
  assertMatch(useless.remarks, /^Cannot use --every without --checkpoint FILE\n/);
});

Deno.test("run writes over nothing that it reads and over no other output, and says both names", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), prices = `${path}prices.csv`, strategy = `${path}strategy.ts`;
  Deno.copyFileSync(PRICES, prices);
  Deno.writeTextFileSync(strategy, `export * from ${JSON.stringify(new URL(STRATEGY, ROOT).href)};\n`);
  const contents = (): string[] => [prices, strategy].map((file) => Deno.readTextFileSync(file)), before = contents();
  const args = [strategy, "--data", prices, "--engine", "typescript"];
  const cases: readonly (readonly [flags: readonly string[], first: string, second: string])[] = [
    [["--log", prices], `--log ${prices}`, `--data ${prices}`],
    [["--checkpoint", prices], `--checkpoint ${prices}`, `--data ${prices}`],
    [["--log", strategy, "--force"], `--log ${strategy}`, `the strategy ${strategy}`],
    [["--log", `${path}one`, "--checkpoint", `${path}./one`], `--log ${path}one`, `--checkpoint ${path}./one`],
    [["--log", `${path}one`, "--resume", `${path}one`], `--log ${path}one`, `--resume ${path}one`],
  ];
  for (const [flags, first, second] of cases) {
    const { code, answer, remarks } = await run([...args, ...flags]);
    assertEquals([code, answer], [2, ""]);
    assertStringIncludes(remarks, `Cannot write ${first}: it is the file of ${second}, which would be lost`);
  }
  assertEquals([...Deno.readDirSync(folder.url)].map(({ name }) => name).sort(), ["prices.csv", "strategy.ts"]);
  assertEquals(contents(), before);
});

Deno.test("run replaces no module of the strategy and no configuration, by force neither", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url),
    strategy = `${path}strategy.ts`,
    help = `${path}help.ts`,
    config = `${path}deno.json`;
  Deno.writeTextFileSync(help, `export * from ${JSON.stringify(new URL(STRATEGY, ROOT).href)};\n`);
  Deno.writeTextFileSync(strategy, 'export * from "./help.ts";\n');
  Deno.writeTextFileSync(config, "{}\n");
  const args = [strategy, "--data", PRICES, "--engine", "typescript", "--force"];
  for (const [file, what] of [[help, "module"], [config, "configuration"]] as const) {
    for (const flag of ["--log", "--checkpoint"]) {
      const { code, answer, remarks } = await run([...args, flag, file]);
      assertEquals([code, answer], [2, ""]);
      assertMatch(
        remarks,
        new RegExp(`^Cannot write ${flag} \\S+: it is the file of the ${what} \\S+, which would be lost`),
      );
    }
  }
  assertEquals(Deno.readTextFileSync(config), "{}\n");
  Deno.writeTextFileSync(`${path}other.ts`, "export const other = 1;\n");
  assertEquals((await run([...args, "--log", `${path}other.ts`])).code, 0);
});

Deno.test("run replaces a log or a checkpoint, and anything else by force alone", async () => {
  using folder = temporaryFolder();
  const file = pathOf(new URL("notes.csv", folder.url)), args = [...FLAGS, "--engine", "typescript"];
  for (const flag of ["--log", "--checkpoint"]) {
    Deno.writeTextFileSync(file, "my notes");
    const refused = await run([...args, flag, file]);
    assertEquals([refused.code, Deno.readTextFileSync(file)], [2, "my notes"]);
    assertMatch(refused.remarks, /^Cannot write --\w+ \S+: the file \S+ holds something that is no .*--force\n/);
    for (const force of [["--force"], []]) assertEquals((await run([...args, flag, file, ...force])).code, 0);
  }
  assertEquals((await run([...args, "--resume", file, "--checkpoint", file])).code, 0);
});

Deno.test("the log of a run that fails stays beside the one that was there", async () => {
  using folder = temporaryFolder();
  const log = pathOf(new URL("run.log", folder.url)), module = new URL("throws.ts", folder.url);
  assertEquals((await run([...FLAGS, "--engine", "typescript", "--log", log])).code, 0);
  const before = Deno.readFileSync(log), strategy = new URL(STRATEGY, ROOT).href;
  Deno.writeTextFileSync(
    module,
    `import { SmaCross } from "${strategy}";
export class Throws extends SmaCross {
  override next() {
    super.next();
    if (this.data.length === 1200) throw new Error("Enough");
  }
}
`,
  );
  const args = [pathOf(module), "--data", PRICES, "--engine", "typescript", "--log", log];
  const { code, remarks } = await run(args);
  assertEquals(code, 1);
  assert(remarks.endsWith(`\nThe replay log up to there is ${log}.part; "replay" takes it with --unfinished`), remarks);
  assertEquals(Deno.readFileSync(log), before);
  const report = replay(`${log}.part`, { engineBackend: "typescript", allowUnfinished: true });
  // The COMMIT of the last step would come after the intents that are lost.
  assertEquals([report.equal, report.commits], [true, 1199]);
  assertEquals((await run([...FLAGS, "--engine", "typescript", "--log", log])).code, 0);
  assertEquals([...Deno.readDirSync(folder.url)].map(({ name }) => name).sort(), ["run.log", "throws.ts"]);
});

Deno.test("run --html writes the report of the run, and replaces a report and nothing else", async () => {
  using folder = temporaryFolder();
  const file = pathOf(new URL("report.html", folder.url)), args = [...FLAGS, "--engine", "typescript", "--html", file];
  const { code, answer, remarks } = await run(args);
  assertEquals([code, remarks], [0, ""]);
  const page = await Deno.readTextFile(file), result = await expected();
  assert(page.startsWith("<!doctype html>\n<!-- Cracktrader report -->\n<html ") && page.endsWith("</html>\n"));
  assertStringIncludes(page, `data-figure="finalEquity" data-value="${result.stats.finalEquity}"`);
  assertStringIncludes(answer, `Chain ${result.chain}`);
  assertEquals((await run(args)).code, 0, "a report is replaced");
  for (const other of ["something else", "<!doctype html>\n<html><title>A page of mine</title></html>\n"]) {
    await Deno.writeTextFile(file, other);
    const refused = await run(args);
    assertEquals([refused.code, await Deno.readTextFile(file)], [2, other]);
    assertStringIncludes(
      refused.remarks,
      `Cannot write --html ${file}: the file ${file} holds something that is no report; name another one`,
    );
  }
  assertEquals((await run([...args, "--force"])).code, 0);
  const nowhere = `${pathOf(folder.url)}nowhere/x.html`, log = `${pathOf(folder.url)}run.log`;
  const early = await run([...FLAGS, "--engine", "typescript", "--html", nowhere, "--log", log]);
  assertEquals([early.code, early.answer], [2, ""]);
  assertStringIncludes(early.remarks, `Cannot write ${nowhere}: No such file or directory`);
  assertEquals([...Deno.readDirSync(folder.url)].map(({ name }) => name), ["report.html"], "nothing was run");
  const twice = await run([...args, "--log", file]);
  assertStringIncludes(twice.remarks, `Cannot write --log ${file}: it is the file of --html ${file}`);
});

Deno.test("a strategy that throws ends with 1, its message once, and the frames of the user's files alone", async () => {
  using folder = temporaryFolder();
  const module = new URL("throws.ts", folder.url), helper = new URL("helper.ts", folder.url);
  Deno.writeTextFileSync(helper, 'export const fail = (): never => { throw new RangeError("Enough\\nof it"); };\n');
  Deno.writeTextFileSync(
    module,
    `import { Strategy } from "${new URL("src/strategy/strategy.ts", ROOT).href}";
import { fail } from "./helper.ts";
export class Throws extends Strategy.with({ wrong: false }) {
  override next() {
    if (this.data.length === 3) [1].forEach(() => this.params.wrong ? this.buy({ limit: NaN }) : fail());
  }
}
`,
  );
  const args = [pathOf(module), "--data", PRICES, "--engine", "typescript"], place = /^Throws\.next failed at bar 2 /;
  for (const isWatched of [false, true]) {
    const { code, answer, remarks } = await run(args, isWatched), lines = remarks.split("\n");
    assertEquals([code, answer], [1, ""]);
    assertMatch(lines[0]!, /^Throws\.next failed at bar 2 \(2013-05-15T\S+\): Enough$/);
    assertEquals(lines[1], "of it");
    const frames = lines.slice(2);
    assertEquals(frames.map((frame) => /^ {4}at .*\/(\w+\.ts):\d+:\d+\)?$/.exec(frame)?.[1]), [
      ...["helper.ts", "throws.ts", "throws.ts"],
    ]);
  }
  const json = await run([...args, "--json"]), { error, exitCode } = JSON.parse(json.answer);
  assertEquals([json.code, json.remarks, exitCode], [1, "", 1]);
  const { message, stack, ...facts } = error;
  assertEquals(facts, {
    ...{ name: "StrategyError", strategy: "Throws", member: "next", bar: 2, time: "2013-05-15T23:59:59.999999" },
    ...{ causeName: "RangeError", cause: "Enough\nof it" },
  });
  assertMatch(message, place);
  assertMatch(
    stack,
    /^at fail \(file:.*helper\.ts:1:\d+\)\nat .*throws\.ts:5:\d+\)?\nat Throws\.next .*throws\.ts:5:\d+\)$/,
  );
  // An error of the package has the frames of the strategy that called it.
  const wrong = await run([...args, "--params", "wrong=true"]);
  assertMatch(
    wrong.remarks,
    /: Cannot use limit NaN.*\n {4}at .*throws\.ts:5:\d+\)?\n {4}at Throws\.next .*throws\.ts:5/,
  );
});

Deno.test("a value that is no error has no stack, and the log of the run is told as a note", async () => {
  using folder = temporaryFolder();
  const module = new URL("throws.ts", folder.url), log = pathOf(new URL("run.log", folder.url));
  Deno.writeTextFileSync(
    module,
    `import { Strategy } from "${new URL("src/strategy/strategy.ts", ROOT).href}";
export class Throws extends Strategy {
  override next() {
    throw "a text";
  }
}
`,
  );
  const args = [pathOf(module), "--data", PRICES, "--engine", "typescript", "--log", log, "--json"];
  const { error } = JSON.parse((await run(args)).answer);
  assertEquals([error.name, error.cause, error.stack, "causeName" in error], ["StrategyError", "a text", "", false]);
  assertEquals(error.note, `The replay log up to there is ${log}.part; "replay" takes it with --unfinished`);
  assertMatch(error.message, /: a text$/);
});

Deno.test("a strategy without a next is told so on a terminal that is watched, too", async () => {
  using folder = temporaryFolder();
  const module = new URL("idle.ts", folder.url);
  Deno.writeTextFileSync(
    module,
    `import { Strategy } from "${
      new URL("src/strategy/strategy.ts", ROOT).href
    }";\nexport class Idle extends Strategy {}\n`,
  );
  for (const isWatched of [false, true]) {
    const { answer } = await run([pathOf(module), "--data", PRICES, "--engine", "typescript"], isWatched);
    assertStringIncludes(answer, "- No trade: the strategy has no method next");
  }
});

Deno.test("an argument that cannot be used ends with 2 and is named", async () => {
  const cases: readonly (readonly [args: readonly string[], message: string])[] = [
    [[], "Cannot go on without STRATEGY.ts"],
    [[STRATEGY], "Cannot go on without prices: name a file with --data"],
    [[STRATEGY, "--data", "nowhere.csv"], "Cannot read the prices nowhere.csv: "],
    [[STRATEGY, "--data", PRICES, "--cash=-5"], "Cannot start with cash -5: pass a positive number"],
    [
      [STRATEGY, "--data", PRICES, "--params", "quick=5"],
      'Cannot find the parameter "quick": there are fast, slow',
    ],
    [["tasks/demo/none.ts", "--data", PRICES], "Cannot load the strategy tasks/demo/none.ts: Module not found"],
  ];
  for (const [args, message] of cases) {
    const { code, answer, remarks } = await run(args);
    assertEquals([code, answer], [2, ""]);
    assertStringIncludes(remarks, message);
    const json = await run([...args, "--json"]);
    assertEquals([json.code, json.remarks], [2, ""]);
    assertStringIncludes(JSON.parse(json.answer).error.message, message);
  }
});

Deno.test("a run that takes longer than a second tells how far it is, which changes nothing and is taken away", async () => {
  using folder = temporaryFolder();
  const module = new URL("slow.ts", folder.url), strategy = new URL(STRATEGY, ROOT).href;
  Deno.writeTextFileSync(
    module,
    `import { SmaCross } from "${strategy}";
export class Slow extends SmaCross {
  override next() {
    const start = performance.now();
    while (this.data.length % 64 === 0 && performance.now() - start < 65);
    super.next();
  }
}
`,
  );
  const { code, answer, pieces } = await run([pathOf(module), ...FLAGS.slice(1), "--engine", "typescript"], true);
  assertEquals(code, 0);
  assertStringIncludes(answer, `\nChain ${(await expected()).chain}`);
  assertMatch(pieces[0]!.replace("\r\x1b[K", ""), /^Running Slow: 1?,?\d{3} bars \.\.\. 1 s$/);
  assertEquals(pieces.at(-1), "\r\x1b[K");
});

Deno.test("run --bands prints what hangs on the paths, and refuses what belongs to one", async () => {
  const { code, answer } = await run([STRATEGY, "--data", PRICES, "--adjust", "back", "--bands"]);
  assertEquals([code, answer.split("\n")[0]!.slice(0, 11)], [0, "Paths tried"]);
  assertStringIncludes(answer, "on every path.");
  const wrong = await run([STRATEGY, "--data", PRICES, "--bands", "--log", "run.log"]);
  assertEquals(wrong.code, 2);
  assertStringIncludes(wrong.remarks, "Cannot use --log with --bands: it runs on every path");
});

/** A strategy whose stop and target lie in one day. */
const BRACKET = `import * as ct from "${new URL("mod.ts", ROOT)}";
export class Bracket extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 10, stopLoss: 95, takeProfit: 105 });
  }
}
`;
const DAYS = "date,open,high,low,close\n2024-01-02,100,101,99,100\n2024-01-03,100,106,94,96\n";
const HOURS = "time,open,high,low,close\n" +
  "2024-01-02 11:30,100,101,99,100\n2024-01-02 13:30,100,101,99,100\n2024-01-02 15:30,100,101,99,100\n" +
  "2024-01-03 11:30,100,102,99,101\n2024-01-03 13:30,101,106,100,103\n2024-01-03 15:30,103,103,94,96\n";

Deno.test("run --fill-on matches orders on the bars of another file, as the option fillOn", async () => {
  using folder = temporaryFolder();
  const at = (name: string, text: string): string => {
    Deno.writeTextFileSync(new URL(name, folder.url), text);
    return `${pathOf(folder.url)}${name}`;
  };
  const strategy = at("bracket.ts", BRACKET), days = at("days.csv", DAYS), hours = at("hours.csv", HOURS);
  const stamp = ["--stamp", "days:fill=close"], fine = [[100, "open"], [105, "limit"]];
  const fills = async (...args: readonly string[]): Promise<unknown> => {
    const { code, answer } = await run([strategy, "--data", days, ...args, "--engine", "typescript", "--json"]);
    return code === 0 ? JSON.parse(answer).fills.map(({ price, rule }: ct.FillRow) => [price, rule]) : answer;
  };
  assertEquals(await fills(), [[100, "open"], [95, "stop"]]);
  assertEquals(await fills("--fill-on", hours, ...stamp), fine);
  assertEquals(await fills("--fill-on", `days=${hours}`, ...stamp), fine);
  assertEquals(await fills("--fill-on", hours, ...stamp, "--fill", "open", "--latency-bars", "0"), fine);
  // No bar of the file has a volume, of which an order could take a share.
  assertEquals(await fills("--fill-on", hours, ...stamp, "--volume-limit", "0.5"), []);
  const refused = async (said: string, ...args: readonly string[]): Promise<void> => {
    const { code, remarks } = await run([strategy, "--data", days, ...args, "--engine", "typescript"]);
    assertEquals(code, 2, said);
    assertStringIncludes(remarks, said);
  };
  await refused('Cannot find the feed "spy" of --fill-on: there are days', "--fill-on", `spy=${hours}`);
  await refused("Cannot use --fill-on twice for days", "--fill-on", hours, "--fill-on", `days=${hours}`, ...stamp);
  await refused('Cannot find the feed "days:fill" of --stamp', ...stamp);
  await refused(
    "without the name of its feed: write --fill-on NAME=FILE with one of days, a",
    ...["--data", `a=${days}`, "--fill-on", hours],
  );
  await refused("hours.csv.none", "--fill-on", `${hours}.none`);
  await refused("--fill-on", "--fill-on", hours, ...stamp, "--log", hours, "--force");
});
