import { assertEquals } from "@std/assert";
import type { Stats } from "../analyzers/stats.ts";
import type { DiagnosticRow, JournalRows } from "../broker/result_rows.ts";
import type { FillRow, RefusalRow } from "../broker/result_rows.ts";
import { rowNotes } from "./row_notes.ts";

const DAY_US = 86_400_000_000;

/** Facts of a daily run in UTC; nothing else is read. */
const STATS = { timeZone: "UTC", bars: 3, sessionDays: 3 } as Stats;
const EQUITY = Float64Array.of(100, -12.5, 4);

function diagnostic(reason: string, bar: number, orderId: number | null): DiagnosticRow {
  return { timeUs: (bar + 1) * DAY_US - 1, time: "", bar, level: 2, reason, feed: "x", orderId };
}

function rows(diagnostics: readonly DiagnosticRow[], refused: readonly string[] = []): JournalRows {
  const refusals = refused.map((reason): RefusalRow => ({
    orderId: 1,
    feed: "x",
    timeUs: 0,
    time: "",
    bar: 0,
    reason,
    needed: null,
    price: null,
    size: null,
    available: null,
  }));
  return { orders: [], fills: [], trades: [], refusals, diagnostics };
}

Deno.test("a run without such diagnostics has no notes, whatever else was told or refused", () => {
  assertEquals(rowNotes(rows([diagnostic("negativeCash", 1, 1)], ["riskFlagged"]), STATS, EQUITY, "stop"), []);
});

Deno.test("the first ruin is told with bar, date and value, and the refusals by risk flags are counted", () => {
  const ruined = [diagnostic("ruined", 1, null), diagnostic("ruined", 2, null)];
  const said = "The account was worth nothing or less at bar 1, 1970-01-02: -12.50; ";
  assertEquals(rowNotes(rows(ruined, ["riskFlagged", "dust"]), STATS, EQUITY, "stop-entries"), [
    `${said}orders that could open or flip a position were refused from then on (onRuin: "stop-entries"); ` +
    "1 order was refused for it as riskFlagged",
  ]);
  assertEquals(rowNotes(rows(ruined), STATS, EQUITY, "ignore"), [
    `${said}the run went on as before (onRuin: "ignore")`,
  ]);
});

Deno.test("orders that met bars without volume are counted", () => {
  const rest =
    'met bars without volume, which fill nothing, and waited for volume; barWithoutVolume: "fill" fills on them';
  assertEquals(rowNotes(rows([diagnostic("noVolume", 1, 1)]), STATS, EQUITY, "ignore"), [`1 order ${rest}`]);
  const two = [diagnostic("noVolume", 1, 1), diagnostic("noVolume", 1, 2)];
  assertEquals(rowNotes(rows(two), STATS, EQUITY, "ignore"), [`2 orders ${rest}`]);
});

Deno.test("fills whose slippage was cut at the range of their bar are counted", () => {
  const fills = [true, false, true].map((clamped) => ({ clamped }) as FillRow), none = rows([]);
  const rest =
    "slipped less than slippage says, as a price does not leave its bar; clamped in result.fills shows which";
  assertEquals(rowNotes({ ...none, fills }, STATS, EQUITY, "ignore"), [`2 fills ${rest}`]);
  assertEquals(rowNotes({ ...none, fills: fills.slice(0, 2) }, STATS, EQUITY, "ignore"), [`1 fill ${rest}`]);
});
