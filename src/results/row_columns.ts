/**
 * The columns of each kind of rows: names in their order, and kinds of values. CSV files, the schema and the tables of a
 * notebook come from them.
 *
 * @module
 */

import type {
  AskedOrder,
  DiagnosticRow,
  FillRow,
  JournalRows,
  OrderRow,
  RefusalRow,
  TradeRow,
} from "../broker/result_rows.ts";

/** Kind of the values of a column; a question mark stands for a column in which values may be null. */
export type ColumnKind =
  | "text"
  | "text?"
  | "integer"
  | "integer?"
  | "number"
  | "number?"
  | "boolean"
  | "asked";

/** The columns of a row. */
export type RowColumns<Row> = Readonly<Record<keyof Row, ColumnKind>>;

const ORDER_COLUMNS: RowColumns<OrderRow> = {
  id: "integer",
  feed: "text",
  side: "text",
  type: "text",
  asked: "asked",
  size: "number?",
  limit: "number?",
  stop: "number?",
  placedUs: "integer",
  placedAt: "text",
  bar: "integer",
  endedUs: "integer?",
  endedAt: "text?",
  state: "text",
  reason: "text",
  filled: "number",
  opened: "number",
  averagePrice: "number?",
  commission: "number",
  parent: "integer?",
  oco: "integer?",
  role: "text",
  tag: "text?",
};

const FILL_COLUMNS: RowColumns<FillRow> = {
  orderId: "integer",
  feed: "text",
  timeUs: "integer",
  time: "text",
  date: "text",
  bar: "integer",
  side: "text",
  size: "number",
  price: "number",
  notional: "number",
  commission: "number",
  slippage: "number?",
  rule: "text",
  reason: "text?",
  tag: "text?",
  closing: "boolean",
  pnl: "number",
  late: "boolean",
  ambiguous: "boolean",
  slipped: "boolean",
  clamped: "boolean",
  lateExit: "boolean",
  field: "text?",
  bound: "text?",
};

const TRADE_COLUMNS: RowColumns<TradeRow> = {
  id: "integer",
  feed: "text",
  long: "boolean",
  openedUs: "integer",
  openedAt: "text",
  openedDate: "text",
  openedBar: "integer",
  closedUs: "integer?",
  closedAt: "text?",
  closedDate: "text?",
  closedBar: "integer?",
  size: "number",
  entryPrice: "number",
  entryValue: "number",
  exitPrice: "number?",
  pnl: "number?",
  returnFraction: "number?",
  commission: "number",
  slippage: "number?",
  mae: "number",
  maeFraction: "number?",
  mfe: "number",
  mfeFraction: "number?",
  bars: "integer?",
  entryReason: "text?",
  entryRule: "text",
  entryOrderId: "integer",
  exitReason: "text?",
  exitRule: "text?",
  exitOrderId: "integer?",
  tag: "text?",
  exitTag: "text?",
  ambiguous: "boolean",
  lateExit: "boolean",
};

const REFUSAL_COLUMNS: RowColumns<RefusalRow> = {
  orderId: "integer",
  feed: "text",
  timeUs: "integer",
  time: "text",
  bar: "integer",
  reason: "text",
  needed: "number?",
  available: "number?",
  price: "number?",
  size: "number?",
};

const DIAGNOSTIC_COLUMNS: RowColumns<DiagnosticRow> = {
  timeUs: "integer",
  time: "text",
  bar: "integer",
  level: "integer",
  reason: "text",
  feed: "text",
  orderId: "integer?",
};

/** The columns of every kind of rows. */
export const ROW_COLUMNS: Readonly<Record<keyof JournalRows, Readonly<Record<string, ColumnKind>>>> = {
  orders: ORDER_COLUMNS,
  fills: FILL_COLUMNS,
  trades: TRADE_COLUMNS,
  refusals: REFUSAL_COLUMNS,
  diagnostics: DIAGNOSTIC_COLUMNS,
};

/**
 * The values that an order may have been asked for with, each a column of its own where columns are flat. The type holds
 * a kind for each field of an {@linkcode AskedOrder}, so that the schema and CSV files lack none.
 */
export const ASKED_COLUMNS: Readonly<Record<keyof AskedOrder, Exclude<ColumnKind, "asked">>> = {
  size: "number",
  cash: "number",
  fraction: "number",
  limit: "number",
  stop: "number",
  value: "number",
  amount: "number",
  percent: "number",
  limitOffset: "number",
  valid: "text",
  postOnly: "boolean",
  reduceOnly: "boolean",
};

/** The names of these values, in the order of their columns. */
export const ASKED_NAMES: readonly (keyof AskedOrder)[] = Object.keys(ASKED_COLUMNS) as (keyof AskedOrder)[];
