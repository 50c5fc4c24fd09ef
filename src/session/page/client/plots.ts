/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The pictures of the page: candles with fills, and the value of the account.
 *
 * @module
 */

import { formatFixed } from "../../../records/number_format.ts";
import type { PageBar, PageFeed, PageFill, PagePoint } from "../page_news.ts";
import { type Scale, scaleOf, timeText } from "./scale.ts";

/** Room of the axes, in pixels. */
const RIGHT = 76, BOTTOM = 22, TOP = 8;
/** Bars that there is room for at least. */
const FEWEST = 40;
const NAMESPACE = "http://www.w3.org/2000/svg";

/** What the picture of prices is made of. */
export interface PricePicture {
  readonly feed: PageFeed;
  readonly bars: readonly PageBar[];
  /** Fills of the feed. */
  readonly fills: readonly PageFill[];
  /** Place of the bar that is told; -1 for none. */
  readonly told: number;
}

/** Draws candles and fills into an element. */
export function drawPrices(place: HTMLElement, { feed, bars: given, fills, told: asked }: PricePicture): void {
  const { svg, width, height } = canvasOf(place);
  if (given.length > 0) {
    const bars = given.slice(-fitting(width)), told = asked - (given.length - bars.length);
    const low = Math.min(...bars.map((bar) => bar[4])), high = Math.max(...bars.map((bar) => bar[3]));
    const scale = scaleOf(low, high, height - BOTTOM, TOP, height / 55), room = width - RIGHT;
    const step = room / Math.max(FEWEST, bars.length), half = Math.max(0.5, step * 0.36);
    const xOf = (at: number): number => room - (bars.length - at - 0.5) * step;
    axes(svg, { width, height, scale, decimals: feed.priceDecimals });
    times(svg, height, bars.map((bar, at) => [xOf(at), bar[1]]));
    if (told >= 0 && told < bars.length) {
      add(svg, "path", { class: "told", d: `M${xOf(told)} ${TOP}V${height - BOTTOM}` });
    }
    for (const [name, rises] of [["rise", true], ["fall", false]] as const) {
      const d = bars.flatMap(([, , open, high, low, close], at) => {
        if ((close >= open) !== rises) return [];
        const x = xOf(at), [upper, lower] = [scale.place(Math.max(open, close)), scale.place(Math.min(open, close))];
        const wick = `M${round(x)} ${round(scale.place(high))}V${round(scale.place(low))}`;
        const body = Math.max(1, lower - upper);
        return [`${wick}M${round(x - half)} ${round(upper)}h${round(2 * half)}v${round(body)}h${round(-2 * half)}z`];
      }).join("");
      if (d !== "") add(svg, "path", { class: name, d });
    }
    marks(svg, bars, fills, (at, price) => [xOf(at), scale.place(price)]);
  }
  place.replaceChildren(svg);
  place.dataset["bars"] = String(Math.min(given.length, fitting(width)));
}

/** Draws a triangle at each fill: upwards under a buy, downwards over a sell. */
function marks(
  svg: SVGElement,
  bars: readonly PageBar[],
  fills: readonly PageFill[],
  pointOf: (at: number, price: number) => readonly [x: number, y: number],
): void {
  for (const { timeUs, side, size, price } of fills) {
    const at = bars.findIndex((bar) => bar[1] >= timeUs);
    if (at < 0 || (at === 0 && bars[0]![1] !== timeUs)) continue;
    const [x, y] = pointOf(at, price), way = side === "buy" ? 1 : -1;
    const mark = add(svg, "path", {
      class: `mark ${side}`,
      d: `M${round(x)} ${round(y)}l5.5 ${9 * way}h-11z`,
    });
    add(mark, "title", {}).textContent = `${side} ${size} at ${price}, ${timeText(timeUs, true)}`;
  }
}

/** Draws the value of the account into an element. */
export function drawAccount(place: HTMLElement, points: readonly PagePoint[]): void {
  const { svg, width, height } = canvasOf(place);
  if (points.length > 0) {
    const values = points.map(([, value]) => value), room = width - RIGHT, last = points.length - 1;
    const scale = scaleOf(Math.min(...values), Math.max(...values), height - BOTTOM, TOP, height / 45);
    const step = room / Math.max(FEWEST, points.length), xOf = (at: number): number => room - (last - at + 0.5) * step;
    axes(svg, { width, height, scale, decimals: 2 });
    times(svg, height, points.map(([timeUs], at) => [xOf(at), timeUs]));
    const line = points.map(([, value], at) => `${at === 0 ? "M" : "L"}${round(xOf(at))} ${round(scale.place(value))}`);
    add(svg, "path", { class: "curve", d: line.join("") });
    add(svg, "circle", { class: "end", cx: round(xOf(last)), cy: round(scale.place(values[last]!)), r: "3" });
  }
  place.replaceChildren(svg);
}

/** Returns the number of bars that fit into a picture, so wide that their ways are seen. */
function fitting(width: number): number {
  return Math.max(FEWEST, Math.floor((width - RIGHT) / 4));
}

/** Returns the place of the bar at a horizontal place in a picture, or -1. */
export function barAt(place: HTMLElement, x: number, count: number): number {
  const room = place.clientWidth - RIGHT, shown = Math.min(count, fitting(place.clientWidth));
  const at = count - Math.ceil((room - x) / (room / Math.max(FEWEST, shown)));
  return at >= 0 && at < count ? at : -1;
}

function canvasOf(place: HTMLElement): { readonly svg: SVGElement; readonly width: number; readonly height: number } {
  const width = Math.max(200, place.clientWidth), height = Math.max(120, place.clientHeight);
  const svg = document.createElementNS(NAMESPACE, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  return { svg, width, height };
}

function axes(
  svg: SVGElement,
  { width, height, scale, decimals }: {
    readonly width: number;
    readonly height: number;
    readonly scale: Scale;
    readonly decimals: number;
  },
): void {
  const shown = Math.min(decimals, scale.decimals);
  for (const tick of scale.ticks) {
    const y = round(scale.place(tick));
    add(svg, "path", { class: "grid", d: `M0 ${y}H${width - RIGHT}` });
    add(svg, "text", { x: String(width - RIGHT + 8), y: String(Number(y) + 4) }).textContent = formatFixed(tick, shown);
  }
  add(svg, "path", { class: "grid", d: `M0 ${height - BOTTOM}H${width - RIGHT}` });
}

/** Writes the times of some places, so far apart that they do not meet. */
function times(svg: SVGElement, height: number, places: readonly (readonly [x: number, timeUs: number])[]): void {
  let free = Infinity;
  for (const [x, timeUs] of places.toReversed()) {
    if (x > free - 110 || x < 24) continue;
    free = x;
    add(svg, "text", { x: round(x), y: String(height - 5), class: "time" }).textContent = timeText(timeUs, false);
  }
}

function add(parent: SVGElement, name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
