/**
 * A result as a notebook shows it.
 *
 * @module
 */

import type { Stats } from "../analyzers/stats.ts";
import { formatAmount, formatFixed, formatPercent } from "../records/number_format.ts";
import { escapedHtml, type Table, tableHtml } from "../table.ts";

/** Returns the HTML of a result: its main figures as a table, and the whole summary to be opened. */
export function resultHtml(title: string, stats: Stats, chain: string, summary: string): string {
  const of = <T>(value: T | null, text: (value: T) => string): string => value === null ? "n/a" : text(value);
  const ratio = (value: number): string => formatFixed(value, 2);
  const { closed, open } = stats.trades;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ["From", of(stats.start, String)],
    ["To", of(stats.end, String)],
    ["Final equity", formatAmount(stats.finalEquity)],
    ["Return", of(stats.returnFraction, formatPercent)],
    ["Buy and hold", of(stats.buyAndHold, formatPercent)],
    ["CAGR", of(stats.cagr, formatPercent)],
    ["Sharpe", of(stats.sharpe, ratio)],
    ["Max drawdown", of(stats.maxDrawdown, formatPercent)],
    ["Trades", `${closed}${open === 0 ? "" : ` and ${open} open`}`],
    ["Win rate", of(stats.winRate, formatPercent)],
    ["Profit factor", of(stats.profitFactor, ratio)],
    ...(chain === "" ? [] : [["Chain", chain] as const]),
  ];
  const table: Table = {
    title,
    columns: [{ name: "figure", isNumber: false }, { name: "value", isNumber: true }],
    rows,
  };
  return `${tableHtml(table)}<details><summary>Summary</summary><pre>${escapedHtml(summary)}</pre></details>`;
}
