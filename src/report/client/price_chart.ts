/// <reference lib="dom" />
/**
 * The chart of a feed: candles with fills, stops and targets, lines over the price and in panes, and volume.
 *
 * @module
 */

import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineSeries,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "npm:lightweight-charts@5.2.1";
import { formatFixed } from "../../records/number_format.ts";
import { fillSentence } from "../fill_sentence.ts";
import { type FeedPlan, LEVEL_KINDS } from "../payload.ts";
import { startChart } from "./chart_keys.ts";
import { element } from "./element.ts";
import { candlesOf, groupCount, type Groups, lastOf, placeOf, pointsOf, sumsOf } from "./levels.ts";
import { OrderMarks, type Stroke } from "./order_marks.ts";
import { type Columns, sizeText, type TableData, type WallClock } from "./run_data.ts";
import { colour } from "./theme.ts";
import { type Range, WindowChart } from "./window_chart.ts";

/** More markers than this would cover the prices. */
const MOST_MARKERS = 400;
/** Fills that one hint tells. */
const MOST_TOLD = 4;
/** Panes that are shown; more would leave none of them readable. */
const MOST_PANES = 3;
const LINE_COLOURS = ["line-1", "line-2", "line-3", "line-4", "line-5"];

/** The rows of a run that a chart shows. */
export interface ChartRows {
  /** Trades. */
  readonly trades: TableData;
  /** Fills. */
  readonly fills: TableData;
  /** Orders. */
  readonly orders: TableData;
  /** Moments of the steps. */
  readonly stepUs: Float64Array;
  /** Row of an order by its id. */
  readonly orderRow: ReadonlyMap<number, number>;
}

/** A line of the strategy on the chart. */
interface DrawnLine {
  readonly name: string;
  readonly field: string;
  readonly values: Float64Array;
  readonly colour: string;
  readonly series: ISeriesApi<"Line">;
}

/** The chart of one feed. */
export class PriceChart {
  /** The chart under it. */
  readonly view: WindowChart;
  readonly #plan: FeedPlan;
  readonly #columns: Columns;
  readonly #rows: ChartRows;
  readonly #candles: ISeriesApi<"Candlestick">;
  readonly #volume: ISeriesApi<"Histogram"> | undefined;
  readonly #lines: readonly DrawnLine[];
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #marks: OrderMarks;
  /** Rows of the fills of this feed, and the bar of each, ascending. */
  readonly #fillRows: readonly number[];
  readonly #fillBars: Float64Array;
  readonly #levels: readonly Stroke[];
  readonly #ways: readonly Stroke[];
  readonly #legend: HTMLElement;
  readonly #note: HTMLElement = element("p", { class: "note" });
  readonly #tip: HTMLElement = element("div", { class: "tip", hidden: "" });
  readonly #live: HTMLElement;
  #times: readonly UTCTimestamp[] = [];
  #chosen: number | undefined;
  #fill = -1;

