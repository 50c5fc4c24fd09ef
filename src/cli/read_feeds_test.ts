import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import type { Bars } from "../feeds/bars.ts";
import { FEED_OPTION_NAMES } from "../feeds/feed_options.ts";
import { readCommandLine } from "./flags.ts";
import { Progress } from "./progress.ts";
import { FEED_FLAGS, readFeeds } from "./read_feeds.ts";
import { UsageError } from "./usage_error.ts";

const DAILY = "fixtures/prices/aapl.csv", MINUTES = "fixtures/prices/2006-min-005.csv";

async function read(...args: string[]): Promise<Record<string, Bars>> {
  const line = readCommandLine(args, FEED_FLAGS, { usage: "", least: 0, most: 0 });
  using progress = new Progress(new MemoryTerminal());
  return await readFeeds(line, progress);
}

async function refusal(...args: string[]): Promise<string> {
  return (await assertRejects(() => read(...args), UsageError)).message;
}

Deno.test("a feed is named after its file unless a name is given", async () => {
  assertEquals(Object.keys(await read("--data", DAILY)), ["aapl"]);
  const feeds = await read("--data", `daily=${DAILY}`, "--data", `raw=${DAILY}`);
  assertEquals(Object.entries(feeds).map(([key, feed]) => [key, feed.name]), [["daily", "daily"], ["raw", "raw"]]);
});

Deno.test("an option without a name holds for every feed, and one with a name for that feed", async () => {
  const feeds = await read(
    ...["--data", `a=${DAILY}`, "--data", `b=${DAILY}`, "--data", `c=${MINUTES}`],
    ...["--time-zone", "America/New_York", "--time-zone", "c=Europe/Berlin", "--adjust", "b=back"],
    ...["--stamp", "c=close", "--timeframe", "c=5m"],
  );
  const told = Object.values(feeds).map(({ timeZone, adjusted, stamp, timeframeUs }) => ({
    ...{ timeZone, adjusted, stamp, timeframeUs },
  }));
  assertEquals(told, [
    { timeZone: "America/New_York", adjusted: false, stamp: "date", timeframeUs: 86_400e6 },
    { timeZone: "America/New_York", adjusted: true, stamp: "date", timeframeUs: 86_400e6 },
    { timeZone: "Europe/Berlin", adjusted: false, stamp: "close", timeframeUs: 300e6 },
  ]);
});

Deno.test("no prices, two feeds of one name and options for nobody are refused", async () => {
  assertEquals(await refusal(), "Cannot go on without prices: name a file with --data");
  assertEquals(
    await refusal("--data", DAILY, "--data", DAILY),
    'Cannot use two feeds named "aapl": name them with --data NAME=FILE',
  );
  assertEquals(
    await refusal("--data", `a=${DAILY}`, "--stamp", "b=open"),
    'Cannot find the feed "b" of --stamp: there are a; a feed is named by --data NAME=FILE, and otherwise like its file ' +
      "without the ending",
  );
  assertEquals(
    await refusal("--data", DAILY, "--adjust", "b=back"),
    'Cannot find the feed "b" of --adjust: there are aapl; a feed is named by --data NAME=FILE, and otherwise like its ' +
      "file without the ending",
  );
  assertEquals(
    await refusal("--data", `a=${DAILY}`, "--stamp", "a=open", "--stamp", "a=close"),
    "Cannot use --stamp twice for a",
  );
});

Deno.test("an error of the reader of prices keeps its words", async () => {
  const error = await assertRejects(() => read("--data", DAILY, "--stamp", "end"), RangeError);
  assertEquals(error.message, 'Cannot use stamp "end": pass "open" or "close"');
});

Deno.test("a feed without a name of its own is named like its file in other flags, too", async () => {
  const feeds = await read(
    "--data",
    DAILY,
    "--data",
    MINUTES,
    "--adjust",
    "aapl=back",
    "--stamp",
    "2006-min-005=close",
  );
  assertEquals(Object.keys(feeds), ["aapl", "2006-min-005"]);
  assertEquals([feeds["aapl"]!.adjusted, feeds["2006-min-005"]!.stamp], [true, "close"]);
});

