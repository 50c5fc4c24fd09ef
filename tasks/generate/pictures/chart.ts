/**
 * Charts as SVG: panes of one axis of bars, with candles, lines, bands, dots, bars and marks.
 *
 * @module
 */

import { niceTicks, Scale } from "./scale.ts";

/** A column of values, one for each bar that is shown; NaN where there is none. */
export type Values = Float64Array;

/** Number of a colour, which stands for one line of a pane; `"price"` is grey. */
export type Colour = 0 | 1 | 2 | 3 | 4 | "price";

/** The four prices of bars. */
export interface CandleValues {
  readonly open: Values;
  readonly high: Values;
  readonly low: Values;
  readonly close: Values;
}

/** A part of a pane. */
export type Mark =
  | ({ readonly kind: "candles" } & CandleValues)
  | {
    readonly kind: "line" | "steps" | "dots" | "bars";
    readonly values: Values;
    readonly colour: Colour;
    /** The name beside the last value. */
    readonly label?: string;
    readonly isDashed?: boolean;
  }
  | { readonly kind: "band"; readonly upper: Values; readonly lower: Values; readonly colour: Colour }
  | {
    /** Triangles: below `at` where a value is above 0, above `at` where it is below 0, with their letters. */
    readonly kind: "marks";
    readonly values: Values;
    readonly below: Values;
    readonly above: Values;
    readonly colour: Colour;
    /** A text for each bar, behind its triangle. */
    readonly letters?: readonly string[];
  };

/** A pane of a chart. */
export interface Pane {
  readonly marks: readonly Mark[];
  /** Levels that are drawn and named in the place of round numbers. */
  readonly levels?: readonly number[];
  readonly height?: number;
}

/** A chart. */
export interface Chart {
  readonly title: string;
  /** What is to be seen, for those who do not see it. */
  readonly description: string;
  /** The end of each bar. */
  readonly times: readonly Date[];
  readonly panes: readonly Pane[];
}

const WIDTH = 860, LEFT = 58, RIGHT = 138, TOP = 38, BOTTOM = 30, GAP = 12, PRICE_HEIGHT = 250, PANE_HEIGHT = 96;
const MONTHS: readonly string[] = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Colours that those who see fewer colours can tell apart, too (after Okabe and Ito), for a light ground and a dark one. */
const LIGHT: readonly string[] = ["#0072b2", "#c44d00", "#007f5f", "#9d3f86", "#7d6200"];
const DARK: readonly string[] = ["#5cb3f0", "#f2914f", "#35c59b", "#e08fcb", "#d8b53c"];

