/**
 * The sections of a run's page: what needs no script is here as HTML.
 *
 * @module
 */

import type { TradeGroupRow } from "../analyzers/trades/trade_groups.ts";
import { formatFixed, formatPercent } from "../records/number_format.ts";
import { figureText, headlineText } from "./figure_text.ts";
import { type Bin, returnBins } from "./return_bins.ts";
import { html, type Markup } from "./markup.ts";
import type { DrawdownRow, NamedText, ReportFigure, ReportInput } from "./report_input.ts";

/** Figures at the top of the page. */
const TILES: readonly string[] = [
  ...["returnFraction", "buyAndHold", "cagr", "maxDrawdown"],
  ...["sharpe", "winRate", "trades.closed", "finalEquity"],
];
/** Figures whose sign has a colour. */
const SIGNED: readonly string[] = ["returnFraction", "buyAndHold", "cagr"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The sections of a run's page for the bar at its top. */
export const RUN_SECTIONS: readonly (readonly [string, string])[] = [
  ["account", "Account"],
  ["price", "Prices"],
  ["months", "Months"],
  ["figures", "Figures"],
  ["rows", "Trades"],
  ["terms", "Terms"],
];

/** Returns the content of a run's page. */
export function runSections(input: ReportInput): Markup {
  return html`${title(input)}
${tiles(input.figures)}
${account(input)}
${prices(input)}
${months(input)}
<div class="two">${distribution(input)}${drawdownTable(input)}</div>
${groups(input)}
${figures(input.figures)}
${rows(input)}
${terms(input)}`;
}

function title({ title, strategy, params, period, zone, feeds }: ReportInput): Markup {
  const told = params.length === 0 ? "" : ` (${params.map(({ name, text }) => `${name} ${text}`).join(", ")})`;
  const span = period === null ? "No step" : `${period.start} to ${period.end}, ${zone}`;
  return html`
    <div class="title">
      <h1>${title}</h1>
      <p class="sub">${strategy}${told} · ${feeds.length === 1 ? "1 feed" : `${feeds.length} feeds`} · ${span}</p>
    </div>
  `;
}

function tiles(all: readonly ReportFigure[]): Markup {
  const shown = TILES.flatMap((key) => all.filter((figure) => figure.key === key));
  return html`<dl class="tiles" aria-label="Key figures">${
    shown.map((figure) =>
      html`
        <div class="tile">
          <dt>${figure.name}</dt>
          <dd${signClass(figure)}>${headlineText(figure)} ${remarkOf(figure)}</dd></div>
      `
    )
  }</dl>`;
}

function remarkOf({ remark }: ReportFigure): Markup | null {
  return remark === undefined ? null : html`<span class="why">${remark}</span>`;
}

function signClass({ key, value }: ReportFigure): Markup | null {
  if (!SIGNED.includes(key) || typeof value !== "number" || value === 0) return null;
  return value > 0
    ? html`
      class="up"
    `
    : html`
      class="down"
    `;
}

function account({ curves }: ReportInput): Markup {
  const { benchmark } = curves;
  return html`<section id="account" aria-labelledby="h-account"><div class="head"><h2 id="h-account">Account</h2>
<p class="lead">Equity, drawdown from the highest value, and the part of the equity that is invested.</p>${tools()}</div>
<p class="legend"><span class="key k-equity">Equity</span>${
    benchmark === undefined ? null : html`<span class="key k-benchmark">${benchmark.name}</span>`
  }<span class="key k-fall">Drawdown</span><span class="key k-invested">Invested</span></p>
${chart("account", "c-account", "Equity, drawdown and invested part over time")}
</section>`;
}

function prices({ feeds, lines }: ReportInput): Markup {
  const tabs = feeds.length < 2
    ? null
    : html`<div class="tabs" role="tablist" aria-label="Feeds">${
      feeds.map(({ name }, at) =>
        html`
          <button type="button" role="tab" id="feed-tab-${at}" aria-controls="feed-${at}" aria-selected="${at === 0
            ? "true"
            : "false"}"
            ${at === 0 ? null : html`
              tabindex="-1"
            `}>${name}</button>
        `
      )
    }</div>`;
  return html`<section id="price" aria-labelledby="h-price"><div class="head"><h2 id="h-price">Prices and fills</h2>
<p class="lead">Point at a fill for its price, its rule and the reason of the price.</p>${tools()}</div>${tabs}${
    feeds.map(({ name }, at) => {
      const own = lines.filter((line) => line.feed === name && line.plot === "pane");
      const panes = Math.min(3, new Set(own.map(({ field }) => field.replace(/[.[].*$/s, ""))).size);
      const role = feeds.length < 2 ? null : html`
        role="tabpanel" aria-labelledby="feed-tab-${at}"
      `;
      return html`
        <div id="feed-${at}" ${role}${at === 0 ? null : html`
          hidden
        `}><p class="legend" id="legend-${at}"></p>
        ${chart(`price-${at}`, `c-price p-${panes}`, `Prices of ${name} with fills, stops, targets and lines`)}</div>
      `;
    })
  }</section>`;
}

