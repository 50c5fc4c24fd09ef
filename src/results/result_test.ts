import { assert, assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "../run/backtest.ts";
import { diffRuns } from "../catalogue/run_diff.ts";
import { goldenRecordOf } from "../golden/golden_record.ts";
import { compare } from "../report/comparison.ts";
import "../report/ct_report.ts";
import type { Result } from "./result.ts";
import { readResult } from "./saved_result.ts";

const column = [1, 2, 3];
const feed = bars({
  time: ["2024-01-01", "2024-01-02", "2024-01-03"],
  open: column,
  high: column,
  low: column,
  close: column,
});

class Buys extends Strategy {
  override next(): void {
    if (this.data.length === 1) this.buy();
  }
}

Deno.test("rows and statistics are made once, when they are first asked for", () => {
  const result = backtest(Buys, feed, { engineBackend: "typescript" });
  assert(result.orders === result.orders && result.fills === result.fills && result.stats === result.stats);
});

Deno.test("curves of different results share nothing", () => {
  const one = backtest(Buys, feed, { engineBackend: "typescript", lot: 1 });
  const equity = Array.from(one.equity);
  backtest(Buys, feed, { engineBackend: "typescript", cash: 5 });
  assertEquals(Array.from(one.equity), equity);
  assertEquals(equity, [10_000, 10_000, 15_000]);
});

Deno.test("the resolved configuration says every rule, and the lanes that the core took", () => {
  const { configuration } = backtest(Buys, feed, { engineBackend: "typescript", limitFill: "through" });
  assertEquals([configuration.profile, configuration.rules.LIMIT_FILL, configuration.cash], [
    "exact",
    "THROUGH",
    10_000,
  ]);
  assert(configuration.lanes.length > 0 && configuration.lanes.every(Number.isFinite));
});

Deno.test("what is written to the curves of a result stays in them, and changes nothing else", async () => {
  const [clean, touched] = [0, 1].map(() => backtest(Buys, feed, { engineBackend: "typescript", lot: 1 }));
  const told = async (result: Result): Promise<readonly unknown[]> => [
    ...[JSON.stringify(result), result.toCsv("equity"), result.summary(), result.markHash(2), result.tables],
    ...[result.figures, result.drawdown, result.explain(1).lines, await result.html({ title: "x" })],
    ...[goldenRecordOf(result), diffRuns(clean!, result), `${compare([clean!, result])}`],
    await compare([clean!, result]).html(),
  ];
  for (const curve of [touched!.equity, touched!.cash, touched!.timeUs]) curve.fill(-1);
  assertEquals(touched!.equity[0], -1, "the copy is made once");
  assertEquals(await told(touched!), await told(clean!));
  const saved = readResult(clean!);
  for (const curve of [saved.equity, saved.cash, saved.timeUs]) curve.fill(-1);
  assertEquals([diffRuns(clean!, saved).same, saved.toCsv("equity")], [true, clean!.toCsv("equity")]);
});

Deno.test("tables are frozen down to their rows", () => {
  const { tables } = backtest(Buys, feed, { engineBackend: "typescript", lot: 1, closeAtEnd: true });
  assert(tables.monthly.length > 0 && tables.tradesBySide.length > 0);
  const isDeep = (value: unknown): boolean =>
    typeof value !== "object" || value === null || Object.isFrozen(value) && Object.values(value).every(isDeep);
  assert(isDeep(tables));
});
