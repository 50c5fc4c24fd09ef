/// <reference lib="dom" />
/**
 * A chart over any number of bars: it holds the points of the visible range and of as much on either side, at the level
 * of detail that the range asks for, and loads others when the reader moves or zooms.
 *
 * @module
 */

import {
  ColorType,
  createChart,
  CrosshairMode,
  type IChartApi,
  type LogicalRange,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from "npm:lightweight-charts@5.2.1";
import { groupCount, type Groups, groupsAround, lastOf, placeOf, strideOf } from "./levels.ts";
import type { WallClock } from "./run_data.ts";
import { colour, onTheme } from "./theme.ts";

/** Fewest bars that a chart shows. */
const FEWEST = 8;

/** Bars as fractions of their places. */
export interface Range {
  /** First visible bar. */
  readonly from: number;
  /** Last visible bar. */
  readonly to: number;
}

/** One or several series of a chart. */
export interface Layer {
  /** Gives the series their points for groups of bars. */
  load(groups: Groups, times: readonly UTCTimestamp[]): void;
  /** Gives the series the colours of the page. */
  paint(): void;
  /** Called when another range is visible. */
  seen?(range: Range): void;
}

/** A chart over bars. */
export class WindowChart {
  /** The chart of the library. */
  readonly chart: IChartApi;
  /** Moments of the bars. */
  readonly timeUs: Float64Array;
  /** The clock by which moments are told. */
  readonly clock: WallClock;
  /** The element of the chart. */
  readonly element: HTMLElement;
  /** Called when the reader has moved or zoomed. */
  onMove: ((range: Range) => void) | undefined;
  readonly #layers: Layer[] = [];
  #groups: Groups = { from: 0, until: 0, stride: 1 };
  #range: Range;
  /** Pointers that hold the chart, by their ids: where each is. */
  readonly #pointers = new Map<number, number>();
  #frame = 0;

  /** Makes the chart in an element. */
  constructor(element: HTMLElement, timeUs: Float64Array, clock: WallClock) {
    this.element = element;
    this.timeUs = timeUs;
    this.clock = clock;
    this.#range = { from: -0.5, to: timeUs.length - 0.5 };
    this.chart = createChart(element.firstElementChild as HTMLElement, {
      autoSize: true,
      width: element.clientWidth,
      height: (element.firstElementChild as HTMLElement).clientHeight,
      layout: { attributionLogo: false, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false },
      timeScale: {
        borderVisible: false,
        timeVisible: !clock.dated,
        secondsVisible: false,
        rightOffset: 0,
        minBarSpacing: 0.05,
        lockVisibleTimeRangeOnResize: true,
      },
      localization: { timeFormatter: (time: Time) => this.#label(time as number) },
      // The library would scroll within the points that it has; the range here is that of all bars.
      handleScroll: false,
      handleScale: false,
    });
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((logical) => this.#corrected(logical));
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    element.addEventListener("pointerdown", (event) => {
      if (event.button === 0) this.#pointers.set(event.pointerId, event.clientX);
    });
    addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"] as const) {
      addEventListener(name, (event) => void this.#pointers.delete(event.pointerId));
    }
    onTheme(() => this.paint());
  }

  /** Number of bars. */
  get count(): number {
    return this.timeUs.length;
  }

  /** The visible range. */
  get range(): Range {
    return this.#range;
  }

  /** The groups that are loaded. */
  get groups(): Groups {
    return this.#groups;
  }

  /** Adds series. */
  add(layer: Layer): void {
    this.#layers.push(layer);
  }

  /** Gives everything the colours of the page. */
  paint(): void {
    const line = colour("line"), ink = colour("soft");
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colour("card") },
        textColor: ink,
        panes: { separatorColor: line, separatorHoverColor: line, enableResize: true },
      },
      grid: { vertLines: { color: line }, horzLines: { color: line } },
      crosshair: {
        vertLine: { color: colour("benchmark"), labelBackgroundColor: colour("accent") },
        horzLine: { color: colour("benchmark"), labelBackgroundColor: colour("accent") },
      },
    });
    for (const layer of this.#layers) layer.paint();
  }

  /** Shows a range. */
  show(range: Range): void {
    if (this.count === 0) return;
    const span = Math.min(this.count, Math.max(FEWEST, range.to - range.from));
    const middle = (range.from + range.to) / 2,
      from = Math.max(-0.5, Math.min(this.count - 0.5 - span, middle - span / 2));
    this.#range = { from, to: from + span };
    if (this.#needsLoad()) this.#load();
    else this.#place();
    this.#tellSeen();
  }

  /** Tells the layers the visible bars, and the page, which has them as attributes of the chart. */
  #tellSeen(): void {
    const { from, to } = this.#range;
    this.element.dataset["from"] = String(Math.max(0, Math.round(from)));
    this.element.dataset["to"] = String(Math.min(this.count - 1, Math.round(to)));
    for (const layer of this.#layers) layer.seen?.(this.#range);
  }

  /** Shows everything. */
  showAll(): void {
    this.show({ from: -0.5, to: this.count - 0.5 });
  }

  /** Moves by a part of the visible range. */
  moveBy(part: number): void {
    const { from, to } = this.#range, step = (to - from) * part;
    this.#act({ from: from + step, to: to + step });
  }

  /** Zooms by a factor around a place in the visible range, from 0 at its begin to 1 at its end. */
  zoomBy(factor: number, around: number = 0.5): void {
    const { from, to } = this.#range, at = from + (to - from) * around, span = Math.max(FEWEST, (to - from) * factor);
    this.#act({ from: at - span * around, to: at + span * (1 - around) });
  }

  /** Shows a range as if the reader had gone there, so that linked charts follow. */
  #act(range: Range): void {
    this.show(range);
    this.onMove?.(this.#range);
  }

  /** Goes to a range, and has linked charts follow. */
  goTo(range: Range): void {
    this.#act(range);
  }

  /** Returns the bars of the group under the pointer. */
  barsAt({ logical }: Pick<MouseEventParams, "logical">): Range | undefined {
    if (logical === undefined) return undefined;
    const group = Math.round(logical);
    if (group < 0 || group >= groupCount(this.#groups)) return undefined;
    return { from: this.#groups.from + group * this.#groups.stride, to: lastOf(this.#groups, group) };
  }

  /** Returns the place of a bar in the loaded points. */
  logicalOf(bar: number): number {
    const { from, stride } = this.#groups;
    return stride === 1 ? bar - from : (bar - from + 0.5) / stride - 0.5;
  }

  /** Returns the bar at a moment, with its fraction. */
  barAt(timeUs: number): number {
    const times = this.timeUs, place = placeOf(times, timeUs);
    if (place === 0 || place === times.length) return Math.min(place, times.length - 1);
    const before = times[place - 1]!, after = times[place]!;
    return place - 1 + (timeUs - before) / (after - before);
  }

  /** Returns the moment of a bar with a fraction. */
  momentAt(bar: number): number {
    const last = this.count - 1, at = Math.max(0, Math.min(last, bar)), below = Math.floor(at);
    const one = this.timeUs[below]!, other = this.timeUs[Math.min(last, below + 1)]!;
    return one + (other - one) * (at - below);
  }

  #label(seconds: number): string {
    const text = new Date(seconds * 1000).toISOString();
    return this.clock.dated ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
  }

  /** Points that fit: candles of some pixels each. */
  get #most(): number {
    return Math.max(60, Math.floor((this.element.clientWidth || 800) / 2.4));
  }

  #needsLoad(): boolean {
    const { from, to } = this.#range, groups = this.#groups, span = to - from;
    if (groups.until === 0 || strideOf(span, this.#most) !== groups.stride) return true;
    return from < groups.from + (groups.from === 0 ? -1 : span * 0.1) ||
      to > groups.until - (groups.until >= this.count ? -1 : span * 0.1);
  }

  #load(): void {
    const { from, to } = this.#range;
    const groups = this.#groups = groupsAround(from, to, this.count, this.#most), count = groupCount(groups);
    const times = new Array<UTCTimestamp>(count);
    for (let group = 0, last = -Infinity; group < count; group++) {
      // A chart's times ascend, also where the clock is put back or bars are shorter than a second.
      last = Math.max(last + 1, this.clock.seconds(this.timeUs[lastOf(groups, group)]!));
      times[group] = last as UTCTimestamp;
    }
    const scale = this.chart.timeScale();
    scale.applyOptions({ fixLeftEdge: groups.from === 0, fixRightEdge: groups.until >= this.count });
    for (const layer of this.#layers) layer.load(groups, times);
    this.#place();
  }

  #place(): void {
    const { from, stride } = this.#groups, range = this.#range;
    this.chart.timeScale().setVisibleLogicalRange({
      from: (range.from + 0.5 - from) / stride - 0.5,
      to: (range.to + 0.5 - from) / stride - 0.5,
    });
  }

  /** Gives the chart its range again when it tells another one, as it does when its size changes. */
  #corrected(logical: LogicalRange | null): void {
    if (logical === null || this.count === 0 || this.#frame !== 0) return;
    const { from: first, stride } = this.#groups, { from, to } = this.#range;
    const [begin, end] = [logical.from, logical.to].map((place) => (place + 0.5) * stride + first - 0.5);
    if (Math.abs(begin! - from) + Math.abs(end! - to) < 2 * stride) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#place();
    });
  }

  /** Moves with one pointer that holds the chart, and zooms with two. */
  #drag(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId), width = this.chart.timeScale().width();
    if (before === undefined || width === 0) return;
    const spread = (): number => {
      const [one, other] = [...this.#pointers.values()];
      return Math.max(20, Math.abs(one! - other!));
    };
    const old = this.#pointers.size === 2 ? spread() : 0;
    this.#pointers.set(event.pointerId, event.clientX);
    if (this.#pointers.size === 2) this.zoomBy(old / spread());
    else if (this.#pointers.size === 1) this.moveBy((before - event.clientX) / width);
  }

  #wheel(event: WheelEvent): void {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!sideways && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.element.getBoundingClientRect();
    if (sideways) this.moveBy(event.deltaX / box.width);
    else this.zoomBy(Math.exp(event.deltaY / 300), Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)));
  }
}
