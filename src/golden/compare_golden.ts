/**
 * Says in words what a run changed of the accepted one.
 *
 * @module
 */

import { formatFixed } from "../records/number_format.ts";
import { type GoldenRecord, type GoldenRow, type GoldenValue, ROW_LISTS } from "./golden_record.ts";

/** What a run changed. */
export interface GoldenDifference {
  /** Index of the first step at which an order, a fill, a trade, a refusal or the equity differs; null if none does. */
  readonly firstBar: number | null;
  /** The sentences, the most important first. */
  readonly lines: readonly string[];
}

/** A row by its word in a sentence. */
const WORDS: Readonly<Record<typeof ROW_LISTS[number], string>> = {
  orders: "order",
  fills: "fill",
  trades: "trade",
  refusals: "refusal",
};

/** A first difference of a list of rows. */
interface RowDifference {
  readonly list: typeof ROW_LISTS[number];
  readonly at: number;
  readonly accepted: GoldenRow | undefined;
  readonly found: GoldenRow | undefined;
  /** Index of the step. */
  readonly bar: number;
}

/** Compares a run with the accepted one; undefined if nothing differs. */
export function compareGolden(acceptedRun: GoldenRecord, foundRun: GoldenRecord): GoldenDifference | undefined {
  const accepted = numbered(acceptedRun), found = numbered(foundRun), shift = shiftLines(acceptedRun, foundRun);
  const rows = ROW_LISTS.flatMap((list) => firstOf(list, accepted, found) ?? []);
  const equityBar = firstEquity(accepted, found), terms = termLines(accepted, found);
  const bars = [...rows.map(({ bar }) => bar).filter(Number.isFinite), ...(equityBar === undefined ? [] : [equityBar])];
  const hashes = accepted.chain !== found.chain || accepted.markHash !== found.markHash;
  if (terms.length === 0 && rows.length === 0 && bars.length === 0 && !hashes) return undefined;
  const firstBar = bars.length === 0 ? null : Math.min(...bars);
  return {
    firstBar,
    lines: [
      firstBar === null
        ? "No order, fill, trade or equity differs"
        : `The first bar that differs is ${firstBar}${timeAt(firstBar, rows)}`,
      ...terms,
      ...shift,
      ...lineValueLines(accepted, found),
      ...rows.toSorted((one, other) => one.bar - other.bar).flatMap(rowLines),
      ...(equityBar === undefined ? [] : [equityLine(equityBar, accepted, found)]),
      ...totalLines(accepted, found),
      ...(firstBar === null && hashes ? [hashLine(accepted, found)] : []),
    ],
  };
}

/**
 * Numbers the orders by their rows. A request that leaves no row, such as a close without a position, takes an id too, and
 * would make all orders behind it differ.
 */
function numbered(record: GoldenRecord): GoldenRecord {
  const numbers = new Map<GoldenValue | undefined, number>(record.orders.map((row, at) => [row["id"], at + 1]));
  const numberOf = (id: GoldenValue | undefined): GoldenValue => numbers.get(id) ?? id ?? null;
  const ofOrder = (row: GoldenRow): GoldenRow => ({ ...row, order: numberOf(row["order"]) });
  return {
    ...record,
    orders: record.orders.map((row) => ({
      ...row,
      ...{ id: numberOf(row["id"]), parent: numberOf(row["parent"]), oco: numberOf(row["oco"]) },
    })),
    fills: record.fills.map(ofOrder),
    refusals: record.refusals.map(ofOrder),
  };
}

/** Tells that ids of orders shift although their rows are alike. */
function shiftLines({ orders: before }: GoldenRecord, { orders: now }: GoldenRecord): string[] {
  for (let at = 0; at < Math.min(before.length, now.length); at++) {
    const one = before[at]!["id"]!, other = now[at]!["id"]!;
    if (one === other) continue;
    return [
      `The order in row ${at + 1} has the id ${shown(other)}, and ${
        shown(one)
      } was accepted; below, orders are counted ` +
      "by their rows",
    ];
  }
  return [];
}

/** Differences of the strategy, the bars, the configuration and the lines as a whole. */
function termLines(accepted: GoldenRecord, found: GoldenRecord): string[] {
  const changes: string[] = [];
  if (accepted.strategy !== found.strategy) {
    changes.push(`The strategy is ${found.strategy}, and ${accepted.strategy} was accepted`);
  }
  for (const [path, before, now] of changesOf(accepted.bars, found.bars, "bars")) {
    changes.push(`${path} is ${shown(now)}, and ${shown(before)} was accepted`);
  }
  for (const [path, before, now] of changesOf(accepted.configuration, found.configuration, "")) {
    changes.push(`${path} is ${shown(now)}, and ${shown(before)} was accepted`);
  }
  const before = new Map(accepted.lines.map((line) => [line["field"], line]));
  for (const line of found.lines) {
    const old = before.get(line["field"]!);
    before.delete(line["field"]!);
    if (old === undefined) changes.push(`The line ${line["field"]}, ${line["name"]}, is new`);
    else if (old["name"] !== line["name"]) {
      changes.push(`The line ${line["field"]} is ${line["name"]}, and ${old["name"]} was accepted`);
    } else if (old["hash"] !== line["hash"]) {
      changes.push(`The line ${line["field"]}, ${line["name"]}, has other values`);
    }
  }
  for (const [field, line] of before) changes.push(`The line ${field}, ${line["name"]}, is gone`);
  return changes;
}

