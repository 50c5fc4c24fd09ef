/**
 * The page of figures: each figure of a result with its formula, unit, source and what makes it null, from the table that
 * the results are worked out from.
 *
 * @module
 */

import type { Figure } from "../../src/analyzers/figure.ts";
import { FIGURE_PARTS, figures, RETURN_FIGURES } from "../../src/analyzers/figures.ts";

const HEAD = `# Figures

\`result.figures\` has a value for each figure below, a number or null; \`result.figureReasons\` says why one is null, and
\`ct.figures\` has the same table as this page, which \`deno task generate\` writes from it. \`result.stats\` has the figures
of the summary. A figure is never NaN and never infinite, and every sum in it is exactly rounded.

\`\`\`ts
import * as ct from "@cracktrader/cracktrader";

class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy();
    else if (this.cross.now < 0) this.close();
  }
}

const ulcerCubed = ct.analyzer({
  formula: "cube root of the mean of the cubed drawdowns",
  unit: "fraction",
  compute: ({ dateDrawdown }) => Math.cbrt(dateDrawdown.reduce((sum, depth) => sum + depth ** 3, 0) / dateDrawdown.length),
});
const result = ct.backtest(SmaCross, await ct.sample("aapl"), { riskFree: 0.01, figures: { ulcerCubed } });
console.log(result.figures.informationRatio, result.figures["ulcerCubed"]);
console.log(result.rolling("sharpe", 63).values.length, result.tables.monthly, result.tables.tradesByWeekday);
\`\`\`

## Words

- A **return** belongs to a session date: \`(e - p) / p\` for its last equity \`e\` and the last equity \`p\` of the date before.
  The first date has one too, on the equity before it, if it has several steps or is not the first of the run. A figure
  of days is one of session dates, also where these are weeks or months. \`n\` is the number of returns.
- **periodsPerYear** is the number of returns in a year: the option, or what the dates tell.
- The **excess return** is the return above the risk-free rate of its period, \`(1 + riskFree) ^ (1 / periodsPerYear) - 1\`.
  The option \`riskFree\` is a fraction, or a feed whose closes are rates of a year in per cent; the rate of a return is the
  last one that was known before its date began. Prices of a feed are above zero, so a feed has no rate of zero or below.
- The **benchmark** is the option \`benchmark\`: a feed, \`"buy-and-hold"\` (the traded feeds, bought once for the same amount
  each; the default) or \`"equal-weight"\` (the same, with equal weights again at every session date). At each date it has
  the last close that was known at the last step of the date, so a bar that ends later counts for the next date. Dates
  before its first bar are left out of the figures against it.
- The **first measured step** is that of the options \`from\` and \`measureFrom\`. All figures are about the part from there on.
- A figure that **needs** one or two returns, a benchmark or a closed trade is null without, and the reason says so.

Own figures are made by \`ct.analyzer\` and passed by name in the option \`figures\`. Their function gets the columns and rows
of the measured part (\`ct.FigureInput\`), with columns of its own that it may change. Their values stand in
\`result.figures\` and in a part of the summary of their own.

\`result.rolling(name, window)\` works out any figure of the parts ${rollingParts()} for each window of
returns, with the same function as for the whole run.
`;

function rollingParts(): string {
  const parts = Object.entries(FIGURE_PARTS).filter(([, part]) =>
    Object.keys(part).every((name) => name in RETURN_FIGURES)
  );
  return parts.map(([name]) => `"${name}"`).join(", ").replace(/, ([^,]*)$/, " and $1");
}

const TAIL = `## Tables

\`result.tables\` has plain rows:

| table | rows |
| --- | --- |
| \`monthly\`, \`yearly\` | return of each month or year and of the benchmark, from the equity before it to its last |
| \`drawdowns\` | stretches under water, the deepest first: start, valley, recovery, end, depth, days, bars |
| \`returnsByWeekday\` | number, mean and win rate of the returns of session dates |
| \`returnsByHour\` | the same of the returns from step to step, by the hour in which the bar ends; for bars within a day |
| \`tradesByFeed\`, \`tradesBySide\`, \`tradesByTag\`, \`tradesByExitReason\` | number, win rate, profit, expectancy, mean return and profit factor of the closed trades |
| \`tradesByWeekday\`, \`tradesByHour\`, \`tradesByHoldingTime\` | the same by the session date or the hour of the opening, or by the time held |

## Compared with other libraries

\`tests/oracle/statistics\` holds what quantstats 0.0.86, empyrical-reloaded 0.7.1 and backtesting.py 0.6.6 compute from the
same returns and trades. Each of their figures equals one of these to 10^-12, or the test names the difference of the
formulas.
`;

/** Returns the page. */
export function figuresPage(): string {
  const parts = Object.entries(FIGURE_PARTS).map(([title, part]) => {
    const rows = Object.entries(part).map(([name, figure]) => rowOf(name, figure));
    return `## ${title}\n\n| name | formula | unit | null if | source |\n| --- | --- | --- | --- | --- |\n${
      rows.join("\n")
    }\n`;
  });
  return `${HEAD}\nThere are ${Object.keys(figures).length} figures.\n\n${parts.join("\n")}\n${TAIL}`;
}

function rowOf(name: string, { formula, unit, source, needs, nullWhen }: Figure): string {
  const lacks = needs === undefined ? [] : [NEEDS[needs]], others = nullWhen === "never" ? [] : [nullWhen];
  const nulls = [...lacks, ...others].join("; or ") || "never";
  return `| ${[`\`${name}\``, formula, unit, nulls, source].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

const NEEDS = {
  "return": "there is no return, or an equity to divide by is not above zero",
  "two returns": "there are fewer than two returns, or an equity to divide by is not above zero",
  benchmark: "fewer than two dates have a return of the account and of the benchmark",
  "closed trade": "there is no closed trade",
} as const;
