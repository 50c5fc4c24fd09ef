/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The script of a report's page.
 *
 * @module
 */

import type { ComparisonPayload, RunPayload } from "../payload.ts";
import { readPayload } from "../payload.ts";
import { accountChart, equitiesChart } from "./account_chart.ts";
import { type ChartRows, PriceChart } from "./price_chart.ts";
import { RowsTable } from "./rows_table.ts";
import { Columns, TableData, WallClock } from "./run_data.ts";
import { choose, startTabs } from "./tabs.ts";
import { startTheme } from "./theme.ts";
import type { Range, WindowChart } from "./window_chart.ts";

const byId = (id: string): HTMLElement => document.getElementById(id)!;
/** Panels that make their content when they are shown first. */
const waiting = new Map<string, () => void>();

function shown(panel: HTMLElement): void {
  const make = waiting.get(panel.id);
  waiting.delete(panel.id);
  make?.();
}

async function start(): Promise<void> {
  startTheme();
  startTabs(shown);
  const data = byId("data"), { payload, columns } = await readPayload(data.textContent!);
  data.remove();
  if (payload.kind === "run") startRun(payload, new Columns(columns));
  else startComparison(payload, new Columns(columns));
  document.documentElement.dataset["ready"] = "";
}

function startComparison(payload: ComparisonPayload, columns: Columns): void {
  const clock = new WallClock(payload.zone, payload.dated);
  const accounts = payload.curves.map(({ name, plan }) => ({ name, values: columns.of(plan) }));
  if (payload.time.count > 0) equitiesChart(byId("c-account"), columns.of(payload.time), accounts, clock);
}

function startRun(payload: RunPayload, columns: Columns): void {
  const tables = Object.fromEntries(payload.tables.map((plan) => [plan.id, new TableData(plan, columns)]));
  const [trades, fills, orders] = [tables["trades"]!, tables["fills"]!, tables["orders"]!];
  const stepUs = columns.of(payload.time), orderRow = new Map<number, number>();
  orders.numbers("id").forEach((id, row) => orderRow.set(id, row));
  const rows: ChartRows = { trades, fills, orders, stepUs, orderRow };
  const names = payload.feeds.map(({ name }) => name);
  const clocks = payload.feeds.map(({ zone, dated }) => new WallClock(zone, dated));
  const charts: (PriceChart | undefined)[] = [], views: WindowChart[] = [];
  const link = (view: WindowChart): void => {
    views.push(view);
    view.onMove = (range) => follow(view, range);
  };
  /** Shows the same span of time on all charts that are shown. */
  const follow = (moved: WindowChart, { from, to }: Range): void => {
    const beginUs = moved.momentAt(from), endUs = moved.momentAt(to);
    for (const view of views) {
      if (view === moved || view.element.clientWidth === 0) continue;
      const everything = from <= 0 && to >= moved.count - 1;
      if (everything) view.showAll();
      else view.show({ from: view.barAt(beginUs), to: view.barAt(endUs) });
    }
  };
  if (stepUs.length > 0) {
    link(accountChart(byId("c-account"), payload, columns, new WallClock(payload.zone, payload.dated)));
  }
  payload.feeds.forEach((plan, at) => {
    waiting.set(`feed-${at}`, () => {
      if (plan.time.count === 0) return;
      const chart = charts[at] = new PriceChart(byId(`c-price-${at}`), plan, columns, rows, clocks[at]!);
      link(chart.view);
      const other = views[0];
      if (other !== undefined && other !== chart.view && other.range.to - other.range.from < other.count - 1) {
        follow(other, other.range);
      }
    });
  });
  shown(byId("feed-0"));
  const chartOf = (feed: string): PriceChart | undefined => {
    const at = names.indexOf(feed), tab = document.getElementById(`feed-tab-${at}`);
    if (tab !== null && tab.getAttribute("aria-selected") !== "true") choose(tab, shown);
    else shown(byId(`feed-${at}`));
    return charts[at];
  };
  const goTo = (feed: string, show: (chart: PriceChart) => void): void => {
    const chart = chartOf(feed);
    if (chart === undefined) return;
    show(chart);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    byId("price").scrollIntoView({ behavior: calm ? "instant" : "smooth", block: "start" });
    chart.view.element.focus({ preventScroll: true });
  };
  for (const { id } of payload.tables) {
    const table = tables[id]!;
    waiting.set(`rows-${id}`, () => {
      new RowsTable(byId(`rows-${id}`).querySelector<HTMLElement>(".scroll")!, table, {
        clockOf: (feed) => clocks[names.indexOf(feed)]!,
        stepUs,
        decimalsOf: (feed) => payload.feeds[names.indexOf(feed)]!.shown,
        pick: (row) => {
          goTo(table.text("feed", row), (chart) => {
            if (id === "trades") chart.showTrade(row);
            else chart.showStep(table.number("bar", row));
          });
        },
      });
    });
  }
  shown(byId("rows-trades"));
}

start();