/** The place of a chart, which takes keys, and of the table behind it. */
export function chart(id: string, classes: string, label: string): Markup {
  return html`
    <div class="chart ${classes}" id="c-${id}" tabindex="0" role="group" aria-label="${label}. ${KEYS}">
      <div></div>
    </div>
    <p class="hidden" id="live-${id}" aria-live="polite"></p>
    <details id="t-${id}">
      <summary>Show as table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Table of: ${label}"></div>
    </details>
  `;
}

const KEYS = "Keys: left and right move, plus and minus zoom, Home and End go to the ends, 0 shows everything, " +
  "square brackets go from fill to fill.";

/** The buttons of a chart. */
export function tools(): Markup {
  return html`
    <div class="tools" role="group"
      aria-label="Chart"><button type="button" class="button" data-act="in">Zoom in</button><button
    type="button" class="button" data-act="out">Zoom out</button><button type="button" class="button" data-act="all">All</button></div>
  `;
}

function months({ months, years }: ReportInput): Markup {
  const largest = Math.max(0, ...months.map(({ value }) => Math.abs(value ?? 0)));
  const valueOf = (year: number, month: number): number | null | undefined =>
    months.find((one) => one.year === year && one.month === month)?.value;
  const body = years.map(({ year, value: whole }) =>
    html`<tr><th scope="row">${year}</th>${
      MONTHS.map((_name, at) => heat(valueOf(year, at + 1), largest))
    }<td class="year">${whole === null ? "n/a" : percent(whole)}</td></tr>`
  );
  const content = years.length === 0 ? html`<p class="note">There is no month to tell of.</p>` : html`
    <div class="scroll"
      tabindex="0" role="region" aria-label="Returns of the months">
      <table class="heat">
        <caption class="hidden">Return of each month
    and year in per cent</caption>
        <thead>
          <tr><th scope="col">Year</th>${MONTHS.map((name) =>
            html`<th scope="col">${name}</th>`
          )}<th scope="col">Year</th></tr>
        </thead>
        <tbody>${body}</tbody>
      </table>
    </div>
  `;
  return html`<section id="months" aria-labelledby="h-months"><h2 id="h-months">Months</h2>
<p class="lead">Return of each month and year in per cent.</p>${content}</section>`;
}

function heat(value: number | null | undefined, largest: number): Markup {
  if (value === undefined) return html`<td></td>`;
  if (value === null) return html`<td>n/a</td>`;
  const level = largest === 0 || value === 0 ? 0 : Math.max(1, Math.ceil(Math.abs(value) / largest * 4));
  return level === 0
    ? html`<td>${percent(value)}</td>`
    : html`<td class="${value > 0 ? "u" : "d"}${level}">${percent(value)}</td>`;
}

function percent(value: number): string {
  return formatFixed(value * 100, Math.abs(value) < 0.995 ? 1 : 0);
}

function distribution({ trades }: ReportInput): Markup {
  const returns = trades.flatMap(({ returnFraction }) => returnFraction ?? []);
  const bins = returnBins(returns);
  const why = trades.some(({ pnl }) => pnl !== null)
    ? "The trades have no returns: prices that may be zero and below tell no worth."
    : "There is no closed trade.";
  const content = bins.length === 0 ? html`<p class="note">${why}</p>` : html`
    ${binPicture(bins)}<details>
      <summary>Show as table</summary>
      <div class="scroll" tabindex="0" role="region"
        aria-label="Table of the returns of trades">
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Up to</th>
              <th
                scope="col">Trades</th>
            </tr>
          </thead>
          <tbody>${bins.map(({ from, until, count }) =>
            html`
              <tr>
                <td>${formatPercent(from)}</td>
                <td>${formatPercent(until)}</td>
                <td>${count}</td>
              </tr>
            `
          )}</tbody>
        </table>
      </div>
    </details>
  `;
  return html`<section id="spread" aria-labelledby="h-spread"><h2 id="h-spread">Returns of trades</h2>
<p class="lead">Closed trades by their profit after commission over the value of their entry.</p>${content}</section>`;
}

