/**
 * Fills of an account, from the trades of ccxt as JSON or from a table as CSV.
 *
 * @module
 */

import { daysInMonth } from "../feeds/time/civil_date.ts";
import { inspected } from "../host.ts";
import { decimalText } from "../venue/decimal_text.ts";
import { VenueError } from "../venue/venue_error.ts";

/** A fill of an account. Numbers are decimal text, as the venue wrote them. */
export interface LiveFill {
  /** Id of the fill at the venue; empty if it has none. */
  readonly id: string;
  /** Id of its order; empty if that is not known. */
  readonly orderId: string;
  /** Time of the fill in microseconds since the epoch. */
  readonly timeUs: number;
  /** Instrument, such as `"BTC/USDT"`. */
  readonly symbol: string;
  /** Direction. */
  readonly side: "buy" | "sell";
  /** Price per unit. */
  readonly price: string;
  /** Size in units, unsigned. */
  readonly size: string;
  /** Fees by their currencies; an empty currency is that of the account. Negative for a rebate. */
  readonly fees: readonly { readonly amount: string; readonly currency: string }[];
}

/**
 * Reads fills, sorted by time. A fill that comes twice by its id counts once.
 *
 * JSON is a list of the trades of ccxt, an object with such a list as `trades` or `fills`, or one trade a line. CSV has a
 * header with names of columns, in any case: `id`, `order`, `time` (or `timestamp`, `datetime`, `date`), `symbol` (or
 * `market`, `pair`), `side`, `price`, `size` (or `amount`, `quantity`, `qty`), `fee` (or `commission`), `fee currency` (or
 * `fee coin`). A time is milliseconds since the epoch, or ISO 8601 text, in UTC where it names no zone. A fee that is a
 * number alone is one in the currency of the account.
 *
 * @param text The file.
 * @throws {RangeError} If a fill cannot be used; the message names its number and its field.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const text = "time,symbol,side,price,amount,fee\n2024-01-02 09:30:00,BTC/USDT,buy,45000.5,0.01,0.45\n";
 * const [fill] = ct.liveFills(text);
 * assertEquals([fill?.symbol, fill?.price, fill?.size], ["BTC/USDT", "45000.5", "0.01"]);
 * ```
 */
