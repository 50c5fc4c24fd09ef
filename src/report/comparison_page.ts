/**
 * The page of a comparison.
 *
 * @module
 */

import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatAmount, formatFixed } from "../records/number_format.ts";
import type { ReportOptions } from "../results/report_port.ts";
import { runOf } from "../results/run_of_result.ts";
import { ColumnWriter } from "./column_code.ts";
import type { ComparedRuns, DifferingTrade } from "./compared_runs.ts";
import { figureText } from "./figure_text.ts";
import { html, type Markup } from "./markup.ts";
import { reportPage } from "./page.ts";
import type { ComparisonPayload } from "./payload.ts";
import { plainMoment } from "./plain_moment.ts";
import type { ReportInput } from "./report_input.ts";
import { configurationOf, textOf } from "./report_of_result.ts";
import { takenReportOptions } from "./report_options.ts";
import { chart, tools } from "./sections.ts";
import { spanNote } from "./span_note.ts";

/** Most rows of the table of trades. */
const TRADES = 500;
/** Classes of the keys of the runs, in the order of their colours. */
const KEYS = ["k-equity", "k-fall", "k-3", "k-4", "k-2", "k-1", "k-5"];

const SECTIONS = [
  ["account", "Equity"],
  ["figures", "Figures"],
  ["correlation", "Correlation"],
  ["trades", "Trades"],
  ["terms", "Terms"],
] as const;

/** Returns the page of a comparison. */
export async function comparisonPage(comparison: ComparedRuns, options: ReportOptions): Promise<string> {
  const { title = comparison.names.join(" and "), theme } = takenReportOptions(options);
  const { payload, columns } = payloadOf(comparison), note = spanNote(comparison.names, comparison.results);
  const content = html`
    <div class="title">
      <h1>${title}</h1>
      <p class="sub">${comparison.names.length} runs side by side</p>
      ${note === null ? null : html`<p class="note">${note}</p>`}
    </div>
    ${equities(comparison)}
    ${figures(comparison)}
    ${correlation(comparison)}
    ${trades(comparison)}
    ${terms(comparison)}
  `;
  return await reportPage({ title, theme, sections: SECTIONS, content, payload, columns });
}

function payloadOf({ names, results }: ComparedRuns): {
  readonly payload: ComparisonPayload;
  readonly columns: Uint8Array;
} {
  const writer = new ColumnWriter(), all = results.map(runOf);
  const times = joined(all.map(({ timeUs }) => timeUs));
  const curves = all.map(({ timeUs, equity }, run) => ({
    name: names[run]!,
    plan: writer.write(carried(timeUs, equity, times)),
  }));
  const payload: ComparisonPayload = {
    ...{ kind: "comparison", zone: all[0]!.feeds[0]!.timeZone, curves },
    dated: results.every(({ stats }) => stats.sessionDays === stats.bars),
    time: writer.writeTimes(times),
  };
  return { payload, columns: writer.bytes() };
}

/** Returns the distinct moments of several ascending columns. */
function joined(columns: readonly Float64Array[]): Float64Array {
  const [first] = columns;
  const isSame = (other: Float64Array): boolean =>
    other.length === first!.length && other.every((moment, at) => moment === first![at]);
  if (columns.every(isSame)) return first!;
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all.sort().filter((moment, place, sorted) => place === 0 || moment !== sorted[place - 1]);
}

/** Returns the values of a column at other moments: at each the last one so far, NaN before the first and after the last. */
function carried(timeUs: Float64Array, values: Float64Array, times: Float64Array): Float64Array {
  const result = new Float64Array(times.length);
  for (let place = 0, at = -1; place < times.length; place++) {
    while (timeUs[at + 1]! <= times[place]!) at++;
    result[place] = at < 0 || times[place]! > timeUs.at(-1)! ? NaN : values[at]!;
  }
  return result;
}

function equities({ names }: ComparedRuns): Markup {
  return html`<section id="account" aria-labelledby="h-account"><div class="head"><h2 id="h-account">Equity</h2>
<p class="lead">The value of each account over time.</p>${tools()}</div>
<p class="legend">${names.map((name, run) => html`<span class="key ${KEYS[run % KEYS.length]!}">${name}</span>`)}</p>
${chart("account", "c-account", "Equity of all runs over time")}</section>`;
}

function figures({ names, figures }: ComparedRuns): Markup {
  const groups = [...new Set(figures.map(({ group }) => group))];
  const body = groups.flatMap((group) =>
    figures.filter((figure) => figure.group === group).map(({ key, name, formula, values, unit }) =>
      html`<tr><th scope="row" title="${formula}">${name}</th>${
        values.map((value) =>
          html`<td data-figure="${key}" data-value="${value === null ? "" : String(value)}">${
            figureText({ value, unit })
          }</td>`
        )
      }</tr>`
    )
  );
  return html`
    <section id="figures" aria-labelledby="h-figures">
      <h2 id="h-figures">Figures</h2>
      <p class="lead">Every figure of the statistics; a name has its formula as a hint.</p>
      <div class="scroll" tabindex="0" role="region"
        aria-label="Figures">
        <table>
          <thead>
            <tr><th scope="col" class="l">Figure</th>${heads(names)}</tr>
          </thead>
          <tbody>${body}</tbody>
        </table>
      </div>
    </section>
  `;
}