function binPicture(bins: readonly Bin[]): Markup {
  const width = 480, height = 230, left = 34, bottom = 26, top = 8;
  const most = Math.max(...bins.map(({ count }) => count)), step = (width - left) / bins.length;
  const scale = (height - bottom - top) / most, floor = height - bottom;
  const zero = bins.findIndex(({ from }) => from === 0), gap = step > 6 ? 2 : step > 2 ? 1 : 0;
  const labelled = [0, zero, bins.length].filter((at, index, all) => at >= 0 && all.indexOf(at) === index);
  const lines = most < 2 ? [most] : [Math.round(most / 2), most];
  const told = (at: number): string => formatFixed((bins[at]?.from ?? bins.at(-1)!.until) * 100, 1);
  return html`
    <svg class="bars" viewBox="0 0 ${width} ${height}" role="img"
      aria-label="Number of trades by return; the table below has the numbers">${lines.map((count) =>
        html`
          <line class="axis" x1="${left}" x2="${width}" y1="${floor - count * scale}" y2="${floor - count * scale}" />
          <text x="${left - 6}" y="${floor - count * scale + 4}" text-anchor="end">${count}</text>
        `
      )}${bins.map(({ from, count }, at) =>
        count === 0 ? null : html`
          <rect class="${from >= 0 ? "u" : "d"}" x="${left + at * step + gap / 2}" y="${floor -
            count * scale}" width="${Math.max(0.5, step - gap)}" height="${count * scale}" rx="1" />
        `
      )}<line class="zero" x1="${left}" x2="${width}" y1="${floor}" y2="${floor}"/>${labelled.map((at) =>
        html`<text x="${left + at * step}" y="${height - 8}" text-anchor="${
          at === 0 ? "start" : at === bins.length ? "end" : "middle"
        }">${told(at)} %</text>`
      )}</svg>
  `;
}

function groups({ groups }: ReportInput): Markup | null {
  if (groups.length === 0) return null;
  const row = ({ group, trades, winRate, pnl, averageTrade, profitFactor }: TradeGroupRow): Markup =>
    html`
      <tr>
        <td class="l">${group === "" ? "none" : group}</td>
        <td>${trades}</td>
        <td>${formatPercent(winRate)}</td>
        <td>${formatFixed(pnl, 2)}</td>
        <td>${averageTrade === null ? "n/a" : formatPercent(averageTrade)}</td>
        <td>${profitFactor === null ? "n/a" : formatFixed(profitFactor, 2)}</td>
      </tr>
    `;
  return html`<section id="groups" aria-labelledby="h-groups"><h2 id="h-groups">Trades in groups</h2>
<p class="lead">Closed trades, with their profit after commission.</p>${
    groups.map(({ name, rows }) =>
      html`
        <div class="scroll" tabindex="0" role="region" aria-label="Trades by ${name}">
          <table>
            <thead>
              <tr>
                <th scope="col" class="l">${name}</th>
                <th scope="col">Trades</th>
                <th scope="col">Win rate</th>
                <th scope="col">Profit</th>
                <th scope="col">Average trade</th>
                <th scope="col">Profit factor</th>
              </tr>
            </thead>
            <tbody>${rows.map(row)}</tbody>
          </table>
        </div>
      `
    )
  }</section>`;
}

function drawdownTable({ drawdowns }: ReportInput): Markup {
  const plain = (moment: string): string => moment.replace("T", " ").replace(/( \d\d:\d\d):00$/, "$1");
  const row = ({ start, valley, recovered, depth, days }: DrawdownRow): Markup =>
    html`
      <tr>
        <td class="l">${plain(start)}</td>
        <td class="l">${plain(valley)}</td>
        <td class="l">${recovered === null ? "not yet" : plain(recovered)}</td>
        <td>${formatPercent(depth)}</td>
        <td>${figureText({ value: days, unit: "days" })}</td>
      </tr>
    `;
  const content = drawdowns.length === 0 ? html`<p class="note">There is no drawdown.</p>` : html`
    <div class="scroll"
      tabindex="0" role="region" aria-label="Largest drawdowns">
      <table>
        <thead>
          <tr>
            <th scope="col" class="l">Peak</th>
            <th scope="col"
              class="l">Lowest</th>
            <th scope="col" class="l">Reached again</th>
            <th scope="col">Depth</th>
            <th
              scope="col">Length</th>
          </tr>
        </thead>
        <tbody>${drawdowns.map(row)}</tbody>
      </table>
    </div>
  `;
  return html`<section id="drawdowns" aria-labelledby="h-drawdowns"><h2 id="h-drawdowns">Largest drawdowns</h2>