export function liveFills(text: string): LiveFill[] {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot read fills from ${inspected(text, 0)}: pass the text of a file`);
  }
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  const rows = trimmed.startsWith("[") || trimmed.startsWith("{") ? rowsOfJson(trimmed) : rowsOfCsv(trimmed);
  const byId = new Map<string, LiveFill>(), fills: LiveFill[] = [];
  rows.forEach((row, at) => {
    const fill = fillOf(row, `fill ${at + 1}`), key = `${fill.symbol} ${fill.id}`, known = byId.get(key);
    if (fill.id === "" || known === undefined) {
      fills.push(fill);
      byId.set(key, fill);
    } else if (JSON.stringify(known) !== JSON.stringify(fill)) {
      throw new RangeError(`Cannot use fill ${at + 1}: another one has the id ${fill.id}, with other terms`);
    }
  });
  return fills.toSorted((one, other) => one.timeUs - other.timeUs);
}

type Row = Readonly<Record<string, unknown>>;

function rowsOfJson(text: string): Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2) throw new RangeError("Cannot read these fills: they are no JSON", { cause: error });
    value = lines.map((line, at) => {
      try {
        return JSON.parse(line);
      } catch (cause) {
        throw new RangeError(`Cannot read these fills: line ${at + 1} is no JSON`, { cause });
      }
    });
  }
  const { trades, fills } = value as { readonly trades?: unknown; readonly fills?: unknown };
  const list = Array.isArray(value) ? value : trades ?? fills ?? [value];
  const isList = Array.isArray(list) && list.every((each) => typeof each === "object" && each !== null);
  if (!isList) throw new RangeError("Cannot read these fills: pass a list of trades as ccxt gives them");
  return list as Row[];
}

/** Names of columns, each with the field that it is. */
const COLUMNS: Readonly<Record<string, string>> = {
  ...{ id: "id", tradeid: "id", order: "order", orderid: "order" },
  ...{ time: "time", timestamp: "time", datetime: "time", date: "time", dateutc: "time" },
  ...{ symbol: "symbol", market: "symbol", pair: "symbol", side: "side", price: "price" },
  ...{ size: "size", amount: "size", quantity: "size", qty: "size", fee: "fee", commission: "fee", feecost: "fee" },
  ...{ feecurrency: "currency", feecoin: "currency", commissionasset: "currency" },
};

function rowsOfCsv(text: string): Row[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== ""), head = lines[0] ?? "";
  const separator = [",", ";", "\t"].find((each) => head.includes(each)) ?? ",";
  const names = cellsOf(head, separator).map((name) => COLUMNS[name.toLowerCase().replaceAll(/[^a-z]/g, "")] ?? "");
  const missing = ["time", "symbol", "side", "price", "size"].find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw new RangeError(`Cannot read these fills: the header has no column ${missing}; it is ${inspected(head, 0)}`);
  }
  return lines.slice(1).map((line) => {
    const cells = cellsOf(line, separator);
    const row: Record<string, unknown> = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""]));
    const time = String(row["time"]);
    return {
      ...row,
      ...{ amount: row["size"], ...(/^\d+$/.test(time) ? { timestamp: Number(time) } : { datetime: time }) },
      fees: row["fee"] === undefined || row["fee"] === ""
        ? []
        : [{ cost: row["fee"], currency: row["currency"] ?? "" }],
    };
  });
}

function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "", isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) cells.push(cell.trim()), cell = "";
    else cell += letter;
  }
  return [...cells, cell.trim()];
}

function fillOf(row: Row, what: string): LiveFill {
  const { id, order, symbol, fee, fees } = row, side = String(row["side"]).toLowerCase();
  if (side !== "buy" && side !== "sell") {
    throw new RangeError(`Cannot use the side ${inspected(row["side"], 0)} of ${what}: it is buy or sell`);
  }
  if (typeof symbol !== "string" || symbol === "") {
    throw new RangeError(`Cannot use the symbol ${inspected(symbol, 0)} of ${what}: it is a name, such as BTC/USDT`);
  }
  const size = numberOf(row["amount"] ?? row["size"], `the amount of ${what}`),
    price = numberOf(row["price"], `the price of ${what}`);
  for (const [name, value] of [["amount", size], ["price", price]] as const) {
    if (!(Number(value) > 0)) throw new RangeError(`Cannot use the ${name} ${value} of ${what}: it is above 0`);
  }
  if (!isNone(fees) && !Array.isArray(fees)) {
    throw new RangeError(`Cannot use the fees ${inspected(fees, 0)} of ${what}: they are a list`);
  }
  const told: readonly unknown[] = Array.isArray(fees) && fees.length > 0 ? fees : isNone(fee) ? [] : [fee];
  return {
    ...{ id: textOf(id), orderId: textOf(order), timeUs: timeOf(row, what), symbol, side, price, size },
    fees: told.flatMap((each) => feesOf(each, `the fee of ${what}`)),
  };
}

/** Returns a fee as a list, which is empty where the venue told none. */
function feesOf(fee: unknown, what: string): LiveFill["fees"] {
  if (typeof fee !== "object" || fee === null) return [{ amount: numberOf(fee, what), currency: "" }];
  const { cost, currency } = fee as Row;
  return isNone(cost) ? [] : [{ amount: numberOf(cost, what), currency: textOf(currency) }];
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null;
}

function numberOf(value: unknown, what: string): string {
  try {
    return decimalText(value, what);
  } catch (error) {
    if (error instanceof VenueError) {
      throw new RangeError(`Cannot use ${inspected(value, 0)} as ${what}`, { cause: error });
    }
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/i;

/** Returns whether a text begins with a day that there is: the parser of the language takes 30 February for 1 March. */
function isDay(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function timeOf({ timestamp, datetime }: Row, what: string): number {
  const text = typeof datetime === "string" ? datetime.trim().replace(" ", "T") : "";
  const read = (): number => isDay(text) ? Date.parse(ZONE.test(text) ? text : `${text}Z`) : NaN;
  const ms = typeof timestamp === "number" ? timestamp : read();
  // Seconds in the place of milliseconds would be a day of 1970.
  if (Number.isFinite(ms) && ms > 1e11 && ms < 1e13) return Math.round(ms * 1000);
  throw new RangeError(
    `Cannot use the time ${
      inspected(timestamp ?? datetime, 0)
    } of ${what}: pass milliseconds since the epoch, or ISO 8601`,
  );
}
