/// <reference lib="dom" />
/**
 * Keys and buttons of a chart, the table behind it, and its picture on paper.
 *
 * @module
 */

import { textTable } from "./element.ts";
import { groupCount, type Groups, lastOf } from "./levels.ts";
import type { Range, WindowChart } from "./window_chart.ts";

/** Most rows of the table behind a chart. */
const TABLE_ROWS = 250;

/** What a chart can do beside moving. */
export interface ChartHost {
  /** Goes to the next fill, or the one before. */
  readonly step?: (by: 1 | -1) => void;
  /** Heads of the table behind the chart. */
  readonly heads: () => readonly string[];
  /** Returns the cells of a group of bars. */
  readonly cells: (groups: Groups, group: number) => readonly string[];
}

/** Starts keys, buttons, the table behind the chart and the picture for paper. */
export function startChart(view: WindowChart, host: ChartHost): { readonly refresh: (range: Range) => void } {
  const { element } = view, id = element.id.slice(2);
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actOf(event.key, view, host);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  const tools = element.closest("section")?.querySelector(".tools");
  tools?.addEventListener("click", (event) => {
    const act = (event.target as HTMLElement).dataset["act"];
    // A chart of a tab that is not shown has no size.
    if (act === undefined || element.clientWidth === 0) return;
    if (act === "all") view.goTo({ from: -0.5, to: view.count - 0.5 });
    else view.zoomBy(act === "in" ? 0.5 : 2);
  });
  const details = document.getElementById(`t-${id}`) as HTMLDetailsElement;
  const place = details.querySelector<HTMLElement>(".scroll")!;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fill = (): void => {
    if (details.open) place.replaceChildren(tableOf(view, host));
  };
  details.addEventListener("toggle", fill);
  onPaper(view);
  return {
    refresh: () => {
      clearTimeout(timer);
      timer = setTimeout(fill, 150);
    },
  };
}

function actOf(key: string, view: WindowChart, host: ChartHost): (() => void) | undefined {
  switch (key) {
    case "ArrowLeft":
      return () => view.moveBy(-0.15);
    case "ArrowRight":
      return () => view.moveBy(0.15);
    case "+":
    case "=":
      return () => view.zoomBy(0.6);
    case "-":
      return () => view.zoomBy(1 / 0.6);
    case "Home":
      return () => view.moveBy(-view.count);
    case "End":
      return () => view.moveBy(view.count);
    case "0":
      return () => view.goTo({ from: -0.5, to: view.count - 0.5 });
    case "[":
      return host.step === undefined ? undefined : () => host.step!(-1);
    case "]":
      return host.step === undefined ? undefined : () => host.step!(1);
    default:
      return undefined;
  }
}

function tableOf(view: WindowChart, host: ChartHost): HTMLElement {
  const { range, groups } = view, rows: (readonly string[])[] = [];
  for (let group = 0; group < groupCount(groups); group++) {
    const last = lastOf(groups, group);
    if (last >= range.from && groups.from + group * groups.stride <= range.to) rows.push(host.cells(groups, group));
  }
  const shown = rows.slice(0, TABLE_ROWS), table = textTable(host.heads(), shown);
  const bars = groups.stride === 1 ? "each bar" : `every ${groups.stride} bars`;
  const cut = shown.length < rows.length ? `, the first ${shown.length} rows; zoom in for others` : "";
  const caption = document.createElement("caption");
  caption.append(`The visible range, a row for ${bars}${cut}.`);
  table.prepend(caption);
  return table;
}

/** A chart is as wide as the window, and paper is not: it gets a picture, which fits. */
function onPaper(view: WindowChart): void {
  let picture: HTMLCanvasElement | undefined;
  addEventListener("beforeprint", () => {
    if (view.element.clientWidth === 0) return;
    picture = view.chart.takeScreenshot(true);
    picture.className = "picture";
    picture.setAttribute("aria-hidden", "true");
    view.element.append(picture);
  });
  addEventListener("afterprint", () => {
    picture?.remove();
    picture = undefined;
  });
}