<p class="lead">From the last step at a peak to the step that reaches it again.</p>${content}</section>`;
}

function figures(all: readonly ReportFigure[]): Markup {
  const groups = [...new Set(all.map(({ group }) => group))];
  return html`
    <section id="figures" aria-labelledby="h-figures">
      <h2 id="h-figures">Figures</h2>
      <p class="lead">Point at a name, or go to it with the Tab key, for its formula.</p>
      <div class="figures">${groups.map((group) =>
        html`
          <div>
            <h3>${group}</h3>
            <dl>${all.filter((figure) => figure.group === group).map(figureRow)}</dl>
          </div>
        `
      )}</div>
    </section>
  `;
}

function figureRow(figure: ReportFigure): Markup {
  const { key, name, formula, reason, value } = figure, id = `f-${key.replaceAll(".", "-")}`;
  return html`
    <div>
      <dt><span class="term" tabindex="0" aria-describedby="${id}">${name}</span><span class="formula"
    role="tooltip" id="${id}">${formula}.${reason === undefined ? null : ` Not defined here: ${reason}.`}</span></dt>
      <dd
        data-figure="${key}" data-value="${value === null ? "" : String(value)}">${figureText(
          figure,
        )}${reason === undefined ? null : html`
          <span class="why">${reason}</span>
        `} ${remarkOf(figure)}</dd>
    </div>
  `;
}

function rows({ trades, fills, orders, refusals }: ReportInput): Markup {
  const tables = [
    ["trades", "Trades", trades.length],
    ["fills", "Fills", fills.length],
    ["orders", "Orders", orders.length],
    ["refusals", "Refusals", refusals.length],
  ] as const;
  return html`<section id="rows" aria-labelledby="h-rows"><h2 id="h-rows">Trades and orders</h2>
<p class="lead">A trade's number shows it on the chart. The head of a column sorts by it.</p>
<div class="tabs" role="tablist" aria-label="Rows">${
    tables.map(([id, name, count], at) =>
      html`
        <button type="button" role="tab" id="rows-tab-${id}" aria-controls="rows-${id}" aria-selected="${at === 0
          ? "true"
          : "false"}"
          ${at === 0 ? null : html`
            tabindex="-1"
          `}>${name} <span class="count">${formatFixed(count, 0)}</span></button>
      `
    )
  }</div>${
    tables.map(([id, name], at) =>
      html`
        <div id="rows-${id}" role="tabpanel" aria-labelledby="rows-tab-${id}" ${at === 0 ? null : html`
          hidden
        `}>
          <div
            class="scroll" tabindex="0" role="region" aria-label="${name}"></div>
        </div>
      `
    )
  }</section>`;
}

function terms({ params, configuration, chain, markHash, engine, notes }: ReportInput): Markup {
  const run: NamedText[] = [
    { name: "Engine", text: `${engine.backend} (${engine.reason})` },
    { name: "State chain", text: chain === "" ? "none" : chain },
    { name: "Mark hash", text: markHash },
  ];
  const groups = [
    { name: "Run", entries: run },
    ...(params.length === 0 ? [] : [{ name: "Parameters", entries: params }]),
    ...configuration,
  ];
  return html`<section id="terms" aria-labelledby="h-terms"><h2 id="h-terms">Terms of the run</h2>
<p class="lead">The configuration with all that was inferred, and the hashes by which an equal run is known.</p>
<div class="terms">${groups.map(group)}</div>${
    notes.length === 0 ? null : html`
      <h3>Notes</h3>
      <ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>
    `
  }</section>`;
}

function group({ name, entries }: ReportInput["configuration"][number]): Markup {
  return html`
    <div>
      <h3>${name}</h3>
      <dl>${entries.map(({ name, text }) =>
        html`
          <div>
            <dt>${name}</dt>
            <dd class="code">${text}</dd>
          </div>
        `
      )}</dl>
    </div>
  `;
}
