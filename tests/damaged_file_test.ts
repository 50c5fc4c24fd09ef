import { changedBars } from "../src/feeds/bars.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { type Bars, csv, parseCsv } from "../mod.ts";
import { type DamagedFile, damagedFile, readDamaged } from "./damaged_file.ts";

const FILES = 500;

function parse({ bytes, options }: DamagedFile): Bars {
  return parseCsv(bytes, "damaged.csv", options);
}

Deno.test("a damaged file is a feed of bars or an error that says what cannot be done, and never a raw one", () => {
  let feeds = 0;
  const messages = new Set<string>();
  for (let seed = 0; seed < FILES; seed++) {
    const read = readDamaged(damagedFile(seed), parse);
    if (typeof read !== "string") feeds++;
    else messages.add(read.replaceAll(/"(?:[^"\\]|\\.)*"|\d+/g, "").slice(0, 40));
  }
  // Files that are all refused, or refused for one reason, would show nothing.
  assertEquals([feeds > FILES / 10, messages.size > 15], [true, true], `${feeds} feeds, ${messages.size} messages`);
});

Deno.test("a damaged file that is packed is a feed or such an error, too", async () => {
  const path = await Deno.makeTempFile({ suffix: ".csv.gz" });
  const read = { feeds: 0, errors: 0 };
  try {
    for (let seed = 0; seed < 2 * FILES; seed++) {
      const file = damagedFile(seed);
      if (file.bytes[0] !== 0x1f) continue;
      await Deno.writeFile(path, file.bytes);
      const result = await csv(path, file.options).catch((error: unknown) => error);
      const isFeed = !(result instanceof Error);
      readDamaged(file, () => {
        if (isFeed) return result as Bars;
        throw result;
      });
      if (isFeed) read.feeds++;
      else read.errors++;
    }
  } finally {
    await Deno.remove(path);
  }
  assertEquals([read.feeds > 5, read.errors > 5], [true, true], JSON.stringify(read));
});

Deno.test("one seed is one file", () => {
  for (let seed = 0; seed < 50; seed++) assertEquals(damagedFile(seed), damagedFile(seed));
});

Deno.test("readDamaged() tells a raw message, a wrong class and a bar that is none", () => {
  const file = damagedFile(1);
  const refuses = (read: () => Bars, message: string) => assertThrows(() => readDamaged(file, read), Error, message);
  const throwing = (error: unknown) => () => {
    throw error;
  };
  refuses(throwing(new RangeError("offset is out of bounds")), "refused in raw words");
  refuses(throwing(new Error("Cannot read it: mend it")), "refused in raw words");
  refuses(throwing("Cannot read it"), "refused in raw words");
  refuses(throwing(new TypeError(`Cannot read ${"x".repeat(2000)}`)), "refused in raw words");
  assertEquals(readDamaged(file, throwing(new TypeError("Cannot read it: mend it"))), "Cannot read it: mend it");
  const feed = parseCsv(
    new TextEncoder().encode("Date,Open,High,Low,Close\n2024-01-02,1,2,1,2\n2024-01-03,1,2,1,2\n"),
    "x",
  );
  for (const name of ["low", "high", "open", "close", "volume", "timeUs"] as const) {
    const columns = { ...feed.columns, [name]: feed.columns[name].map((value, row) => row === 1 ? NaN : value) };
    refuses(() => changedBars(feed, { columns }), "is read with a bad bar in row 1");
  }
  refuses(
    () => changedBars(feed, { columns: { ...feed.columns, timeUs: feed.columns.timeUs.toReversed() } }),
    "bad bar in row 1",
  );
  assertEquals(readDamaged(file, () => feed), feed);
});