Deno.test("names of feeds have letters of any language, and files may have equals signs", async () => {
  using folder = temporaryFolder();
  const path = pathOf(folder.url), text = Deno.readTextFileSync(DAILY);
  for (const name of ["a=b.csv", "ä.csv"]) Deno.writeTextFileSync(`${path}${name}`, text);
  assertEquals(Object.keys(await read("--data", `ä=${DAILY}`, "--data", `名=${DAILY}`)), ["ä", "名"]);
  assertEquals(Object.keys(await read("--data", `${path}a=b.csv`)), ["a=b"]);
  assertEquals(Object.keys(await read("--data", `x=${path}a=b.csv`)), ["x"]);
  const options = ["--timeframe", "ä=1d", "--decimals", "ä=7"];
  assertEquals((await read("--data", `ä=${path}ä.csv`, ...options))["ä"]!.decimals, 7);
  assertStringIncludes(await refusal("--data", "./x=y.csv"), "Cannot read the prices ./x=y.csv: No such file");
  assertStringIncludes(await refusal("--data", "x=y.csv"), "Cannot read the prices y.csv: No such file");
});

Deno.test("a file that exists under the whole text wins over a name", async () => {
  // Relative to the working folder, which tests may not write to, so that the look at the file is played.
  const statSync = Deno.statSync;
  Deno.statSync = (path) => statSync(path === "daily=prices.csv" ? DAILY : path);
  try {
    assertStringIncludes(await refusal("--data", "daily=prices.csv"), "Cannot read the prices daily=prices.csv: ");
  } finally {
    Deno.statSync = statSync;
  }
});

Deno.test("the options of a file of its own form are read", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}own.csv`;
  Deno.writeTextFileSync(path, "01/02/2024,1,2,1,2\n02/02/2024,2,3,2,3\nbad,1,1,1,1\n");
  const feed = (await read(
    ...["--data", path, "--columns", "time,open,high,low,close", "--date-order", "dmy", "--on-bad-row", "skip"],
    ...["--time-zone", "Europe/Berlin"],
  ))["own"]!;
  assertEquals([feed.length, feed.timeZone], [2, "Europe/Berlin"]);
  Deno.writeTextFileSync(path, "When,O,H,L,Last\n2024-01-02,1,2,1,2\n2024-01-03,2,3,2,3\n");
  const columns = ["--columns", "own=time:When,open:O,high:H,low:L,close:Last"];
  assertEquals([...(await read("--data", path, ...columns))["own"]!.columns.close], [2, 3]);
  assertStringIncludes(await refusal("--data", path, "--columns", "time:When,open"), "write ROLE:NAME for each");
  assertStringIncludes(
    await refusal("--data", path, "--decimals", "two"),
    'Cannot use "two" as --decimals: write a number',
  );
});

Deno.test("instruments, decimal signs and sessions of a file are read", async () => {
  using folder = temporaryFolder();
  const path = `${pathOf(folder.url)}long.csv`;
  Deno.writeTextFileSync(
    path,
    "Time;Symbol;Open;High;Low;Close\n2024-01-07 18:00;ES;1,5;2;1;1,5\n2024-01-08 10:00;ES;1;2;1;2\n2024-01-08 10:00;NQ;7;8;7;8\n",
  );
  const feed = (await read(
    ...["--data", path, "--symbol", "ES", "--decimal", ",", "--session", "17:00-16:00,America/Chicago"],
    ...["--time-zone", "America/Chicago", "--timeframe", "1h"],
  ))["long"]!;
  assertEquals([...feed.columns.open, ...feed.columns.sessionDay], [1.5, 1, 738_893, 738_893]);
  assertStringIncludes(
    await refusal("--data", path, "--symbol", "ES", "--session", "17:00"),
    'Cannot use "17:00" as --session: write hours such as 17:00-16:00',
  );
});

Deno.test("every option of the reader has its flag but the name, and the part, which is that of the run", () => {
  const flags = FEED_FLAGS.map(({ name }) => name);
  for (const option of [...FEED_OPTION_NAMES, "columns", "adjust", "decimal", "symbol"]) {
    const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    // The name is that of --data NAME=FILE; --from and --to are of the run, so that earlier bars warm up the lines.
    assertEquals(flags.includes(flag), !["name", "from", "to"].includes(option), option);
  }
});

Deno.test("a feed is traded unless the command line says that it has lines alone", async () => {
  const two = ["--data", `a=${DAILY}`, "--data", `b=${DAILY}`];
  const traded = async (...args: string[]) => Object.values(await read(...two, ...args)).map(({ trade }) => trade);
  assertEquals(await traded(), [true, true]);
  assertEquals(await traded("--trade", "b=false"), [true, false]);
  assertEquals(await traded("--trade", "false", "--trade", "a=true"), [true, false]);
  assertEquals(await refusal(...two, "--trade", "b=no"), 'Cannot use "no" as --trade: write true or false');
});
