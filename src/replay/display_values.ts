/**
 * The display values of records and of state: prices and sizes in the units of their instrument, money in units of the
 * account, moments as text, ids as names.
 *
 * A record has counts, which say little to a reader: 9995 price steps are 99.95 where a step is a cent. The header of a
 * run's log has the grids.
 *
 * @module
 */

import { gridInstrument, unitOfGrid } from "../broker/log_instrument.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { CODE_NAMES, type CodeNames } from "../records/code_names.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import { formatMoment } from "../records/moment_text.ts";

/** The unit of a number in a record or in state. */
export type DisplayUnit = "price" | "distance" | "size" | "money" | "time" | "share" | "plain";

/** Display values by the name of their field. */
export type DisplayValues = Readonly<Record<string, number | string>>;

/** An instrument of a log. */
export interface DisplayInstrument {
  /** Its name. */
  readonly name: string;
  /** Returns a count of price steps in display units. */
  readonly price: (steps: number) => number;
  /** Returns a distance between two prices in steps in display units. */
  readonly distance: (steps: number) => number;
  /** Returns a count of lots in display units. */
  readonly size: (lots: number) => number;
}

/** The units of a log. */
export interface DisplayUnits {
  /** Instruments by id. */
  readonly instruments: readonly DisplayInstrument[];
  /** Returns money units in units of the account. */
  readonly money: (units: number) => number;
}

/** A place in state, and its value in one of two states or in both. */
export interface DisplayedState {
  /** Name of the instrument that the place belongs to, if it belongs to one. */
  readonly instrument?: string;
  /** Display value in the first state. */
  readonly first?: number | string;
  /** Display value in the second state. */
  readonly second?: number | string;
}

/** Parts per unit of a share of the account's value. */
const SHARE = 1e9;
const UTC = new TimeZone("UTC");

/**
 * Units by field, of all float lanes of records and all doubles of state. A field has one unit wherever it stands, but
 * for those below.
 */
const UNITS: Readonly<Record<Exclude<DisplayUnit, "time">, readonly string[]>> = {
  price: [
    ...["open", "high", "low", "close", "bid", "ask", "price", "limit", "stop", "average_price"],
    ...["placement_price", "annotated_close", "replace_limit", "replace_stop"],
    ...["position_price", "trip_price", "settle_price", "created_close"],
  ],
  distance: ["trail", "trail_amount", "limit_offset", "steps", "spread"],
  size: [
    ...["bid_size", "ask_size", "size", "filled", "quantity", "fee_lots", "closed", "position_size", "quantity_max"],
    ...[
      "entry_quantity",
      "ordered",
      "trip_quantity_max",
      "trip_entry_quantity",
      "reported",
      "replace_quantity",
      "target",
    ],
    ...["quantity_most", "opened", "shown_most", "before_most", "left"],
  ],
  money: [
    ...["commission", "amount", "cash", "pnl", "position_basis", "position_cost", "closed_value", "opened_value"],
    ...["closed_commission", "opened_commission", "entry_value", "exit_value", "value", "marks", "external", "cost"],
    ...["short_cost", "realised", "other_profit", "mark", "trip_entry_value", "trip_exit_value", "trip_pnl"],
    ...["trip_commission", "notional", "interest", "transfer", "traded", "charged"],
  ],
  share: ["fraction", "entry_share", "share_before"],
  // Display units already, rates, signs, hashes and counts.
  plain: [
    ...["volume", "rate", "trail_rate", "sign", "aim", "mark_low", "mark_high", "bars", "bars_opened", "bars_closed"],
    ...["numerator", "denominator", "funding_rate", "borrow_rate", "interest_rate", "loan_rate", "first_bar"],
  ],
};
/** Fields of which the record itself says another meaning each time. */
const DEPENDING: ReadonlySet<string> = new Set([
  ...["REFUSAL.value", "REFUSAL.needed", "REFUSAL.available", "DIAGNOSTIC.value", "DIAGNOSTIC.expected"],
]);
const unitByName = new Map(
  Object.entries(UNITS).flatMap(([unit, names]) => names.map((name) => [name, unit as DisplayUnit] as const)),
);

/** Words of an order in state that are codes. */
const ORDER_CODES: Readonly<Record<string, CodeNames>> = {
  state: CODE_NAMES.STATE,
  order_type: CODE_NAMES.TYPE,
  validity: CODE_NAMES.VALIDITY,
};
/** Kinds of records that are about no instrument, so that their instrument lane is zero. */
const WITHOUT_INSTRUMENT: ReadonlySet<JsonValue> = new Set([
  ...["STEP", "TIMER", "CASH", "CONVERSION", "SHUTDOWN", "RISK", "NO_OP", "TRANSFER", "MARK", "COMMIT"],
]);

