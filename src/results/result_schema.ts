/**
 * The schema of a result as JSON.
 *
 * @module
 */

import type { AccountStats } from "../analyzers/account_stats.ts";
import type { OrderCounts, RefusalCount } from "../analyzers/order_counts.ts";
import { figures } from "../analyzers/figures.ts";
import type { Stats, TradeCounts } from "../analyzers/stats.ts";
import type { CashFlowRow, PaymentRow, SplitRow } from "../broker/result_rows.ts";
import type { FeedFacts } from "./feed_facts.ts";
import { frozen } from "./frozen.ts";
import type { Shape } from "./json_shape.ts";
import {
  type CurveDocument,
  type LineDocument,
  RESULT_FORMAT,
  RESULT_VERSION,
  type ResultDocument,
} from "./result_document.ts";
import { ASKED_COLUMNS, ASKED_NAMES, type ColumnKind, ROW_COLUMNS } from "./row_columns.ts";

const TEXT: Shape = { type: "string" };
const NUMBER: Shape = { type: "number" };
const NUMBER_OR_NULL: Shape = { type: ["number", "null"] };
const TEXT_OR_NULL: Shape = { type: ["string", "null"] };
const INTEGER: Shape = { type: "integer" };
const INTEGER_OR_NULL: Shape = { type: ["integer", "null"] };
const COUNT: Shape = { type: "integer", minimum: 0 };
const BOOLEAN: Shape = { type: "boolean" };
const TEXTS: Shape = { type: "array", items: TEXT };
const NUMBERS: Shape = { type: "array", items: NUMBER };
const HASH: Shape = { type: "string", pattern: "^[0-9a-f]{16}$" };

/** A shape for each member of an object; a member that is new there is one that is missing here. */
type Shapes<T> = Readonly<Record<keyof T, Shape>>;

