/**
 * Accounts that pass what they can count: the run goes on, and a note says that its figures are wrong and the remedy.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../engines.ts";

/** One million at 1; from the fifth bar on the position is worth more than 2^53 millionths. */
const prices = [1, 1, 100, 1000, 10_000, 100_000, 1_000_000];
const bars = { open: prices, high: prices, low: prices, close: prices };
const feed = ct.bars({ time: prices.map((_each, day) => `2024-01-0${day + 1}`), ...bars }, { name: "x" });

class Holds extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.length === 1) this.buy({ fraction: 1 });
  }
}

const NOTE =
  "Amounts passed 9,007,199,254.74, which is 2^53 money units, 3 times, first at 2024-01-05T23:59:59.999999: " +
  "the equity stays at its last mark while they do, so that it and all figures are wrong; moneyUnit: 0.01 counts " +
  "10,000 times as much";

Deno.test("a run that passes the largest amount says so in its notes and its summary, and names the money unit that holds", () => {
  for (const engineBackend of enginesUnderTest()) {
    const result = ct.backtest(Holds, feed, { cash: 1e6, engineBackend });
    assertEquals([...result.equity], [1e6, 1e6, 1e8, 1e9, 1e9, 1e9, 1e9]);
    assertEquals(result.notes[0], NOTE);
    assert(result.summary().replace(/\s+/g, " ").includes(NOTE), result.summary());
    assertEquals(ct.readResult(JSON.stringify(result)).notes, result.notes);
    const remedied = ct.backtest(Holds, feed, { cash: 1e6, moneyUnit: 0.01, engineBackend });
    assertEquals([...remedied.equity], [1e6, 1e6, 1e8, 1e9, 1e10, 1e11, 1e12]);
    assertEquals(remedied.notes.filter((note) => note.includes("2^53")), []);
  }
});

Deno.test("the note stands in runs over blocks, those with a sink, signals and runs that go on", async () => {
  const terms = { cash: 1e6, resolution: 0.001, lot: 1, barWithoutVolume: "fill" } as const;
  const noted = ({ notes }: ct.RunResult): void => assert(notes.some((note) => note.includes("2^53 money units")));
  noted(ct.backtest(Holds, feed, terms));
  for (const equity of ["all", "daily", "none"] as const) {
    noted(await ct.run(Holds, feed, { ...terms, blockBars: 2, equity }));
  }
  noted(await ct.run(Holds, feed, { ...terms, blockBars: 2, sink: { fill: () => {} } }));
  noted(ct.fromSignals(feed, { entries: prices.map((_each, bar) => bar === 0) }, terms));
  const saved: Uint8Array[] = [];
  const whole = ct.backtest(Holds, feed, { ...terms, checkpoint: { every: 1, save: (bytes) => saved.push(bytes) } });
  for (const resume of saved.slice(0, 4)) {
    assertEquals(ct.backtest(Holds, feed, { ...terms, resume }).notes, whole.notes);
  }
});