function firstOf(
  list: typeof ROW_LISTS[number],
  accepted: GoldenRecord,
  found: GoldenRecord,
): RowDifference | undefined {
  const before = accepted[list], now = found[list];
  for (let at = 0; at < Math.max(before.length, now.length); at++) {
    const one = before[at], other = now[at];
    if (textOfTerms(one) === textOfTerms(other)) continue;
    return { list, at, accepted: one, found: other, bar: barOf(list, one, other) };
  }
  return undefined;
}

/** Returns a row as text without the values of lines, which explain an order and are no part of it. */
function textOfTerms(row: GoldenRow | undefined): string | undefined {
  if (row === undefined) return undefined;
  const { lines: _lines, ...terms } = row;
  return JSON.stringify(terms);
}

/** The first order at which lines have other values, as a sentence; nothing if all orders have the accepted ones. */
function lineValueLines({ orders: before }: GoldenRecord, { orders: now }: GoldenRecord): string[] {
  for (let at = 0; at < Math.min(before.length, now.length); at++) {
    const one = before[at]!, other = now[at]!;
    // From the first order on that is another one, the values belong to other bars.
    if (one["bar"] !== other["bar"] || !isRow(one["lines"]) || !isRow(other["lines"])) return [];
    const changes = [...changesOf(one["lines"], other["lines"], "")];
    if (changes.length === 0) continue;
    const values = changes.map(([name, old, value]) =>
      `the line ${name} is ${shown(value)}, accepted was ${shown(old)}`
    );
    return [`At order ${other["id"]}, placed at bar ${other["bar"]}, ${values.join("; ")}`];
  }
  return [];
}

/** Names of an order that its placement fixes. */
const PLACEMENT = ["id", "feed", "bar", "role", "side", "type", "asked", "parent", "oco"];
/** Names of a trade that its opening fixes. */
const OPENING = ["id", "feed", "bar", "long"];

/** Returns the step at which two rows part. Rows that begin alike part later: at a replacement, or at their end. */
function barOf(list: typeof ROW_LISTS[number], one: GoldenRow | undefined, other: GoldenRow | undefined): number {
  const first = (name: string): number => Math.min(...[one, other].map((row) => numberOr(row?.[name], Infinity)));
  const begins = first("bar"), fixed = list === "orders" ? PLACEMENT : list === "trades" ? OPENING : undefined;
  if (fixed === undefined || one === undefined || other === undefined) return begins;
  if (fixed.some((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))) return begins;
  const ends = first(list === "orders" ? "endedBar" : "closedBar"), replaced = firstReplacement(one, other);
  // What is open at the end in both runs parts by its fills, which are compared themselves.
  return Math.min(ends, replaced);
}

/** Returns the step of the first replacement that differs; Infinity if none does. */
function firstReplacement(one: GoldenRow, other: GoldenRow): number {
  const [before, now] = [one, other].map(({ replaced }) => Array.isArray(replaced) ? replaced as GoldenValue[][] : []);
  for (let at = 0; at < Math.max(before!.length, now!.length); at++) {
    const pair = [before![at], now![at]];
    if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) {
      return Math.min(...pair.map((change) => numberOr(change?.[0], Infinity)));
    }
  }
  return Infinity;
}

function numberOr(value: GoldenValue | undefined, other: number): number {
  return typeof value === "number" ? value : other;
}

function firstEquity({ equity: before }: GoldenRecord, { equity: now }: GoldenRecord): number | undefined {
  const bar = Array.from({ length: Math.max(before.length, now.length) }).findIndex((_step, at) =>
    before[at] !== now[at]
  );
  return bar < 0 ? undefined : bar;
}

function rowLines({ list, at, accepted, found, bar }: RowDifference): string[] {
  const word = WORDS[list], place = Number.isFinite(bar) ? `at bar ${bar}` : "open at the end";
  const title = `The first ${word} that differs is ${nameOf(list, at, accepted ?? found!)}, ${place}`;
  if (accepted === undefined) return [`${title}: it is new, ${textOf(list, found!)}`];
  if (found === undefined) return [`${title}: it is gone, and was ${textOf(list, accepted)}`];
  const changes = [...changesOf({ ...accepted, lines: null }, { ...found, lines: null }, "")];
  const isSame = ["feed", "bar", "side", "role", "long"].every((name) => accepted[name] === found[name]);
  if (!isSame) return [`${title}: it is ${textOf(list, found)}, and ${textOf(list, accepted)} was accepted`];
  return [
    `${title}: ${
      changes.map(([path, before, now]) => `${path} is ${shown(now)}, accepted was ${shown(before)}`).join("; ")
    }`,
  ];
}

