import { assertEquals, assertRejects } from "@std/assert";
import { MemoryTerminal } from "../../tests/cli/memory_terminal.ts";
import type { Feed } from "../feeds/feed.ts";
import { readCommandLine } from "./flags.ts";
import { Progress } from "./progress.ts";
import { FEED_FLAGS, readFeeds } from "./read_feeds.ts";
import { UsageError } from "./usage_error.ts";

const DAILY = "fixtures/prices/aapl.csv", MINUTES = "fixtures/prices/2006-min-005.csv";

async function read(...args: string[]): Promise<Record<string, Feed>> {
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
    'Cannot find the feed "b" of --stamp: the named ones are a',
  );
  assertEquals(
    await refusal("--data", DAILY, "--adjust", "b=back"),
    'Cannot find the feed "b" of --adjust: name it with --data NAME=FILE',
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