  /** Makes the chart of a feed in an element. */
  constructor(place: HTMLElement, plan: FeedPlan, columns: Columns, rows: ChartRows, clock: WallClock) {
    this.#plan = plan;
    this.#columns = columns;
    this.#rows = rows;
    this.view = new WindowChart(place, columns.of(plan.time), clock);
    const { chart } = this.view;
    this.#legend = place.parentElement!.querySelector(".legend")!;
    this.#live = document.getElementById(`live-${place.id.slice(2)}`)!;
    place.append(this.#tip);
    place.after(this.#note);
    const decimals = plan.shown;
    const priceFormat = {
      type: "custom",
      formatter: (price: number) => formatFixed(price, decimals),
      minMove: 10 ** -decimals,
    } as const;
    this.#candles = chart.addSeries(CandlestickSeries, {
      priceFormat,
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#volume = plan.volume === undefined ? undefined : chart.addSeries(HistogramSeries, {
      priceScaleId: "volume",
      priceFormat: { type: "volume" },
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#candles.priceScale().applyOptions({
      scaleMargins: { top: 0.08, bottom: this.#volume === undefined ? 0.06 : 0.2 },
    });
    this.#volume?.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
    this.#lines = this.#addLines();
    this.#markers = createSeriesMarkers(this.#candles, []);
    this.#marks = new OrderMarks((bar) => this.view.logicalOf(bar));
    this.#candles.attachPrimitive(this.#marks);
    [this.#fillRows, this.#fillBars] = this.#findFills();
    this.#levels = this.#findLevels();
    this.#ways = this.#findWays();
    this.view.add({
      load: (groups, times) => this.#load(groups, times),
      paint: () => this.#paint(),
      seen: (range) => this.#seen(range),
    });
    const { refresh } = startChart(this.view, {
      step: (by) => this.#stepFill(by),
      heads: () => [
        "Time",
        "Open",
        "High",
        "Low",
        "Close",
        ...(this.#volume === undefined ? [] : ["Volume"]),
        ...this.#lines.map(({ field }) => field),
        "Fills",
      ],
      cells: (groups, group) => this.#cells(groups, group),
    });
    this.view.add({ load: () => {}, paint: () => {}, seen: refresh });
    chart.subscribeCrosshairMove((event) => {
      const bars = this.view.barsAt(event);
      // New points move the crosshair, too; a hint that the keys have asked for stays then.
      if (event.sourceEvent === undefined) return;
      this.#tell(bars?.to ?? this.view.count - 1);
      this.#hint(bars, event.point);
    });
    place.addEventListener("pointerleave", () => this.#hint(undefined, undefined));
    place.addEventListener("blur", () => this.#hint(undefined, undefined));
    const panes = chart.panes();
    panes.forEach((pane, at) => pane.setStretchFactor(at === 0 ? 4 : 1));
    this.view.paint();
    this.view.showAll();
    this.#tell(this.view.count - 1);
  }

  /** Shows a trade: its bars stand out, and the chart goes to them. */
  showTrade(row: number): void {
    const { trades, stepUs } = this.#rows, { view } = this;
    const from = this.#barOf(stepUs[trades.number("openedBar", row)]!), closed = trades.number("closedBar", row);
    const to = Number.isNaN(closed) ? view.count - 1 : this.#barOf(stepUs[closed]!);
    this.#choose({ from, to });
  }

  /** Shows a step. */
  showStep(step: number): void {
    const bar = this.#barOf(this.#rows.stepUs[step]!);
    this.#choose({ from: bar, to: bar });
  }

  #choose({ from, to }: Range): void {
    const around = Math.max(25, (to - from) * 0.6);
    this.#marks.band = { from, to };
    this.view.goTo({ from: from - around, to: to + around });
  }

  #barOf(timeUs: number): number {
    return Math.min(this.view.count - 1, placeOf(this.view.timeUs, timeUs));
  }

  #addLines(): DrawnLine[] {
    return this.#plan.lines.filter(({ pane }) => pane <= MOST_PANES).map(({ field, name, pane, plan }, at) => {
      const series = this.view.chart.addSeries(LineSeries, {
        lineWidth: 1,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerRadius: 3,
        priceFormat: { type: "custom", formatter: (value: number) => shortNumber(value), minMove: 1e-6 },
      }, pane);
      return { name, field, values: this.#columns.of(plan), colour: LINE_COLOURS[at % LINE_COLOURS.length]!, series };
    });
  }

  #findFills(): readonly [number[], Float64Array] {
    const { fills, stepUs } = this.#rows, rows: number[] = [];
    for (let row = 0; row < fills.count; row++) if (fills.text("feed", row) === this.#plan.name) rows.push(row);
    return [rows, Float64Array.from(rows, (row) => this.#barOf(stepUs[fills.number("bar", row)]!))];
  }

  #findLevels(): Stroke[] {
    const { levels } = this.#plan,
      [from, to, price, kind] = [levels.from, levels.to, levels.price, levels.kind]
        .map((plan) => this.#columns.of(plan)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    return Array.from(price, (level, at): Stroke => ({
      ...{ from: this.view.barAt(from[at]!), to: this.view.barAt(to[at]!), priceFrom: level, priceTo: level },
      ...{ colour: LEVEL_KINDS[kind[at]!]!, dash: LEVEL_KINDS[kind[at]!] === "entry" ? [2, 3] : [5, 3], width: 1.25 },
    }));
  }