function nameOf(list: typeof ROW_LISTS[number], at: number, row: GoldenRow): string {
  if (list === "orders" || list === "trades") return `number ${row["id"]}`;
  return `number ${at + 1}, of order ${row["order"]}`;
}

function textOf(list: typeof ROW_LISTS[number], row: GoldenRow): string {
  const { feed, bar, side, size, price, rule, role, type, limit, stop, long, entryPrice, exitPrice, pnl, reason } = row;
  const lines = row["lines"],
    values = isRow(lines)
      ? `, where ${Object.entries(lines).map(([name, value]) => `${name} is ${shown(value)}`).join(", ")}`
      : "";
  switch (list) {
    case "orders": {
      const prices = [limit === null ? "" : ` limit ${shown(limit!)}`, stop === null ? "" : ` stop ${shown(stop!)}`];
      return `an order to ${side} ${feed} (${role}, ${type}${prices.join("")}) at bar ${bar}${values}`;
    }
    case "fills":
      return `a ${side} of ${shown(size!)} ${feed} at ${shown(price!)} by the rule ${rule} at bar ${bar}`;
    case "trades":
      return `a ${long === true ? "long" : "short"} trade in ${feed} at bar ${bar} from ${shown(entryPrice!)} to ${
        shown(exitPrice!)
      }, profit ${shown(pnl!)}`;
    case "refusals":
      return `${reason} of order ${row["order"]} at bar ${bar}`;
  }
}

function equityLine(bar: number, accepted: GoldenRecord, found: GoldenRecord): string {
  const perUnit = unitsOf(found),
    text = ({ equity }: GoldenRecord): string => equity[bar] === undefined ? "nothing" : moneyOf(equity[bar], perUnit);
  return `The equity differs first at bar ${bar}: it is ${text(found)}, and ${text(accepted)} was accepted`;
}

/** Counts and money of both runs. */
function totalLines(accepted: GoldenRecord, found: GoldenRecord): string[] {
  const counts = ROW_LISTS.filter((list) => accepted[list].length !== found[list].length).map((list) =>
    `${found[list].length} ${list}, accepted were ${accepted[list].length}`
  );
  const perUnit = unitsOf(found), before = accepted.equity.at(-1) ?? 0, now = found.equity.at(-1) ?? 0;
  const change = now - before, sign = change < 0 ? "" : "+";
  return [
    ...(counts.length === 0 ? [] : [`There are ${counts.join("; ")}`]),
    change === 0
      ? `The run ends with the same equity, ${moneyOf(now, perUnit)}`
      : `The run ends with an equity of ${moneyOf(now, perUnit)}, and ${
        moneyOf(before, perUnit)
      } was accepted (${sign}${moneyOf(change, perUnit)})`,
  ];
}

function hashLine(accepted: GoldenRecord, found: GoldenRecord): string {
  if (accepted.chain !== found.chain && found.chain === "") {
    return `The state chain is off (chain: false), and ${accepted.chain} was accepted: run it with the chain to compare it`;
  }
  if (accepted.chain !== found.chain && accepted.chain === "") {
    return `The state chain is ${found.chain}, and the accepted run had none (chain: false)`;
  }
  return accepted.chain === found.chain
    ? `The mark hash is ${found.markHash}, and ${accepted.markHash} was accepted: the cash of some step differs`
    : `The state chain is ${found.chain}, and ${accepted.chain} was accepted: a request differs in what no row ` +
      "has";
}

function timeAt(bar: number, rows: readonly RowDifference[]): string {
  for (const row of rows.flatMap(({ accepted, found }) => [accepted, found])) {
    for (
      const [at, names] of [["bar", ["placed", "time", "opened"]], ["closedBar", ["closed"]], ["endedBar", [
        "ended",
      ]]] as const
    ) {
      const time = names.map((name) => row?.[name]).find((text) => typeof text === "string");
      if (row?.[at] === bar && time !== undefined) return `, ${time}`;
    }
  }
  return "";
}

/** Returns the values that differ, each with its path. */
function* changesOf(
  before: GoldenRow,
  now: GoldenRow,
  path: string,
): Generator<readonly [path: string, before: GoldenValue, now: GoldenValue]> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const one = before[name] ?? null, other = now[name] ?? null, place = path === "" ? name : `${path}.${name}`;
    if (JSON.stringify(one) === JSON.stringify(other)) continue;
    if (isRow(one) && isRow(other)) yield* changesOf(one, other, place);
    else yield [place, one, other];
  }
}

function isRow(value: GoldenValue | undefined): value is GoldenRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: GoldenValue): string {
  return typeof value === "string" ? value : value === null ? "nothing" : JSON.stringify(value);
}

function unitsOf({ configuration }: GoldenRecord): number {
  const [up = "1", down = "1"] = `${configuration["moneyUnit"]}`.split("/");
  return Number(down) / Number(up);
}

function moneyOf(units: number, perUnit: number): string {
  const amount = units / perUnit, decimals = (`${amount}`.split("e")[0]!.split(".")[1] ?? "").length;
  return formatFixed(amount, Math.min(12, Math.max(2, decimals)));
}
