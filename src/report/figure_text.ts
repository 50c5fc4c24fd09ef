/**
 * Figures as text, in the words of the summary.
 *
 * @module
 */

import { formatAmount, formatFixed, formatPercent } from "../records/number_format.ts";
import type { ReportFigure, ReportUnit } from "./report_input.ts";

const FORMATS: Readonly<Record<ReportUnit, (value: number) => string>> = {
  fraction: formatPercent,
  ratio: (value) => formatFixed(value, 2),
  money: formatAmount,
  days: (value) => {
    const text = formatFixed(value, Number.isInteger(value) ? 0 : 1);
    return `${text} ${text === "1" ? "day" : "days"}`;
  },
  count: (value) => formatFixed(value, Number.isInteger(value) ? 0 : 2),
  bars: (value) => formatFixed(value, Number.isInteger(value) ? 0 : 1),
  times: (value) => `${formatFixed(value, 2)} x`,
};

/** From this fraction on, a headline tells a bound, as the digits would not fit into it. */
const HEADLINE_FRACTION_MAX = 10_000;

/** Returns the value of a figure as a text that is short enough for a headline. */
export function headlineText({ value, unit }: Pick<ReportFigure, "value" | "unit">): string {
  if (value === null || unit !== "fraction" || Math.abs(value) < HEADLINE_FRACTION_MAX) {
    return figureText({ value, unit });
  }
  const bound = `${formatFixed(HEADLINE_FRACTION_MAX * 100, 0)} %`;
  return value > 0 ? `> ${bound}` : `< -${bound}`;
}

/** Returns the value of a figure as text; `n/a` for one that is not defined. */
export function figureText({ value, unit }: Pick<ReportFigure, "value" | "unit">): string {
  return value === null ? "n/a" : FORMATS[unit](value);
}