/** An object of exactly these members, but for those that may be left out. */
function object(properties: Readonly<Record<string, Shape>>, ...optional: readonly string[]): Shape {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

/** A shape with words about its meaning. */
function about(description: string, shape: Shape): Shape {
  return { description, ...shape };
}

function list(items: Shape): Shape {
  return { type: "array", items };
}

/** The shape of each kind of values but that of a request, which has several. */
const VALUE_KINDS: Readonly<Record<Exclude<ColumnKind, "asked">, Shape>> = {
  "text": TEXT,
  "text?": TEXT_OR_NULL,
  "integer": INTEGER,
  "integer?": INTEGER_OR_NULL,
  "number": NUMBER,
  "number?": NUMBER_OR_NULL,
  "boolean": BOOLEAN,
};

/** The request of an order: each part of it may be left out. */
export const ASKED_SHAPE: Shape = object(
  Object.fromEntries(ASKED_NAMES.map((name) => [name, VALUE_KINDS[ASKED_COLUMNS[name]]])),
  ...ASKED_NAMES,
);

const KINDS: Readonly<Record<ColumnKind, Shape>> = { ...VALUE_KINDS, "asked": ASKED_SHAPE };

function rows(kind: keyof typeof ROW_COLUMNS): Shape {
  return list(object(Object.fromEntries(Object.entries(ROW_COLUMNS[kind]).map(([name, of]) => [name, KINDS[of]]))));
}

const REFUSAL_COUNT: Shapes<RefusalCount> = {
  reason: TEXT,
  count: COUNT,
  firstOrderId: INTEGER,
  firstBar: INTEGER,
  firstTimeUs: INTEGER,
  needed: NUMBER_OR_NULL,
  available: NUMBER_OR_NULL,
  price: NUMBER_OR_NULL,
  size: NUMBER_OR_NULL,
};

const ORDER_COUNTS: Shapes<OrderCounts> = {
  placed: COUNT,
  filled: COUNT,
  unsizedCloses: COUNT,
  refused: COUNT,
  cancelled: COUNT,
  cancelledWithEntry: COUNT,
  expired: COUNT,
  open: COUNT,
  refusedByReason: list(object(REFUSAL_COUNT)),
  requestsRefusedByReason: list(object(REFUSAL_COUNT)),
};

const TRADE_COUNTS: Shapes<TradeCounts> = { closed: COUNT, open: COUNT, ambiguous: COUNT };

const ACCOUNT_STATS: Shapes<AccountStats> = {
  funding: NUMBER,
  borrow: NUMBER,
  interest: NUMBER,
  dividends: NUMBER,
  liquidations: COUNT,
  marginMax: NUMBER_OR_NULL,
  leverageMax: NUMBER_OR_NULL,
};

const STATS: Shapes<Stats> = {
  start: TEXT_OR_NULL,
  end: TEXT_OR_NULL,
  bars: COUNT,
  sessionDays: COUNT,
  durationDays: NUMBER,
  timeZone: TEXT,
  cashInitial: NUMBER,
  equityInitial: NUMBER,
  finalEquity: NUMBER,
  returnFraction: NUMBER_OR_NULL,
  cagr: NUMBER_OR_NULL,
  buyAndHold: NUMBER_OR_NULL,
  buyAndHoldFeeds: TEXTS,
  volatility: NUMBER_OR_NULL,
  sharpe: NUMBER_OR_NULL,
  sortino: NUMBER_OR_NULL,
  calmar: NUMBER_OR_NULL,
  maxDrawdown: NUMBER_OR_NULL,
  maxDrawdownDuration: NUMBER_OR_NULL,
  trades: object(TRADE_COUNTS),
  winRate: NUMBER_OR_NULL,
  averageTrade: NUMBER_OR_NULL,
  bestTrade: NUMBER_OR_NULL,
  worstTrade: NUMBER_OR_NULL,
  profitFactor: NUMBER_OR_NULL,
  expectancy: NUMBER_OR_NULL,
  exposure: NUMBER_OR_NULL,
  turnover: NUMBER_OR_NULL,
  commission: NUMBER,
  account: object(ACCOUNT_STATS),
  warmUpBars: COUNT,
  periodsPerYear: NUMBER,
  riskFree: NUMBER,
  orders: object(ORDER_COUNTS),
  reasons: { type: "object", additionalProperties: TEXT },
};

const FEED: Shapes<FeedFacts> = {
  name: TEXT,
  instrument: TEXT,
  bars: COUNT,
  firstUs: INTEGER_OR_NULL,
  firstAt: TEXT_OR_NULL,
  lastUs: INTEGER_OR_NULL,
  lastAt: TEXT_OR_NULL,
  timeframeUs: NUMBER_OR_NULL,
  stamp: { type: "string", enum: ["open", "close", "date", "unknown"] },
  timeZone: TEXT,
  decimals: COUNT,
  adjusted: BOOLEAN,
  trade: BOOLEAN,
  notes: TEXTS,
};

const SCHEDULE: Shape = object(
  {
    taker: NUMBER,
    maker: NUMBER,
    perUnit: NUMBER,
    perOrder: NUMBER,
    minimum: NUMBER,
    maximum: NUMBER,
    tiers: list(object({ from: NUMBER, taker: NUMBER, maker: NUMBER }, "maker")),
  },
  ...["maker", "perUnit", "perOrder", "minimum", "maximum", "tiers"] as const,
);

const COMMISSION: Shape = {
  anyOf: [NUMBER, object({ perUnit: NUMBER, minimum: NUMBER }, "minimum"), object({ perOrder: NUMBER }), SCHEDULE],
};

const MARGIN: Shape = {
  anyOf: [
    object({ initial: NUMBER, maintenance: NUMBER }, "maintenance"),
    object({ initialPerUnit: NUMBER, maintenancePerUnit: NUMBER }, "maintenancePerUnit"),
  ],
};

const FLAG: Shape = { type: "boolean" };
const BACKTRADER: Shape = object(
  {
    slippage: object(
      { perc: NUMBER, fixed: NUMBER, open: FLAG, match: FLAG, limit: FLAG, out: FLAG },
      ...["perc", "fixed", "open", "match", "limit", "out"],
    ),
    margin: NUMBER,
    automargin: NUMBER,
    leverage: NUMBER,
    interest: NUMBER,
    interestLong: FLAG,
    filler: object({ size: NUMBER, perc: NUMBER, minmov: NUMBER }, "size", "perc", "minmov"),
  },
  ...["slippage", "margin", "automargin", "leverage", "interest", "interestLong", "filler"],
);

const FILLS: Shape = object(
  {
    slippageAmount: { type: ["number", "string"] },
    slippageTicks: NUMBER,
    slippageImpact: NUMBER,
    slippageSpread: TEXT,
    slippageAtOpen: FLAG,
    slippageOfLimits: FLAG,
    slippageBeyondBar: { type: "string", enum: ["allow", "wait"] },
    volumeLimit: NUMBER,
    latencyBars: NUMBER,
  },
  ...["slippageAmount", "slippageTicks", "slippageImpact", "slippageSpread", "slippageAtOpen", "slippageOfLimits"],
  ...["slippageBeyondBar", "volumeLimit", "latencyBars"],
);

/** Terms of an instrument that may be left out. */
export const OPTIONAL_TERMS = [
  "pricesFrom",
  "fills",
  "margin",
  "settlement",
  "liquidationFee",
  "flatAt",
  "backtrader",
] as const;

/** The terms of an instrument. */
export const INSTRUMENT_SHAPES: Shapes<ResultDocument["configuration"]["instruments"][number]> = {
  name: TEXT,
  resolution: TEXT,
  tick: TEXT_OR_NULL,
  lot: TEXT,
  multiplier: TEXT,
  pricesFrom: TEXT,
  barWithoutVolume: { type: "string", enum: ["fill", "no-fill"] },
  commission: COMMISSION,
  slippage: NUMBER,
  fills: FILLS,
  margin: MARGIN,
  settlement: { type: "string", enum: ["futures"] },
  liquidationFee: NUMBER,
  flatAt: { type: "string", enum: ["close"] },
  backtrader: BACKTRADER,
};

/** The terms of a run. */
export const CONFIGURATION_SHAPES: Shapes<ResultDocument["configuration"]> = {
  profile: TEXT,
  rules: { type: "object", additionalProperties: TEXT },
  cash: NUMBER,
  moneyUnit: { type: "string", pattern: "^[1-9][0-9]*(/[1-9][0-9]*)?$" },
  params: { type: "object" },
  onRuin: { type: "string", enum: ["stop-entries", "stop", "ignore"] },
  instruments: list(object(INSTRUMENT_SHAPES, ...OPTIONAL_TERMS)),
  lanes: NUMBERS,
};

const REMARKS: Shapes<ResultDocument["remarks"]> = {
  notes: TEXTS,
  params: about("Text of each parameter in the summary.", { type: "object", additionalProperties: TEXT }),
  barsNeeded: COUNT,
  barsGiven: COUNT,
  canDecide: BOOLEAN,
};

const CURVE: Shapes<CurveDocument> = {
  markHash: { ...HASH, type: ["string", "null"] },
  timeUs: list(INTEGER),
  equity: NUMBERS,
  cash: NUMBERS,
};

const LINE: Shapes<LineDocument> = {
  field: TEXT,
  name: TEXT,
  minPeriod: { type: "integer", minimum: 1 },
  about: {
    anyOf: [
      { type: "null" },
      object({
        indicator: TEXT,
        output: TEXT,
        memory: { type: "string", enum: ["window", "fading", "unbounded"] },
        formula: TEXT,
        plot: { type: "string", enum: ["price", "pane", "none"] },
      }),
    ],
  },
  timeUs: list(INTEGER),
  values: list(NUMBER_OR_NULL),
};

const CASH_FLOW: Shapes<CashFlowRow> = { timeUs: INTEGER, time: TEXT, bar: COUNT, amount: NUMBER };

const PAYMENT: Shapes<PaymentRow> = {
  timeUs: INTEGER,
  time: TEXT,
  bar: COUNT,
  kind: { type: "string", enum: ["funding", "borrow", "interest", "dividend"] },
  feed: TEXT_OR_NULL,
  amount: NUMBER,
};

const SPLIT: Shapes<SplitRow> = {
  timeUs: INTEGER,
  time: TEXT,
  bar: COUNT,
  feed: TEXT,
  sizeBefore: NUMBER,
  size: NUMBER,
};

/** Members of a document that may be left out. */
const OPTIONAL_MEMBERS = ["cashFlows", "payments", "splits", "lines"] as const;

const DOCUMENT: Shapes<ResultDocument> = {
  format: { const: RESULT_FORMAT, type: "string" },
  version: { const: RESULT_VERSION, type: "integer" },
  package: about("Version of the package that wrote it.", TEXT),
  strategyName: about("Name of the strategy class.", TEXT),
  engine: about("Engine of the run, and the reason for the choice.", object({ backend: TEXT, reason: TEXT })),
  crossings: about("Calls into the Rust library.", COUNT),
  events: about("Events that the core applied.", COUNT),
  chain: about("State chain; empty if the run kept none.", { type: "string", pattern: "^([0-9a-f]{16})?$" }),
  markHash: about("Mark hash over cash and equity of all steps.", HASH),
  feeds: about("Facts of each feed.", list(object(FEED))),
  configuration: about("All options, given or inferred.", object(CONFIGURATION_SHAPES)),
  stats: about(
    "Statistics; null for a figure that is not defined, with its reason in reasons.",
    object(STATS, "account"),
  ),
  figures: about("All figures by name; null for one that is not defined.", {
    type: "object",
    properties: Object.fromEntries(Object.keys(figures).map((name) => [name, NUMBER_OR_NULL])),
    required: Object.keys(figures),
    additionalProperties: NUMBER_OR_NULL,
  }),
  figureReasons: about("Reason of each figure that is null.", { type: "object", additionalProperties: TEXT }),
  ownFigures: about("Unit of each figure of the user.", {
    type: "object",
    additionalProperties: { type: "string", enum: ["fraction", "money", "count", "days", "bars", "ratio"] },
  }),
  remarks: about("Further parts of the summary.", object(REMARKS)),
  curve: about("An entry for each step; times in microseconds since the epoch.", object(CURVE)),
  orders: about("Every order.", rows("orders")),
  fills: about("Every fill.", rows("fills")),
  trades: about("Every trade, open ones included.", rows("trades")),
  refusals: about("Every refusal.", rows("refusals")),
  diagnostics: about("Every diagnostic of the core.", rows("diagnostics")),
  cashFlows: about("Money from outside or to it, where there was any.", list(object(CASH_FLOW))),
  payments: about("Payments without a fill, where there were any.", list(object(PAYMENT))),
  splits: about("Splits, where there were any.", list(object(SPLIT))),
  lines: about("The lines of the strategy, where they were asked for.", list(object(LINE))),
  hash: about("SHA-256 of the UTF-8 JSON text of all other members, in their order, without spaces.", {
    type: "string",
    pattern: "^[0-9a-f]{64}$",
  }),
};

/**
 * The schema of `result.toJSON()` and of `cracktrader run --json`, in JSON Schema, draft 2020-12. Amounts are in the
 * account's currency, prices per unit, times in microseconds since the epoch or ISO 8601 text in UTC.
 */
export const RESULT_SCHEMA: Readonly<Record<string, unknown>> = frozen({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A result of Cracktrader",
  ...object(DOCUMENT, ...OPTIONAL_MEMBERS),
});

/** The same, for the check of this package. */
export const RESULT_SHAPE: Shape = frozen(object(DOCUMENT, ...OPTIONAL_MEMBERS));