/** Returns the chart as the text of an SVG file. */
export function chartSvg({ title, description, times, panes }: Chart): string {
  const heights = panes.map(({ height }, at) => height ?? (at === 0 ? PRICE_HEIGHT : PANE_HEIGHT));
  const end = TOP + heights.reduce((sum, height) => sum + height + GAP, -GAP), total = end + BOTTOM;
  const x = new Scale(-0.5, times.length - 0.5, LEFT, WIDTH - RIGHT);
  let top = TOP;
  const parts = panes.flatMap((pane, at) => {
    const drawn = drawPane(pane, x, times.length, top, heights[at]!);
    top += heights[at]! + GAP;
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${total}" width="${WIDTH}" height="${total}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title>`,
    `<desc id="d">${escaped(description)}</desc>`,
    `<style>${style("light", LIGHT)}@media (prefers-color-scheme: dark) {${style("dark", DARK)}}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${total - 1}" rx="8" />`,
    text(LEFT, 24, "title", title),
    ...timeAxis(times, x, end),
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function style(ground: "light" | "dark", colours: readonly string[]): string {
  const [card, edge, ink, soft, grid, price] = ground === "light"
    ? ["#ffffff", "#d8dee4", "#1f2328", "#59636e", "#e9ecef", "#7d8790"]
    : ["#0f141a", "#30363d", "#e6edf3", "#9aa4ae", "#232a32", "#8b95a0"];
  const form = ground === "dark"
    ? ""
    : "text{font:12px system-ui,sans-serif}.title{font-size:14px;font-weight:600}.end{text-anchor:end}.mid{text-anchor:middle}" +
      ".line{fill:none;stroke-width:1.6;stroke-linejoin:round}.dashed{stroke-dasharray:5 3}.wick{fill:none;stroke-width:1}" +
      ".band{opacity:.13;stroke:none}.grid,.level{fill:none;stroke-width:1}.level{stroke-dasharray:3 3}.small{font-size:10px;font-weight:600}";
  const inks = ["price", ...colours.keys()].map((name, at) => {
    const colour = at === 0 ? price : colours[at - 1], suffix = at === 0 ? "p" : name;
    return `.s${suffix}{stroke:${colour}}.f${suffix}{fill:${colour}}`;
  });
  return `${form}.card{fill:${card};stroke:${edge}}.title{fill:${ink}}.axis{fill:${soft}}` +
    `.grid{stroke:${grid}}.level{stroke:${price}}.hollow{fill:${card}}${inks.join("")}`;
}

function nameOf(colour: Colour): string {
  return colour === "price" ? "p" : String(colour);
}

function timeAxis(times: readonly Date[], x: Scale, end: number): readonly string[] {
  const firsts = times.flatMap((time, at) => at > 0 && time.getUTCMonth() !== times[at - 1]!.getUTCMonth() ? [at] : []);
  const lines = firsts.map((at) => `M${x.text(at - 0.5)} ${TOP}V${end}`).join("");
  let last = -Infinity;
  const labels = firsts.flatMap((at) => {
    const place = x.at(at - 0.5);
    if (place - last < 64 || place > WIDTH - RIGHT - 20) return [];
    last = place;
    const time = times[at]!;
    return [text(place, end + 19, "axis mid", `${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()}`)];
  });
  return [`<path class="grid" d="${lines}" />`, ...labels];
}

function drawPane({ marks, levels }: Pane, x: Scale, bars: number, top: number, height: number): readonly string[] {
  const all = [...marks.flatMap(valuesOf), ...(levels ?? [])].filter(Number.isFinite);
  const low = Math.min(...all),
    high = Math.max(...all),
    hasLetters = marks.some((mark) => mark.kind === "marks" && mark.letters !== undefined);
  const edge = (high - low) * (hasLetters ? 0.12 : 0.06);
  const y = new Scale(low - edge, high + edge, top + height, top);
  const ticks = levels ?? niceTicks(low - edge, high + edge, height > 150 ? 5 : 3);
  const axis = ticks.map((tick) => `M${LEFT} ${y.text(tick)}H${WIDTH - RIGHT}`).join("");
  return [
    `<path class="grid" d="M${LEFT} ${top}H${WIDTH - RIGHT}V${top + height}H${LEFT}Z" />`,
    `<path class="${levels === undefined ? "grid" : "level"}" d="${axis}" />`,
    ...ticks.map((tick) => text(LEFT - 8, y.at(tick) + 4, "axis end", shortNumber(tick))),
    ...marks.flatMap((mark) => drawMark(mark, x, y, bars)),
    ...labelsOf(marks, y, top, height),
  ];
}

function valuesOf(mark: Mark): readonly number[] {
  switch (mark.kind) {
    case "candles":
      return [...mark.high, ...mark.low];
    case "band":
      return [...mark.upper, ...mark.lower];
    case "marks":
      return [];
    case "bars":
      return [0, ...mark.values];
    default:
      return [...mark.values];
  }
}

function drawMark(mark: Mark, x: Scale, y: Scale, bars: number): readonly string[] {
  const step = x.at(1) - x.at(0);
  switch (mark.kind) {
    case "candles":
      return candles(mark, x, y, step);
    case "band":
      return [`<path class="band f${nameOf(mark.colour)}" d="${bandPath(mark.upper, mark.lower, x, y)}" />`];
    case "line":
    case "steps": {
      const form = `line${mark.isDashed ? " dashed" : ""} s${nameOf(mark.colour)}`;
      return [`<path class="${form}" d="${linePath(mark.values, x, y, mark.kind === "steps")}" />`];
    }
    case "dots": {
      const dots = at(
        mark.values,
        (value, bar) => `M${x.text(bar, -1.5)} ${y.text(value)}a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0`,
      );
      return [`<path class="f${nameOf(mark.colour)}" d="${dots.join("")}" />`];
    }
    case "bars": {
      const width = Math.max(1, step - 1.6), zero = y.text(0);
      const columns = at(mark.values, (value, bar) => `M${x.text(bar)} ${zero}V${y.text(value)}`);
      return [
        `<path class="s${nameOf(mark.colour)}" style="stroke-width:${width.toFixed(1)};opacity:.55" d="${
          columns.join("")
        }" />`,
      ];
    }
    case "marks":
      return triangles(mark, x, y, bars);
  }
}

/** Calls a function for each value that there is. */
function at(values: Values, draw: (value: number, bar: number) => string): readonly string[] {
  return [...values].flatMap((value, bar) => Number.isFinite(value) ? [draw(value, bar)] : []);
}

function linePath(values: Values, x: Scale, y: Scale, steps: boolean): string {
  let path = "", isDrawing = false;
  for (const [bar, value] of values.entries()) {
    if (!Number.isFinite(value)) {
      isDrawing = false;
      continue;
    }
    // A step is a level of its own for the time of a bar.
    if (steps) path += `${isDrawing ? "V" : `M${x.text(bar - 0.5)} `}${y.text(value)}H${x.text(bar + 0.5)}`;
    else path += `${isDrawing ? "L" : "M"}${x.text(bar)} ${y.text(value)}`;
    isDrawing = true;
  }
  return path;
}

/** The areas between two lines, one for each run of bars that have both. */
function bandPath(upper: Values, lower: Values, x: Scale, y: Scale): string {
  let path = "", from = 0;
  const isThere = (bar: number): boolean => Number.isFinite(upper[bar]) && Number.isFinite(lower[bar]);
  for (let bar = 0; bar <= upper.length; bar++) {
    if (bar < upper.length && isThere(bar)) continue;
    if (bar - from > 1) {
      const bars = Array.from({ length: bar - from }, (_bar, k) => from + k);
      const there = bars.map((k) => `${x.text(k)} ${y.text(upper[k]!)}`);
      const back = bars.toReversed().map((k) => `${x.text(k)} ${y.text(lower[k]!)}`);
      path += `M${[...there, ...back].join("L")}Z`;
    }
    from = bar + 1;
  }
  return path;
}

/** Bars that rise are hollow, and bars that fall are filled. */
function candles({ open, high, low, close }: CandleValues, x: Scale, y: Scale, step: number): readonly string[] {
  const half = Math.max(1, Math.min(4, step * 0.32)), bodies = ["", ""];
  let wicks = "";
  for (const [bar, top] of high.entries()) {
    const a = open[bar]!, b = close[bar]!, isRise = b >= a ? 0 : 1;
    wicks += `M${x.text(bar)} ${y.text(top)}V${y.text(low[bar]!)}`;
    bodies[isRise] += `M${x.text(bar, -half)} ${y.text(a)}H${x.text(bar, half)}V${y.text(b)}H${x.text(bar, -half)}Z`;
  }
  return [
    `<path class="wick sp" d="${wicks}" />`,
    `<path class="hollow sp" d="${bodies[0]}" />`,
    `<path class="fp sp" d="${bodies[1]}" />`,
  ];
}

function triangles(mark: Mark & { readonly kind: "marks" }, x: Scale, y: Scale, bars: number): readonly string[] {
  const { values, below, above, colour, letters: texts } = mark, letters: string[] = [];
  let path = "";
  for (let bar = 0; bar < bars; bar++) {
    const value = values[bar]!;
    if (!(Math.abs(value) > 0)) continue;
    const isUp = value > 0, from = y.at(isUp ? below[bar]! : above[bar]!), turn = isUp ? 1 : -1;
    path += `M${x.text(bar)} ${(from + 5 * turn).toFixed(1)}l4 ${7 * turn}h-8z`;
    if (texts !== undefined) {
      letters.push(text(x.at(bar), from + (isUp ? 22 : -15), `small mid f${nameOf(colour)}`, texts[bar]!));
    }
  }
  return [`<path class="f${nameOf(colour)}" d="${path}" />`, ...letters];
}

/** Names beside the last values, moved apart where they would cover each other. */
function labelsOf(marks: readonly Mark[], y: Scale, top: number, height: number): readonly string[] {
  const gap = 14;
  const labels = marks.flatMap((mark) => {
    if (!("label" in mark) || mark.label === undefined) return [];
    const last = mark.values.findLast(Number.isFinite);
    return last === undefined ? [] : [{ label: mark.label, colour: mark.colour, place: y.at(last) + 4 }];
  }).sort((a, b) => a.place - b.place);
  for (const [k, label] of labels.entries()) {
    label.place = Math.max(label.place, k === 0 ? top + 11 : labels[k - 1]!.place + gap);
  }
  for (let k = labels.length - 1, floor = top + height - 1; k >= 0; k--) {
    labels[k]!.place = Math.min(labels[k]!.place, floor);
    floor = labels[k]!.place - gap;
  }
  return labels.map(({ label, colour, place }) => text(WIDTH - RIGHT + 7, place, `f${nameOf(colour)}`, label));
}

function text(x: number, y: number, form: string, content: string): string {
  return `<text x="${+x.toFixed(1)}" y="${+y.toFixed(1)}" class="${form}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${+(value / 1e9).toFixed(2)} bn`;
  if (size >= 1e6) return `${+(value / 1e6).toFixed(1)} m`;
  return String(+value.toFixed(6));
}
