/// <reference lib="dom" />
/**
 * Drawings over the prices: stops, targets and entry prices over time, the way of each trade, and the chosen trade.
 *
 * @module
 */

import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  Logical,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from "npm:lightweight-charts@5.2.1";
import { colour } from "./theme.ts";

/** A straight line from a bar and a price to another. */
export interface Stroke {
  /** First bar. */
  readonly from: number;
  /** Last bar. */
  readonly to: number;
  /** Price at the first bar. */
  readonly priceFrom: number;
  /** Price at the last bar. */
  readonly priceTo: number;
  /** Name of its colour. */
  readonly colour: string;
  /** Lengths of dashes and gaps. */
  readonly dash: readonly number[];
  /** Width in pixels. */
  readonly width: number;
}

/** Bars that stand out. */
export interface Band {
  /** First bar. */
  readonly from: number;
  /** Last bar. */
  readonly to: number;
}

/** More strokes than this would cover the prices. */
const MOST_STROKES = 1_500;

/** Draws strokes and a band over a series. */
export class OrderMarks implements ISeriesPrimitive<Time> {
  readonly #logicalOf: (bar: number) => number;
  readonly #view: IPrimitivePaneView;
  readonly #under: IPrimitivePaneView;
  #strokes: readonly Stroke[] = [];
  #band: Band | undefined;
  #chart: IChartApi | undefined;
  #series: ISeriesApi<"Candlestick"> | undefined;
  #update: (() => void) | undefined;

  /** Makes the drawings of a chart whose bars have places among its points. */
  constructor(logicalOf: (bar: number) => number) {
    this.#logicalOf = logicalOf;
    this.#view = viewOf("top", {
      draw: (target) => target.useMediaCoordinateSpace((scope) => this.#draw(scope.context)),
    });
    this.#under = viewOf("bottom", {
      draw: (target) => target.useMediaCoordinateSpace((scope) => this.#shade(scope.context, scope.mediaSize.height)),
    });
  }

  /** Sets the strokes of the visible range. */
  set strokes(strokes: readonly Stroke[]) {
    this.#strokes = strokes.length > MOST_STROKES ? [] : strokes;
    this.#update?.();
  }

  /** Sets the bars that stand out. */
  set band(band: Band | undefined) {
    this.#band = band;
    this.#update?.();
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.#chart = chart as IChartApi;
    this.#series = series as ISeriesApi<"Candlestick">;
    this.#update = requestUpdate;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this.#under, this.#view];
  }

  /** Returns a function from bars to pixels; the library tells them for whole places alone. */
  #across(): ((bar: number) => number) | undefined {
    const scale = this.#chart?.timeScale();
    const zero = scale?.logicalToCoordinate(0 as Logical), one = scale?.logicalToCoordinate(1 as Logical);
    if (zero === null || zero === undefined || one === null || one === undefined) return undefined;
    return (bar) => zero + (one - zero) * this.#logicalOf(bar);
  }

  #shade(context: CanvasRenderingContext2D, height: number): void {
    const x = this.#across(), band = this.#band;
    if (x === undefined || band === undefined) return;
    context.fillStyle = colour("mark");
    const from = x(band.from) - 3, to = x(band.to) + 3;
    context.fillRect(from, 0, Math.max(2, to - from), height);
  }

  #draw(context: CanvasRenderingContext2D): void {
    const x = this.#across();
    if (x === undefined || this.#series === undefined) return;
    for (const stroke of this.#strokes) {
      const one = this.#series.priceToCoordinate(stroke.priceFrom);
      const other = this.#series.priceToCoordinate(stroke.priceTo);
      if (one === null || other === null) continue;
      context.beginPath();
      context.setLineDash([...stroke.dash]);
      context.lineWidth = stroke.width;
      context.strokeStyle = colour(stroke.colour);
      context.moveTo(x(stroke.from), one);
      context.lineTo(x(stroke.to), other);
      context.stroke();
    }
    context.setLineDash([]);
  }
}

function viewOf(zOrder: PrimitivePaneViewZOrder, renderer: IPrimitivePaneRenderer): IPrimitivePaneView {
  return { zOrder: () => zOrder, renderer: () => renderer };
}