  #findWays(): Stroke[] {
    const { trades } = this.#rows, ways: Stroke[] = [];
    for (let row = 0; row < trades.count; row++) {
      const closed = trades.number("closed", row);
      if (trades.text("feed", row) !== this.#plan.name || Number.isNaN(closed)) continue;
      const { stepUs } = this.#rows, barOf = (key: string): number => this.#barOf(stepUs[trades.number(key, row)]!);
      ways.push({
        ...{ from: barOf("openedBar"), to: barOf("closedBar") },
        ...{ priceFrom: trades.number("entry", row), priceTo: trades.number("exit", row) },
        ...{ colour: trades.number("pnl", row) >= 0 ? "up" : "down", dash: [], width: 1.5 },
      });
    }
    return ways;
  }

  #load(groups: Groups, times: readonly UTCTimestamp[]): void {
    const { open, high, low, close, volume } = this.#plan,
      of = (plan: FeedPlan["open"]): Float64Array => this.#columns.of(plan);
    const candles = candlesOf({ open: of(open), high: of(high), low: of(low), close: of(close) }, groups);
    this.#times = times;
    this.#candles.setData(times.map((time, at) => ({
      ...{ time, open: candles.open[at]!, high: candles.high[at]!, low: candles.low[at]!, close: candles.close[at]! },
    })));
    if (volume !== undefined) {
      const sums = sumsOf(of(volume), groups);
      this.#volume!.setData(times.map((time, at) => ({ time, value: sums[at]! })));
    }
    for (const { values, series } of this.#lines) {
      const points = pointsOf(values, groups);
      series.setData(times.map((time, at) => Number.isNaN(points[at]!) ? { time } : { time, value: points[at]! }));
    }
  }

  #paint(): void {
    const up = colour("up"), down = colour("down");
    this.#candles.applyOptions({
      upColor: up,
      downColor: down,
      borderVisible: false,
      wickUpColor: up,
      wickDownColor: down,
    });
    this.#volume?.applyOptions({ color: colour("volume") });
    for (const { series, colour: name } of this.#lines) series.applyOptions({ color: colour(name) });
    this.#seen(this.view.range);
  }

  /** Sets markers and strokes of the visible range. */
  #seen({ from, to }: Range): void {
    const first = placeOf(this.#fillBars, from - 1), last = placeOf(this.#fillBars, to + 1), count = last - first;
    const shown = count <= MOST_MARKERS;
    this.#markers.setMarkers(shown ? this.#markersOf(first, last) : []);
    const inView = (stroke: Stroke): boolean => stroke.to >= from && stroke.from <= to;
    this.#marks.strokes = shown ? [...this.#ways.filter(inView), ...this.#levels.filter(inView)] : [];
    const { stride } = this.view.groups;
    const parts = [
      ...(stride === 1 ? [] : [`Each candle shows ${formatFixed(stride, 0)} bars; zoom in for single ones.`]),
      ...(shown ? [] : [`${formatFixed(count, 0)} fills in view: zoom in to see them.`]),
      ...(this.#plan.lines.some(({ pane }) => pane > MOST_PANES)
        ? [`Lines in more than ${MOST_PANES} panes are left out.`]
        : []),
    ];
    this.#note.textContent = parts.join(" ");
    this.#note.hidden = parts.length === 0;
  }

  #markersOf(first: number, last: number): SeriesMarker<Time>[] {
    const { fills } = this.#rows, markers = new Map<string, SeriesMarker<Time>>(), { groups } = this.view;
    for (let at = first; at < last; at++) {
      const row = this.#fillRows[at]!, group = Math.floor((this.#fillBars[at]! - groups.from) / groups.stride);
      const time = this.#times[group], buys = fills.text("side", row) === "buy";
      // Of several fills of one side in a group, the first one stands for all.
      if (time === undefined || markers.has(`${group} ${buys}`)) continue;
      markers.set(`${group} ${buys}`, {
        ...{ time, price: fills.number("price", row), size: 1.1, color: colour(buys ? "up" : "down") },
        ...(buys ? { position: "atPriceBottom", shape: "arrowUp" } : { position: "atPriceTop", shape: "arrowDown" }),
      } as SeriesMarker<Time>);
    }
    return [...markers.values()];
  }

  /** Writes the numbers of a bar into the legend. */
  #tell(bar: number): void {
    if (bar < 0) return;
    const { open, high, low, close, volume } = this.#plan, decimals = this.#plan.shown;
    const number = (label: string, plan: FeedPlan["open"]): HTMLElement =>
      element("span", {}, `${label} `, element("b", {}, formatFixed(this.#columns.of(plan)[bar]!, decimals)));
    this.#legend.replaceChildren(
      element("span", {}, this.view.clock.text(this.view.timeUs[bar]!)),
      number("Open", open),
      number("High", high),
      number("Low", low),
      number("Close", close),
      ...(volume === undefined
        ? []
        : [element("span", {}, "Volume ", element("b", {}, formatFixed(this.#columns.of(volume)[bar]!, 0)))]),
      ...this.#lines.map(({ field, values }, at) =>
        element(
          "span",
          { class: `key k-${at % LINE_COLOURS.length + 1}` },
          `${field} `,
          element("b", {}, shortNumber(values[bar]!)),
        )
      ),
      ...(this.#fillRows.length === 0
        ? []
        : [element("span", { class: "key k-buy" }, "buy"), element("span", { class: "key k-sell" }, "sell")]),
      ...["stop", "target", "entry"].filter((kind) => this.#levels.some((level) => level.colour === kind)).map((kind) =>
        element("span", { class: `key k-${kind}` }, kind === "entry" ? "entry price" : kind)
      ),
    );
  }

  /** Shows the fills of some bars beside the pointer, with the reason of each price. */
  #hint(bars: Range | undefined, point: { readonly x: number; readonly y: number } | undefined): void {
    const first = bars === undefined ? 0 : placeOf(this.#fillBars, bars.from);
    const last = bars === undefined ? 0 : placeOf(this.#fillBars, bars.to + 1);
    this.#tip.hidden = last <= first || point === undefined;
    if (this.#tip.hidden || point === undefined) return;
    const told = this.#fillRows.slice(first, Math.min(last, first + MOST_TOLD)).flatMap((row) => this.#describe(row));
    if (last - first > MOST_TOLD) {
      told.push(element("p", {}, `and ${formatFixed(last - first - MOST_TOLD, 0)} more; zoom in`));
    }
    this.#tip.replaceChildren(...told);
    const width = this.view.element.clientWidth, own = this.#tip.offsetWidth;
    this.#tip.style.left = `${Math.max(0, point.x + 18 + own > width ? point.x - own - 18 : point.x + 18)}px`;
    this.#tip.style.top = `${Math.max(4, point.y - 30)}px`;
  }

  #describe(row: number): HTMLElement[] {
    const { fills } = this.#rows, side = fills.text("side", row), price = fills.number("price", row);
    const head = element(
      "p",
      {},
      element(
        "b",
        { class: side === "buy" ? "up" : "down" },
        `${side} ${sizeText(fills.number("size", row))} at ${this.#price(price)}`,
      ),
      `, ${fills.text("rule", row)}, order ${fills.number("order", row)}, ${this.#momentOf(row)}`,
    );
    return [head, element("p", {}, this.#sentence(row))];
  }

  #momentOf(row: number): string {
    const { fills, stepUs } = this.#rows, { clock } = this.view;
    return clock.text(clock.dated ? stepUs[fills.number("bar", row)]! : fills.number("time", row));
  }

  /** Returns the reason of a fill's price in words. */
  #sentence(row: number): string {
    const { fills, orders, orderRow } = this.#rows, { open, high, low, close } = this.#plan;
    const order = orderRow.get(fills.number("order", row)), flags = fills.text("flags", row).split(", ");
    const priceOf = (key: string): number | null => {
      const price = order === undefined ? NaN : orders.number(key, order);
      return Number.isNaN(price) ? null : price;
    };
    const bar = this.#barOf(this.#rows.stepUs[fills.number("bar", row)]!);
    return fillSentence(
      {
        rule: fills.text("rule", row),
        side: fills.text("side", row) as "buy" | "sell",
        price: fills.number("price", row),
        slipped: flags.includes("slipped"),
        clamped: flags.includes("clamped"),
        ambiguous: flags.includes("ambiguous"),
        late: flags.includes("late"),
        lateExit: flags.includes("late exit"),
        decimals: Math.max(this.#plan.decimals, 2),
        limit: priceOf("limit"),
        stop: priceOf("stop"),
      },
      {
        open: this.#columns.of(open)[bar]!,
        high: this.#columns.of(high)[bar]!,
        low: this.#columns.of(low)[bar]!,
        close: this.#columns.of(close)[bar]!,
      },
    );
  }

  #price(price: number): string {
    return formatFixed(price, this.#plan.shown);
  }

  /** Goes to the next fill or the one before, and says it. */
  #stepFill(by: 1 | -1): void {
    const { from, to } = this.view.range;
    if (this.#fillRows.length === 0) return;
    const inView = this.#fill >= 0 && this.#fillBars[this.#fill]! >= from && this.#fillBars[this.#fill]! <= to;
    const next = inView
      ? this.#fill + by
      : by > 0
      ? placeOf(this.#fillBars, from)
      : placeOf(this.#fillBars, to + 1) - 1;
    this.#fill = Math.max(0, Math.min(this.#fillRows.length - 1, next));
    const row = this.#fillRows[this.#fill]!, bar = this.#fillBars[this.#fill]!;
    this.#choose({ from: bar, to: bar });
    this.#tell(bar);
    this.#hint({ from: bar, to: bar }, { x: this.view.element.clientWidth / 2, y: 40 });
    this.#live.textContent = this.#describe(row).map(({ textContent }) => textContent).join(". ");
  }

  #cells(groups: Groups, group: number): string[] {
    const { open, high, low, close, volume } = this.#plan, from = groups.from + group * groups.stride;
    const last = lastOf(groups, Math.min(group, groupCount(groups) - 1)),
      one = { from, until: last + 1, stride: groups.stride };
    const of = (plan: FeedPlan["open"]): Float64Array => this.#columns.of(plan);
    const candle = candlesOf({ open: of(open), high: of(high), low: of(low), close: of(close) }, one);
    const fills = placeOf(this.#fillBars, last + 1) - placeOf(this.#fillBars, from);
    return [
      this.view.clock.text(this.view.timeUs[last]!),
      ...[candle.open, candle.high, candle.low, candle.close].map((values) => this.#price(values[0]!)),
      ...(volume === undefined ? [] : [formatFixed(sumsOf(of(volume), one)[0]!, 0)]),
      ...this.#lines.map(({ values }) => shortNumber(values[last]!)),
      fills === 0 ? "" : String(fills),
    ];
  }
}

/** Returns a number with six digits. */
function shortNumber(value: number): string {
  if (Number.isNaN(value)) return "";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e9)
    ? value.toPrecision(4)
    : formatFixed(value, size >= 1000 ? 2 : size >= 10 ? 3 : 4);
}
