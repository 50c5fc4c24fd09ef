/// <reference lib="dom" />
/**
 * The chart of the account: equity beside what it is compared with, drawdown, and the invested part.
 *
 * @module
 */

import {
  AreaSeries,
  BaselineSeries,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type PriceFormatCustom,
  type SeriesType,
} from "npm:lightweight-charts@5.2.1";
import { drawdowns } from "../../analyzers/drawdown/drawdown.ts";
import { formatAmount, formatFixed, formatPercent } from "../../records/number_format.ts";
import type { RunPayload } from "../payload.ts";
import { startChart } from "./chart_keys.ts";
import { groupCount, type Groups, lastOf, pointsOf } from "./levels.ts";
import type { Columns, WallClock } from "./run_data.ts";
import { colour } from "./theme.ts";
import { WindowChart } from "./window_chart.ts";

/** One curve of a chart. */
interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly values: Float64Array;
  readonly text: (value: number) => string;
  readonly series: ISeriesApi<SeriesType>;
  readonly paint: (colour: string) => void;
}

/** Makes the chart of the account. */
export function accountChart(
  element: HTMLElement,
  payload: RunPayload,
  columns: Columns,
  clock: WallClock,
): WindowChart {
  const view = new WindowChart(element, columns.of(payload.time), clock), { chart } = view;
  const equity = columns.of(payload.equity), cash = columns.of(payload.cash);
  const invested = equity.map((value, step) => value > 0 ? (value - cash[step]!) / value : NaN);
  // Money that comes or goes is no gain and no loss.
  const grown = payload.growth === undefined ? equity : columns.of(payload.growth);
  const fall = drawdowns(grown, payload.cashInitial);
  const percent = (value: number): string => formatPercent(value);
  const curves: Curve[] = [
    line(view, "Equity", "equity", equity, 0, formatAmount, 2),
    ...(payload.benchmark === undefined ? [] : [
      line(view, payload.benchmark.name, "benchmark", columns.of(payload.benchmark.plan), 0, formatAmount, 1),
    ]),
    fallen(view, "Drawdown", "fall", fall.map((value) => -value), 1, percent),
    area(view, "Invested", "invested", invested, 2, percent),
  ];
  return finish(view, curves, chart.panes().length);
}

/** Makes the chart of several accounts. */
export function equitiesChart(
  element: HTMLElement,
  timeUs: Float64Array,
  accounts: readonly { readonly name: string; readonly values: Float64Array }[],
  clock: WallClock,
): WindowChart {
  const view = new WindowChart(element, timeUs, clock);
  const curves = accounts.map(({ name, values }, at) => {
    return line(view, name, COMPARED[at % COMPARED.length]!, values, 0, formatAmount, 2, at >= COMPARED.length);
  });
  // A run that ends before the others still has a value to tell while nothing is pointed at.
  return finish(view, curves, 1, (values) => values.findLast((value) => !Number.isNaN(value)));
}

/** Colours of compared accounts, in their order. */
const COMPARED: readonly string[] = ["equity", "fall", "line-3", "line-4", "line-2", "line-1", "line-5"];

function finish(
  view: WindowChart,
  curves: readonly Curve[],
  panes: number,
  atRest: (values: Float64Array) => number | undefined = (values) => values.at(-1),
): WindowChart {
  const legend = view.element.parentElement!.querySelector<HTMLElement>(".legend")!;
  const heads = legend.innerHTML === "" ? [] : [...legend.children] as HTMLElement[];
  view.add({
    load: (groups, times) => {
      for (const { values, series } of curves) {
        const points = pointsOf(values, groups);
        series.setData(times.map((time, at) => Number.isNaN(points[at]!) ? { time } : { time, value: points[at]! }));
      }
    },
    paint: () => {
      for (const { paint, colour: name } of curves) paint(colour(name));
    },
  });
  [3, 1.1, 1].slice(0, panes).forEach((part, at) => view.chart.panes()[at]?.setStretchFactor(part));
  const told = (step: number | undefined): void =>
    curves.forEach(({ name, values, text }, at) => {
      const value = step === undefined ? atRest(values) : values[step], head = heads[at];
      if (head === undefined) return;
      const bold = document.createElement("b");
      bold.append(value === undefined || Number.isNaN(value) ? "" : text(value));
      head.replaceChildren(`${name} `, bold);
    });
  told(undefined);
  view.chart.subscribeCrosshairMove((event) => told(view.barsAt(event)?.to));
  const { refresh } = startChart(view, {
    heads: () => ["Time", ...curves.map(({ name }) => name)],
    cells: (groups: Groups, group: number) => {
      const step = lastOf(groups, Math.min(group, groupCount(groups) - 1));
      return [
        view.clock.text(view.timeUs[step]!),
        ...curves.map(({ values, text }) => Number.isNaN(values[step]!) ? "" : text(values[step]!)),
      ];
    },
  });
  view.add({ load: () => {}, paint: () => {}, seen: refresh });
  view.paint();
  view.showAll();
  return view;
}

/** An amount on an axis, where hundredths of thousands would only take room. */
function axisAmount(value: number): string {
  return Math.abs(value) >= 1000 ? formatFixed(value, 0) : formatAmount(value);
}

function line(
  view: WindowChart,
  name: string,
  colourName: string,
  values: Float64Array,
  pane: number,
  text: (value: number) => string,
  width: 1 | 2,
  dashed: boolean = false,
): Curve {
  const series = view.chart.addSeries(LineSeries, {
    lineWidth: width,
    lineStyle: dashed ? LineStyle.Dashed : LineStyle.Solid,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerRadius: 3,
    priceFormat: { type: "custom", formatter: axisAmount, minMove: 0.01 },
  }, pane);
  return { name, colour: colourName, values, text, series, paint: (color) => series.applyOptions({ color }) };
}

function area(
  view: WindowChart,
  name: string,
  colourName: string,
  values: Float64Array,
  pane: number,
  text: (value: number) => string,
): Curve {
  const series = view.chart.addSeries(AreaSeries, {
    lineWidth: 1,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerRadius: 3,
    priceFormat: wholePercent(text),
  }, pane);
  series.priceScale().applyOptions({ scaleMargins: { top: 0.14, bottom: 0.08 } });
  const paint = (lineColor: string): void =>
    series.applyOptions({
      lineColor,
      topColor: `${lineColor}40`,
      bottomColor: `${lineColor}08`,
    });
  return { name, colour: colourName, values, text, series, paint };
}

/** A curve below zero, filled up to zero and no further. */
function fallen(
  view: WindowChart,
  name: string,
  colourName: string,
  values: Float64Array,
  pane: number,
  text: (value: number) => string,
): Curve {
  const series = view.chart.addSeries(BaselineSeries, {
    lineWidth: 1,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerRadius: 3,
    baseValue: { type: "price", price: 0 },
    priceFormat: wholePercent(text),
  }, pane);
  series.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.12 } });
  const paint = (color: string): void =>
    series.applyOptions({
      ...{ topLineColor: color, bottomLineColor: color, topFillColor1: "transparent", topFillColor2: "transparent" },
      ...{ bottomFillColor1: `${color}40`, bottomFillColor2: `${color}40` },
    });
  return { name, colour: colourName, values, text, series, paint };
}

/** The format of an axis in per cent, where hundredths that are zero would only take room. */
function wholePercent(text: (value: number) => string): PriceFormatCustom {
  return { type: "custom", formatter: (value: number) => text(value).replace(/\.00 %$/, " %"), minMove: 0.0001 };
}