/** Returns the unit of a field; undefined for a name that is not a number of a record or of state. */
export function unitOf(name: string): DisplayUnit | undefined {
  return name.endsWith("_us") ? "time" : unitByName.get(name);
}

/**
 * Returns the units of a log from the description in its header; undefined if it has none, as the log of events without
 * a run, or if its numbers are doubles, which are display values already.
 */
export function displayUnitsOf(description: JsonObject): DisplayUnits | undefined {
  const { moneyUnit, instruments, rules } = description;
  if (typeof moneyUnit !== "string" || !Array.isArray(instruments)) return undefined;
  if (isJsonObject(rules) && rules["NUMBERS"] !== "EXACT") return undefined;
  const read = instruments.map((each) => isJsonObject(each) ? instrumentOf(each) : undefined);
  return { instruments: read.filter((each) => each !== undefined), money: unitOfGrid(moneyUnit, "moneyUnit") };
}

function instrumentOf({ name, resolution, lot, pricesFrom }: JsonObject): DisplayInstrument | undefined {
  if (typeof name !== "string" || typeof resolution !== "string" || typeof lot !== "string") return undefined;
  return gridInstrument({ name, resolution, lot, ...(typeof pricesFrom === "string" ? { pricesFrom } : {}) });
}

/** Returns the display values of a record's fields; those that are zero or have no unit are left out. */
export function displayOfRecord(record: JsonObject, units: DisplayUnits | undefined): DisplayValues {
  const values: Record<string, number | string> = {}, { kind, instrument } = record;
  const traded = WITHOUT_INSTRUMENT.has(kind ?? null) ? undefined : units?.instruments[Number(instrument)];
  if (traded !== undefined) values["instrument"] = traded.name;
  // The limit of a trailing order is a distance from its trigger.
  const isOffset = kind === "PLACE" && record["order_type"] === "STOP_TRAIL_LIMIT";
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== "number" || value === 0 || DEPENDING.has(`${kind}.${name}`)) continue;
    const shown = shownAs(isOffset && name === "limit" ? "distance" : unitOf(name), value, traded, units);
    if (shown !== undefined) values[name] = shown;
  }
  return values;
}

/**
 * Returns the display values of a place in state.
 *
 * @param path Path of the place, such as `orders[17].limit`.
 * @param instrument Id of its instrument, if it has one.
 * @param sides The numbers in both states with the units of each.
 */
export function displayOfState(
  path: string,
  instrument: number | undefined,
  sides: readonly [
    first: { readonly value: number | undefined; readonly units: DisplayUnits | undefined },
    second: { readonly value: number | undefined; readonly units: DisplayUnits | undefined },
  ],
): DisplayedState {
  const field = path.replace(/^.*\./, ""), isConfiguration = path.startsWith("config.");
  const [first, second] = sides.map(({ value, units }) => {
    if (value === undefined) return undefined;
    const codes = path.startsWith("orders[") ? ORDER_CODES[field] : undefined;
    if (codes !== undefined) return codes.names.get(value);
    if (isConfiguration) return field === "cash_initial" ? units?.money(value) : undefined;
    const traded = instrument === undefined ? undefined : units?.instruments[instrument];
    return value === 0 ? undefined : shownAs(unitOf(field), value, traded, units);
  });
  const name = sides.map(({ units }) => instrument === undefined ? undefined : units?.instruments[instrument]?.name)
    .find((each) => each !== undefined);
  return {
    ...(name === undefined ? {} : { instrument: name }),
    ...(first === undefined ? {} : { first }),
    ...(second === undefined ? {} : { second }),
  };
}

function shownAs(
  unit: DisplayUnit | undefined,
  value: number,
  instrument: DisplayInstrument | undefined,
  units: DisplayUnits | undefined,
): number | string | undefined {
  switch (unit) {
    case "time":
      // Beyond the dates of the calendar a number says as much.
      return Math.abs(value) < 8.64e18 ? formatMoment(value, UTC, false) : undefined;
    case "price":
      return instrument?.price(value);
    case "distance":
      return instrument?.distance(value);
    case "size":
      return instrument?.size(value);
    case "money":
      return units?.money(value);
    case "share":
      return units === undefined ? undefined : value / SHARE;
    default:
      return undefined;
  }
}
