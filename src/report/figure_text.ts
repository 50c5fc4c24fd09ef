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

/** Returns the value of a figure as text; `n/a` for one that is not defined. */
export function figureText({ value, unit }: Pick<ReportFigure, "value" | "unit">): string {
  return value === null ? "n/a" : FORMATS[unit](value);
}
