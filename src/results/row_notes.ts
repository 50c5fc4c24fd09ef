/**
 * Sentences of the summary about diagnostics and fills of a run.
 *
 * @module
 */

import type { Stats } from "../analyzers/stats.ts";
import type { JournalRows } from "../broker/result_rows.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatMoment } from "../records/moment_text.ts";
import { formatAmount, formatFixed } from "../records/number_format.ts";

const RUIN_MEANING: Readonly<Record<OnRuin, string>> = {
  "stop-entries": "orders that could open or flip a position were refused from then on",
  "stop": "working orders were cancelled, and the strategy was not called any more",
  "ignore": "the run went on as before",
};

/**
 * Returns the sentences; none if the rows need no explanation. `equity` has one value for each step, or is left out where
 * the run kept only some of them.
 */
export function rowNotes(rows: JournalRows, stats: Stats, equity: Float64Array | undefined, onRuin: OnRuin): string[] {
  const costs = [...volumeNotes(rows), ...slippageNotes(rows)];
  return [...ruinNotes(rows, stats, equity, onRuin), ...costs, ...lateExitNotes(rows, stats)];
}

function ruinNotes(rows: JournalRows, stats: Stats, equity: Float64Array | undefined, onRuin: OnRuin): string[] {
  const ruin = rows.diagnostics.find(({ reason }) => reason === "ruined");
  if (ruin === undefined) return [];
  const time = formatMoment(ruin.timeUs, new TimeZone(stats.timeZone), stats.sessionDays === stats.bars);
  const refused = rows.refusals.filter(({ reason }) => reason === "riskFlagged").length;
  const orders = refused === 0 ? "" : `; ${formatFixed(refused, 0)} ${were(refused)} refused for it as riskFlagged`;
  const amount = equity === undefined ? "" : `: ${formatAmount(equity[ruin.bar]!)}`;
  return [
    `The account was worth nothing or less at bar ${ruin.bar}, ${time}${amount}; ` +
    `${RUIN_MEANING[onRuin]} (onRuin: "${onRuin}")${orders}`,
  ];
}

function were(count: number): string {
  return count === 1 ? "order was" : "orders were";
}

function volumeNotes({ diagnostics }: JournalRows): string[] {
  const count = diagnostics.filter(({ reason }) => reason === "noVolume").length;
  if (count === 0) return [];
  return [
    `${formatFixed(count, 0)} ${count === 1 ? "order" : "orders"} met bars without volume, which fill nothing, and ` +
    `waited for volume; barWithoutVolume: "fill" fills on them`,
  ];
}

function slippageNotes({ fills }: JournalRows): string[] {
  const count = fills.filter(({ clamped }) => clamped).length;
  if (count === 0) return [];
  return [
    `${formatFixed(count, 0)} ${count === 1 ? "fill" : "fills"} slipped less than slippage says, as a price does not ` +
    `leave its bar; clamped in result.fills shows which`,
  ];
}

function lateExitNotes({ fills }: JournalRows, stats: Stats): string[] {
  const late = fills.filter(({ lateExit }) => lateExit), [first] = late;
  if (first === undefined) return [];
  const time = formatMoment(first.timeUs, new TimeZone(stats.timeZone), stats.sessionDays === stats.bars);
  const exits = late.length === 1 ? "1 exit came" : `${formatFixed(late.length, 0)} exits came`;
  return [
    `${exits} after the close of a session, as the bars before it are missing or something was opened outside of it ` +
    `(flatAt: "close"); the first is order ${first.orderId} on ${first.feed}, bar ${first.bar}, ${time}`,
  ];
}
