/**
 * The page of a search: the best trials as a table, and a map of the objective over two parameters in colours.
 *
 * The page has no script and asks for nothing, so that it can be mailed and kept.
 *
 * @module
 */

import { html, Markup, type MarkupValue } from "../report/markup.ts";
import { REPORT_START } from "../report/page_start.ts";
import type { Heatmap } from "./heatmap.ts";
import { type Axis, paramsText } from "./param_space.ts";
import type { TrialRow } from "./trial_row.ts";

/** Rows of the table of trials. */
const TRIALS_SHOWN = 200;

const STYLE =
  `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #8884}
th{font-weight:600}td.text,th.text{text-align:left}.map td{color:#111;border:1px solid #fff4}.map td.none{color:inherit}
p.note{max-width:48rem}code{font-size:.9em}`;

/** What the page shows of a search. */
export interface ShownSearch {
  readonly strategy: string;
  readonly objective: string;
  readonly direction: "maximize" | "minimize";
  readonly method: string;
  readonly axes: readonly Axis[];
  rows(): readonly TrialRow[];
  ranked(): readonly TrialRow[];
  heatmap(x: string, y: string): Heatmap;
}

/** Returns a page of some sections, for everything that a search makes. */
export function pageOf(title: string, sections: readonly Markup[]): string {
  return REPORT_START + html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <title>${title}</title>
        <style>${new Markup(STYLE)}</style>
      </head>
      <body>
        <main><h1>${title}</h1>
    ${sections}</main>
      </body>
    </html>
  `.text;
}

/** Returns the page of a search. */
export function searchPage(found: ShownSearch, title: string = `Search of ${found.strategy}`): string {
  const [first, second] = found.axes;
  const maps = first === undefined || second === undefined
    ? []
    : [mapSection(found.heatmap(first.name, second.name), found)];
  return pageOf(title, [
    html`
      <p>${found.rows().length} trials, ranked by ${found.objective} (${found.direction === "maximize"
        ? "the highest first"
        : "the lowest first"}); method ${found.method}.</p>
      <p
        class="note">The best of many trials is the luckiest, too. How much of it may be luck is told by the evidence, and not by this page.</p>
    `,
    ...maps,
    trialsSection(found),
    failedSection(found),
  ]);
}

/** Returns a table of texts and numbers. */
export function tableSection(
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly MarkupValue[])[],
): Markup {
  return html`
    <section>
      <h2>${heading}</h2>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          <tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
        </table>
      </div>
    </section>
  `;
}

/** Returns a number for a cell. */
export function cellText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return value === null || value === undefined ? "-" : String(value);
}

function trialsSection(found: ShownSearch): Markup {
  const names = found.axes.map(({ name }) => name), figures = ["returnFraction", "maxDrawdown", "tradesClosed"];
  const shown = [found.objective, ...figures.filter((name) => name !== found.objective)];
  const ranked = found.ranked();
  const rows = ranked.slice(0, TRIALS_SHOWN).map((row) => [
    ...names.map((name) => cellText(row.params[name])),
    ...shown.map((name) => cellText(row.figures![name])),
    html`<code>${row.chain}</code>`,
  ]);
  const heading = ranked.length > TRIALS_SHOWN ? `The best ${TRIALS_SHOWN} of ${ranked.length} trials` : "Trials";
  return tableSection(heading, [...names, ...shown, "chain"], rows);
}

function failedSection(found: ShownSearch): Markup {
  const failed = found.rows().filter(({ error }) => error !== null);
  if (failed.length === 0) return html``;
  return tableSection(
    `${failed.length} trials failed`,
    ["parameters", "error"],
    failed.slice(0, TRIALS_SHOWN).map(({ params, error }) => [paramsText(params), error]),
  );
}

function mapSection({ x, y, values, objective }: Heatmap, { direction }: ShownSearch): Markup {
  const all = values.flat().filter((value) => value !== null);
  const low = Math.min(...all), high = Math.max(...all), turned = direction === "minimize";
  const colourOf = (value: number): string => {
    const part = high > low ? (value - low) / (high - low) : 0.5, good = turned ? 1 - part : part;
    // From orange over white to blue, which a reader who sees no red or green tells apart.
    const end = good < 0.5 ? [230, 120, 40] : [70, 130, 220], weight = Math.abs(good - 0.5) * 2;
    return `rgb(${end.map((colour) => Math.round(250 + (colour - 250) * weight)).join(",")})`;
  };
  return html`
    <section>
      <h2>${objective} by ${y.name} and ${x.name}</h2>
      <div class="scroll" tabindex="0">
        <table class="map">
          <thead>
            <tr><th scope="col">${y.name} \\ ${x.name}</th>${x.values.map((value) =>
              html`<th scope="col">${cellText(value)}</th>`
            )}</tr>
          </thead>
          <tbody>${y.values.map((value, line) =>
            html`<tr><th scope="row">${cellText(value)}</th>${
              values[line]!.map((each) =>
                each === null
                  ? html`<td class="none">-</td>`
                  : html`<td style="background:${colourOf(each)}">${String(Number(each.toPrecision(4)))}</td>`
              )
            }</tr>`
          )}</tbody>
        </table>
      </div>
    </section>
  `;
}
