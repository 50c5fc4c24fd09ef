/**
 * The difference of two sets of rules as text.
 *
 * @module
 */

import type { FillRow } from "../broker/result_rows.ts";
import { RULES } from "../contract/rules.ts";
import type { AttributedFills, ChangedFill, DiffStep, RulesDiff } from "./diff.ts";
import { MODEL_ROWS, type ModelRowName } from "./model_rows.ts";

/** Faults that are shown. */
const SHOWN = 10;

/** Returns a report in lines; the last one is `unexplained: N`. */
export function diffText(found: RulesDiff): string {
  const { strategy, fromEquity, fromFills, steps, model, unexplained, faults } = found;
  const left = faults.length - SHOWN;
  return [
    `${strategy}: ${count(fromFills, "fill")}, final equity ${fromEquity}`,
    ...(steps.length === 0 ? ["Both sets have the same rules"] : steps.flatMap(stepLines)),
    ...(model.length === 0 ? [] : ["Fills that the model changed, by the rows that foretell them:"]),
    ...model.flatMap(attributedLines),
    ...faults.slice(0, SHOWN).map((fault) => `  unexplained: ${fault}`),
    ...(left > 0 ? [`  ... and ${left} more`] : []),
    `unexplained: ${unexplained}`,
  ].join("\n");
}

function stepLines({ row, kind, from, to, finalEquity, fills, changed, first }: DiffStep): string[] {
  const title = `${row}: ${from} -> ${to}`, choices = kind === "rule" ? RULES[row]?.choices ?? [] : [];
  return [
    `${title}: ${count(fills, "fill")}, ${changed} changed, final equity ${finalEquity}`,
    ...choices.filter(([name]) => name === from || name === to).map(([name, doc]) => `    ${name}: ${doc}`),
    ...(first === null ? [] : changeLines(first)),
  ];
}

function attributedLines({ rows, fills, first }: AttributedFills): string[] {
  const meanings = rows.flatMap((name) => {
    const { exact, backtrader } = MODEL_ROWS[name as ModelRowName];
    return [`    ${name}  exact: ${exact}`, `    ${" ".repeat(name.length)}  backtrader: ${backtrader}`];
  });
  const title = rows.length === 0 ? "follow from these, as the strategy decided otherwise" : rows.join(" and ");
  return [`  ${title}: ${count(fills, "fill")}`, ...meanings, ...changeLines(first)];
}

function changeLines({ before, after, fields }: ChangedFill): string[] {
  return [
    `    first  before: ${fillText(before)}`,
    `           after:  ${fillText(after)}`,
    ...(fields.length === 0 ? [] : [`           other ${fields.join(", ")}`]),
  ];
}

function fillText(fill: FillRow | null): string {
  if (fill === null) return "no fill";
  const { orderId, feed, bar, date, side, size, price, rule } = fill;
  return `${side} ${size} of ${feed} at ${price} by ${rule}, bar ${bar} of ${date}, order ${orderId}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
