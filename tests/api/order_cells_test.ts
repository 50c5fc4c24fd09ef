/**
 * What one bar decides for each kind of order: the cells of fixtures/orders/cells.json, which docs/orders.md shows.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type * as ct from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { runScript } from "./scripted.ts";

interface Cell {
  readonly kind: string;
  readonly shows: string;
  readonly decided: boolean;
  readonly then: string;
  readonly order: ct.OrderOptions;
  readonly bars: readonly Prices[];
  /** Volume of each bar; none by default. */
  readonly volume?: number;
  /** Bar counted from 1, signed size, price, rule, ambiguous. */
  readonly fills: readonly (readonly [number, number, number, string, boolean])[];
  readonly end?: string;
  readonly options?: ct.BacktestOptions;
}

const ROOT = new URL("../../", import.meta.url);
const { cells } = JSON.parse(Deno.readTextFileSync(new URL("fixtures/orders/cells.json", ROOT))) as { cells: Cell[] };

for (const { kind, shows, then, order, bars, volume, fills, end, options = {} } of cells) {
  Deno.test(`${kind}: the bar shows ${shows}, and it ${then}`, () => {
    const feed = dailyBars([[100, 101, 99, 100], ...bars], {}, volume);
    const outcome = runScript(feed, { 1: (s) => void s.buy(order) }, options);
    assertEquals(
      outcome.fills.map(({ bar, side, size, price, rule, ambiguous }) =>
        [bar + 1, side === "buy" ? size : -size, price, rule, ambiguous] as const
      ),
      fills,
    );
    const [{ state, reason }] = outcome.orders as [ct.OrderRow];
    if (end !== undefined) assertEquals(`${state} ${reason}`, end);
    else assert(["filled", "accepted", "triggered"].includes(state), state);
  });
}

Deno.test("the page of orders has a row for each cell, and no other", () => {
  const page = Deno.readTextFileSync(new URL("docs/orders.md", ROOT));
  const rows = page.split("\n").filter((line) => line.startsWith("|")).slice(2);
  const cellsOf = (line: string): string[] => line.split("|").slice(1, -1).map((text) => text.trim());
  assertEquals(
    rows.map(cellsOf),
    cells.map(({ kind, shows, decided, then }) => [kind, shows, decided ? "yes" : "no", then]),
  );
});