function heads(names: readonly string[]): Markup[] {
  return names.map((name) => html`<th scope="col">${name}</th>`);
}

function correlation({ names, correlations }: ComparedRuns): Markup {
  return html`
    <section id="correlation" aria-labelledby="h-correlation">
      <h2 id="h-correlation">Correlation of returns</h2>
      <p class="lead">Sample correlation of the returns of the session dates that two runs both have.</p>
      <div class="scroll" tabindex="0"
        role="region" aria-label="Correlation of returns">
        <table>
          <thead>
            <tr><th scope="col" class="l">Run</th>${heads(names)}</tr>
          </thead>
          <tbody>${names.map((name, one) =>
            html`<tr><th scope="row">${name}</th>${
              correlations[one]!.map((value) => html`<td>${value === null ? "n/a" : formatFixed(value, 2)}</td>`)
            }</tr>`
          )}</tbody>
        </table>
      </div>
    </section>
  `;
}

function trades({ names, results, differingTrades: all }: ComparedRuns): Markup {
  const stats = results[0]!.stats, zone = new TimeZone(stats.timeZone), dated = stats.sessionDays === stats.bars;
  const times = results.map((result) => runOf(result).timeUs);
  /** A fill at the open has the date of its bar, whose begin is the midnight that ends the date before. */
  const moment = (run: number, timeUs: number, bar: number): string =>
    plainMoment(dated ? times[run]![bar]! : timeUs, zone, dated);
  const opened = (trades: DifferingTrade["trades"]): string => {
    const run = trades.findIndex((trade) => trade !== null), { openedUs, openedBar } = trades[run]!;
    return moment(run, openedUs, openedBar);
  };
  const row = ({ feed, long, trades }: DifferingTrade): Markup =>
    html`<tr><td class="l">${opened(trades)}</td><td class="l">${feed}</td><td class="l">${
      long ? "long" : "short"
    }</td>${
      trades.map((trade, run) =>
        html`<td>${
          trade === null
            ? "no trade"
            : trade.closedUs === null || trade.pnl === null
            ? "open"
            : html`${formatAmount(trade.pnl)} <span class="why">${moment(run, trade.closedUs, trade.closedBar!)}</span>`
        }</td>`
      )
    }</tr>`;
  const cut = all.length > TRADES
    ? html`<p class="note">The first ${formatFixed(TRADES, 0)} of ${formatFixed(all.length, 0)} rows.</p>`
    : null;
  const content = all.length === 0 ? html`<p class="note">All runs made the same trades.</p>` : html`
    <div class="scroll" tabindex="0" role="region" aria-label="Trades that differ">
      <table>
        <thead>
          <tr><th scope="col"
    class="l">Opened</th><th scope="col" class="l">Feed</th><th scope="col" class="l">Side</th>${heads(names)}</tr>
        </thead>
        <tbody>${all.slice(0, TRADES).map(row)}</tbody>
      </table>
    </div>${cut}
  `;
  return html`<section id="trades" aria-labelledby="h-trades"><h2 id="h-trades">Trades that differ</h2>
<p class="lead">${
    formatFixed(all.length, 0)
  } openings that not all runs made, or that ended in another way: profit and end of each.</p>${content}</section>`;
}

function terms({ names, results }: ComparedRuns): Markup {
  const all = results.map((result) => {
    const { configuration } = result;
    const params = Object.entries(configuration.params).map(([name, value]) => ({ name, text: textOf(value) }));
    const groups: ReportInput["configuration"] = [
      { name: "Parameters", entries: params },
      ...configurationOf(configuration),
    ];
    const told = groups.flatMap(({ name: group, entries }) =>
      entries.map(({ name, text }) => [`${group}: ${name}`, text] as const)
    );
    return new Map<string, string>([
      ["Strategy", result.strategyName],
      ["State chain", result.chain === "" ? "none" : result.chain],
      ...told,
    ]);
  });
  const keys = [...new Set(all.flatMap((entries) => [...entries.keys()]))];
  const differing = keys.filter((key) => all.some((entries) => entries.get(key) !== all[0]!.get(key)));
  const content = differing.length === 0
    ? html`<p class="note">The runs have the same terms and the same chain.</p>`
    : html`
      <div class="scroll" tabindex="0" role="region" aria-label="Terms that differ">
        <table>
          <thead>
            <tr><th scope="col"
      class="l">Term</th>${heads(names)}</tr>
          </thead>
          <tbody>${differing.map((key) =>
            html`<tr><th scope="row">${key}</th>${
              all.map((entries) => html`<td class="code">${entries.get(key) ?? ""}</td>`)
            }</tr>`
          )}</tbody>
        </table>
      </div>
    `;
  return html`<section id="terms" aria-labelledby="h-terms"><h2 id="h-terms">Terms that differ</h2>${content}</section>`;
}
