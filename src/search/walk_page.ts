/**
 * The page of a walk-forward run.
 *
 * @module
 */

import { html, type Markup } from "../report/markup.ts";
import { pageOf, tableSection } from "./search_page.ts";
import type { tableText } from "../table.ts";

/** What the page shows of a walk-forward run. */
export interface ShownWalk {
  readonly strategy: string;
  readonly equity: Float64Array;
  readonly windows: readonly { readonly equity: Float64Array }[];
}

const WIDTH = 960, HEIGHT = 280;
/** Most points of the curve. */
const POINTS = 2000;

/** Returns the page. */
export function walkPage(
  walked: ShownWalk,
  table: Parameters<typeof tableText>[0],
  lines: readonly string[],
  title: string = `Walk-forward run of ${walked.strategy}`,
): string {
  return pageOf(title, [
    html`${lines.map((line) => html`<p>${line}</p>`)}`,
    curveSection(walked),
    tableSection("Windows", table.columns.map(({ name }) => name), table.rows),
  ]);
}

function curveSection({ equity, windows }: ShownWalk): Markup {
  if (equity.length < 2) return html``;
  const low = Math.min(...windows.map(({ equity }) => equity.reduce((a, b) => Math.min(a, b), Infinity)));
  const high = Math.max(...windows.map(({ equity }) => equity.reduce((a, b) => Math.max(a, b), -Infinity)));
  const x = (at: number): string => (at / (equity.length - 1) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT - (high > low ? (value - low) / (high - low) : 0.5) * HEIGHT).toFixed(1);
  const stride = Math.max(1, Math.ceil(equity.length / POINTS)), points: string[] = [];
  for (let at = 0; at < equity.length; at += stride) points.push(`${x(at)},${y(equity[at]!)}`);
  points.push(`${x(equity.length - 1)},${y(equity.at(-1)!)}`);
  let begin = 0;
  const bounds = windows.slice(0, -1).map(({ equity }) => begin += equity.length);
  return html`
    <section>
      <h2>Equity of all tests</h2>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
        aria-label="Equity of all tests, from ${Math.round(low)} to ${Math.round(high)}" style="width:100%;height:auto">
    ${bounds.map((at) =>
      html`
        <line x1="${x(at)}" x2="${x(at)}" y1="0" y2="${HEIGHT}" stroke="currentColor" opacity="0.2" />
      `
    )}
    <polyline points="${points.join(" ")}" fill="none" stroke="#4682dc" stroke-width="2"/></svg>
    </section>
  `;
}
