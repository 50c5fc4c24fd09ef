/**
 * The CSV of a result: every value reads back as it was.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";

/** Reads RFC 4180 text as cells; null for an empty one without quotes. */
function cellsOf(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  for (const line of text.matchAll(/(?:"(?:[^"]|"")*"|[^"\n])*\n/g)) {
    const cells = Array.from(`,${line[0].slice(0, -1)}`.matchAll(/,("(?:[^"]|"")*"|[^,]*)/g), ([, cell]) => cell!);
    rows.push(
      cells.map((cell) => cell === "" ? null : cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell),
    );
  }
  return rows;
}

class Trades extends ct.Strategy {
  override next(): void {
    const close = this.data.close.now, at = this.data.length % 9;
    if (at === 2) this.buy({ fraction: 0.3, stopLoss: close * 0.98, takeProfit: close * 1.01 });
    if (at === 5) this.sell({ size: 2, limit: close * 1.002, valid: "day" });
    if (at === 8) this.close();
  }
}

const name = 'A "quoted", name\n=1+1';
const result = ct.backtest(Trades, { [name]: await ct.sample("aapl") }, {
  ...{ engineBackend: "typescript", commission: 0.001, slippage: 0.0003, closeAtEnd: true },
});

Deno.test("each table has a row for each row of the result, whose cells are its values", () => {
  for (const table of ["trades", "orders", "fills", "refusals"] as const) {
    const text = result.toCsv(table), [header, ...rows] = cellsOf(text);
    assert(text.endsWith("\n") && !text.includes("\r"));
    assertEquals(rows.length, result[table].length);
    result[table].forEach((row, at) => {
      const { asked, ...values } = row as unknown as Record<string, unknown>;
      for (const [name, value] of Object.entries((asked ?? {}) as Record<string, number>)) {
        values[`asked${name[0]!.toUpperCase()}${name.slice(1)}`] = value;
      }
      const cells = Object.fromEntries(header!.map((name, column) => [name!, rows[at]![column]]));
      for (const [name, value] of Object.entries(values)) {
        const cell = cells[name]!;
        assertEquals(
          typeof value === "number" ? Number(cell) : typeof value === "boolean" ? cell === "true" : cell,
          value,
        );
        delete cells[name];
      }
      assert(Object.entries(cells).every(([name, cell]) => name.startsWith("asked") && cell === null));
    });
  }
  assertEquals(cellsOf(result.toCsv("trades"))[1]![1], name, "the name of the feed is as it was");
});

Deno.test("the equity has a row for each step", () => {
  const [header, ...rows] = cellsOf(result.toCsv("equity"));
  assertEquals(header, ["bar", "time", "timeUs", "equity", "cash", "drawdown"]);
  const { timeUs, equity, cash, drawdown } = result;
  assertEquals(
    rows.map((row) => row.slice(2).map(Number)),
    Array.from(timeUs, (time, at) => [
      ...[time, equity[at]!, cash[at]!, drawdown[at]!],
    ]),
  );
  assertEquals(
    rows.map(([bar, time]) => [Number(bar), Date.parse(time!)]),
    Array.from(timeUs, (time, at) => [
      ...[at, Math.floor(time / 1000)],
    ]),
  );
});
