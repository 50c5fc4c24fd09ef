/**
 * The notebooks, and what a notebook shows.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars } from "../api/daily_bars.ts";
import { codeCells, NOTEBOOKS, outputOf, readNotebook, runNotebook, type Shown } from "./notebook.ts";

const notebooks = [...Deno.readDirSync(NOTEBOOKS)].map(({ name }) => name).filter((name) => name.endsWith(".ipynb"));

function display(value: object): Shown {
  return (value as unknown as Record<symbol, () => Shown>)[Symbol.for("Jupyter.display")]!();
}

Deno.test("every cell of a notebook shows what the notebook holds", async () => {
  assert(notebooks.length > 0);
  for (const name of notebooks) {
    const notebook = readNotebook(name), cells = codeCells(notebook), shown = await runNotebook(notebook);
    assertEquals(shown.length, cells.length);
    const remedy = "deno run --allow-read --allow-write tests/record_notebooks.ts writes it anew";
    cells.forEach((cell, at) =>
      assertEquals(cell.outputs, [outputOf(cell, shown[at]!)], `${cell.source[0]}: ${remedy}`)
    );
  }
});

class Trades extends ct.Strategy {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 1 });
    else this.close();
  }
}

Deno.test("a name that is HTML is shown as text by every display", () => {
  const name = `<img src=x onerror="a('b')">&`, feed = dailyBars([[1, 2, 1, 2], [2, 3, 2, 3], [3, 4, 3, 4]], { name });
  Object.defineProperty(Trades, "name", { value: name });
  const result = ct.backtest(Trades, { [name]: feed, second: feed }, { engineBackend: "typescript", lot: 1 });
  for (const value of [feed, result, result.trades, result.orders, result.fills, ct.readResult(result)]) {
    const html = display(value)["text/html"]!;
    assert(!html.includes("<img"), html);
    assertStringIncludes(html, "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;");
  }
});

Deno.test("lists of rows are plain arrays that cannot be changed, shown as a table on a console and in a notebook", () => {
  const feed = dailyBars(Array.from({ length: 60 }, () => [1, 2, 1, 2] as const));
  class Often extends ct.Strategy {
    override next(): void {
      if (this.position.size === 0) this.buy({ size: 1 });
      else this.close();
    }
  }
  const { trades, refusals, orders } = ct.backtest(Often, feed, { engineBackend: "typescript", lot: 1 });
  assert(Array.isArray(trades) && Object.isFrozen(trades) && Object.getPrototypeOf(trades) === Array.prototype);
  assertEquals(JSON.stringify(trades), JSON.stringify([...trades]));
  assertEquals(structuredClone(trades), [...trades]);
  assertEquals(Object.keys(trades), trades.map((_trade, at) => `${at}`));
  const text = Deno.inspect(trades), lines = text.split("\n");
  assertEquals([lines.length, lines[0], lines[12]!.trim().slice(0, 3)], [18, "Trades: 30", "..."]);
  assertStringIncludes(lines[1]!, "opened      closed      size  entryPrice");
  assertStringIncludes(lines[2]!, "1  long  2024-01-02  2024-01-03     1");
  assertEquals(display(trades)["text/plain"], text);
  assertEquals((display(trades)["text/html"]!.match(/<tr>/g) ?? []).length, 17);
  assertEquals(Deno.inspect(refusals), "Refusals: none");
  assertEquals(Deno.inspect(orders.filter(({ id }) => id === 1)).includes("placedAt"), true, "a copy is a plain array");
});

Deno.test("times within a day are shown by the clock of their feed's zone", () => {
  const price = [1, 1, 1, 1], time = ["10:00", "10:05", "10:10", "10:15"].map((clock) => `2024-07-02T${clock}:00`);
  const feed = ct.bars({ time, open: price, high: price, low: price, close: price }, {
    ...{ name: "b", timeframe: "5m", stamp: "close", timeZone: "America/New_York" },
  });
  const { trades } = ct.backtest(Trades, feed, { engineBackend: "typescript", lot: 1 });
  assertStringIncludes(Deno.inspect(trades), "2024-07-02T10:00:00  2024-07-02T10:05:00");
  assertEquals(trades[0]!.openedAt, "2024-07-02T14:00:00.000000Z");
});
