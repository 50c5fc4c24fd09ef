import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { INTRABAR_PATHS } from "./intrabar_path.ts";

class Bracket extends ct.Strategy.with({ distance: 5 }) {
  override next(): void {
    const { distance } = this.params;
    if (this.data.length === 1) this.buy({ size: 10, stopLoss: 100 - distance, takeProfit: 100 + distance });
  }
}

/** One engine, so that no library is opened. */
const PLAIN = { engineBackend: "typescript" } as const;

const FEED = ct.bars({
  time: ["2024-01-02", "2024-01-03"],
  ...{ open: [100, 100], high: [101, 106], low: [99, 94], close: [100, 100] },
}, { name: "AAA" });

Deno.test("bands run each path, and tell the fills that decide it", async () => {
  const tried = await ct.bands(Bracket, FEED, PLAIN);
  assertEquals(tried.rows.map(({ path }) => path), [...INTRABAR_PATHS]);
  // 10 x 5 lost or won; 106 - 100 is as near as 100 - 94, so the low comes first.
  assertEquals(tried.rows.map(({ finalEquity }) => finalEquity), [9950, 10_050, 9950, 9950, 9950]);
  assertEquals(tried.rows.map(({ deciding }) => deciding.length), [0, 1, 0, 0, 0]);
  const { highest, lowest, width } = tried;
  assertEquals([highest.path, lowest.path, width, highest.trades], ["open-high-low-close", "worst-case", 100, 1]);
  assertEquals(highest.deciding.map(({ price, rule }) => [price, rule]), [[105, "limit"]]);
  assertEquals(highest.missing.map(({ price, rule }) => [price, rule]), [[95, "stop"]]);
  assertEquals(highest.result.chain, ct.backtest(Bracket, FEED, { path: "open-high-low-close", ...PLAIN }).chain);
});

Deno.test("the text of bands has a line a path, the first fill that differs, and the range", async () => {
  const text = (await ct.bands(Bracket, FEED, { ...PLAIN, paths: ["adverse", "open-high-low-close"] })).text();
  assertEquals(text.split("\n"), [
    "Paths tried          final equity   return  trades  fills that differ",
    "adverse                  9,950.00  -0.50 %       1                  0",
    "open-high-low-close     10,050.00   0.50 %       1                  1",
    "",
    "open-high-low-close: first sell of 10 AAA at 105 on 2024-01-03 (limit); under adverse sell of 10 AAA at 95 on " +
    "2024-01-03 (stop).",
    "",
    "The final equity is from 9,950.00 (adverse) to 10,050.00 (open-high-low-close).",
  ]);
  const far = await ct.bands(Bracket, FEED, { ...PLAIN, params: { distance: 50 }, paths: ["worst-case", "adverse"] });
  assertStringIncludes(far.text(), "adverse: every fill as under worst-case.");
  assertStringIncludes(far.text(), "The final equity is 10,000.00 on every path.");
});

Deno.test("a run on paths of real prices has ordered bounds", async () => {
  class Dips extends ct.Strategy.with({}) {
    override next(): void {
      const { now } = this.data.close;
      if (this.position.size === 0) this.buy({ limit: now * 0.99, stopLoss: now * 0.97, takeProfit: now * 1.01 });
    }
  }
  const tried = await ct.bands(Dips, await ct.sample("aapl"), { ...PLAIN, commission: 0.0005 });
  assert(tried.width > 0 && tried.rows.every(({ deciding }, at) => at === 0 || deciding.length > 0));
  assert(tried.rows.slice(1).every(({ result }) => result.fills.every(({ ambiguous }) => !ambiguous)));
});

Deno.test("options that belong to one path, and paths that are none, are refused", async () => {
  const wrong = async (options: object, message: string): Promise<void> => {
    await assertRejects(() => ct.bands(Bracket, FEED, options), Error, message);
  };
  await wrong({ path: "adverse" }, "Cannot use path of bands: every path is tried; paths says which");
  await wrong({ checkpoint: { every: 1, save: () => {} } }, "Cannot use checkpoint of bands");
  await wrong({ ...PLAIN, paths: [] }, "pass one path at least");
  await wrong({ paths: "adverse" }, "pass a list of paths");
  await wrong({ ...PLAIN, paths: ["adverse", "adverse"] }, '"adverse" stands there twice');
  await wrong({ ...PLAIN, paths: ["up"] }, 'Cannot use path "up"');
  assertThrows(() => new ct.Bands([]), RangeError, "Cannot make bands of no path");
});
