/**
 * Every option of the public interface: right values as text, and which values it takes.
 *
 * The tables are written from the documentation, and not from the checks of the package: a value that an option does not
 * take and that passes without a word is a finding.
 *
 * @module
 */

import * as ct from "../../mod.ts";

/** An option, an argument or a column. */
export interface Slot {
  /** Right values. */
  readonly good: readonly string[];
  /** Returns whether a value may be taken. One that may be can still be refused, as too large or with other options. */
  readonly fits: (value: unknown) => boolean;
  /** Expression of another option that some of its good values need. */
  readonly beside?: string;
  /** True if an explicit `undefined` is wrong. */
  readonly demanded?: boolean;
  /** True if an object of these options has to have it. */
  readonly needed?: boolean;
}

function isFinite(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function oneOf(...values: readonly unknown[]): (value: unknown) => boolean {
  return (value) => values.includes(value);
}

function isDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function isMoment(value: unknown): boolean {
  return isDate(value) || isText(value);
}

/** Returns whether a value is an object of options with no other names than these, and of no built-in class. */
export function isRecord(value: unknown, names?: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  if (!["[object Object]", "[object Module]"].includes(Object.prototype.toString.call(value))) return false;
  if (names === undefined) return true;
  for (const name in value) if (!names.includes(name)) return false;
  return true;
}

function record(slots: Slots): (value: unknown) => boolean {
  const names = Object.keys(slots);
  return (value) =>
    isRecord(value, names) &&
    names.every((name) => name in value ? takes(slots[name]!, value[name]) : slots[name]!.needed !== true);
}

/** Options or arguments by name. */
export type Slots = Readonly<Record<string, Slot>>;

/** Returns whether a value may be taken. One that throws when it is looked at may be, if nothing looked at that. */
export function takes(slot: Slot, value: unknown): boolean {
  if (value === undefined) return slot.demanded !== true;
  try {
    return slot.fits(value);
  } catch {
    return true;
  }
}

const RATIO = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:\s*\/\s*\d+)?\s*$/i;

function isGrid(value: unknown): boolean {
  return typeof value === "number"
    ? value > 0 && Number.isFinite(value)
    : typeof value === "string" && RATIO.test(value);
}

function isCommission(value: unknown): boolean {
  if (typeof value === "number") return value >= 0 && value < 1;
  const amount = { good: [], fits: (value: unknown) => isFinite(value) && value >= 0 };
  return record({ perUnit: amount, minimum: amount })(value) && "perUnit" in (value as object) ||
    record({ perOrder: amount })(value) && "perOrder" in (value as object) ||
    typeof value === "object" && value !== null && "taker" in value;
}

function isMargin(value: unknown): boolean {
  if (value === null) return true;
  const rate = { good: [], fits: (value: unknown) => isFinite(value) && value >= 0 && value <= 1 };
  const amount = { good: [], fits: (value: unknown) => isFinite(value) && value >= 0 };
  return record({ initial: rate, maintenance: rate })(value) && "initial" in (value as object) ||
    record({ initialPerUnit: amount, maintenancePerUnit: amount })(value) && "initialPerUnit" in (value as object);
}

const flag: Slot = { good: ["true", "false"], fits: isBoolean };

/** Terms of an instrument. */
export const INSTRUMENT: Slots = {
  commission: { good: ["0.001", "{ perUnit: 0.01, minimum: 1 }", "{ perOrder: 2 }", "0"], fits: isCommission },
  slippageAmount: { good: ["0.01", '"1/100"'], fits: isGrid },
  slippageTicks: { good: ["0"], fits: (value) => value === 0 },
  slippageImpact: { good: ["0.1", "0"], fits: (value) => isFinite(value) && value >= 0 && value <= 1 },
  slippageSpread: { good: ["null"], fits: (value) => value === null },
  slippageAtOpen: { ...flag, beside: "slippage: 0.01" },
  slippageOfLimits: { ...flag, beside: "slippage: 0.01" },
  slippageBeyondBar: {
    beside: "slippage: 0.01",
    good: ['"clamp"', '"allow"', '"wait"'],
    fits: oneOf("clamp", "allow", "wait"),
  },
  volumeLimit: { good: ["0.1", "1"], fits: (value) => isFinite(value) && value > 0 && value <= 1 },
  latencyBars: { good: ["0"], fits: (value) => isFinite(value) && Number.isInteger(value) && (value as number) >= 0 },
  slippage: { good: ["0.0005", "0"], fits: (value) => isFinite(value) && value >= 0 && value < 1 },
  resolution: { good: ["0.01", '"1/4"', "0.001"], fits: isGrid },
  tick: { good: ["0.5", '"1/2"', "null"], fits: (value) => value === null || isGrid(value) },
  lot: { good: ["1", "0.1", '"1/8"'], fits: isGrid },
  multiplier: { good: ["1", "5", "0.5"], fits: isGrid },
  leverage: {
    good: ["2", "1", "null"],
    fits: (value) => value === null || isFinite(value) && value >= 1 && value <= 1000,
  },
  margin: { good: ["{ initial: 0.1 }", "{ initialPerUnit: 500, maintenancePerUnit: 400 }", "null"], fits: isMargin },
  settlement: { good: ['"paid"'], fits: oneOf("paid", "futures") },
  liquidationFee: {
    beside: "leverage: 2",
    good: ["0", "0.01"],
    fits: (value) => isFinite(value) && value >= 0 && value <= 1,
  },
  tickRounding: { beside: "tick: 0.5", good: ['"snap"', '"reject"'], fits: oneOf("snap", "reject") },
  barWithoutVolume: { good: ['"fill"', '"no-fill"'], fits: oneOf("fill", "no-fill") },
  flatAt: { good: ['"close"', "null"], fits: oneOf("close", null) },
};

/** Returns whether a value has the parts of a figure, under a name of its own. */
function isOwnFigure(name: string, value: unknown): boolean {
  if (name.trim() === "" || name in ct.figures || typeof value !== "object" || value === null) return false;
  return ["formula", "unit", "compute"].every((part) => part in value);
}

function isLogger(value: unknown): boolean {
  if (typeof value !== "object" && typeof value !== "function" || value === null) return false;
  const methods = value as Readonly<Record<string, unknown>>;
  const wants = methods["wants"];
  return ["debug", "info", "warning", "error"].every((name) => typeof methods[name] === "function") &&
    (wants === undefined || typeof wants === "function");
}

const SAVE: Slot = {
  good: ["() => {}", "(bytes) => bytes.fill(0)", "async () => {}"],
  // A path is not tried here, since the programs have no permission to write.
  fits: (value) => typeof value === "function" || typeof value === "string" || value instanceof URL,
  demanded: true,
  needed: true,
};
const CHECKPOINT: Slots = {
  every: {
    good: ["1", "3", "100"],
    fits: (value) => Number.isSafeInteger(value) && (value as number) > 0,
    demanded: true,
    needed: true,
  },
  save: SAVE,
};

/** Options of `backtest` but for the engine. */
export const BACKTEST: Slots = {
  cash: { good: ["10_000", "1000.5", "1e6"], fits: (value) => isFinite(value) && value > 0 },
  params: { good: ["{ period: 4 }", "{}", "{ period: 2 }"], fits: (value) => isRecord(value, ["period"]) },
  instruments: {
    good: ["{ bars: { tick: 0.5 } }", "{}", "{ bars: {} }"],
    fits: record({ bars: { good: [], fits: record(INSTRUMENT), demanded: true } }),
  },
  start: { good: ['"all"', '"any"'], fits: oneOf("all", "any") },
  closeAtEnd: flag,
  onRuin: { good: ['"stop"', '"stop-entries"', '"ignore"'], fits: oneOf("stop", "stop-entries", "ignore") },
  periodsPerYear: { good: ["252", "365.25"], fits: (value) => isFinite(value) && value >= 0.01 && value <= 1e12 },
  riskFree: {
    good: ["0.03", "0", "-0.005"],
    fits: (value) => value instanceof ct.Bars || isFinite(value) && value > -1 && value <= 1000,
  },
  benchmark: {
    good: ['"buy-and-hold"', '"equal-weight"'],
    fits: (value) => value instanceof ct.Bars || value === "buy-and-hold" || value === "equal-weight",
  },
  figures: {
    good: ["{}", '{ mine: ct.analyzer({ formula: "one", unit: "count", compute: () => 1 }) }'],
    fits: (value) => isRecord(value) && Object.entries(value).every(([name, figure]) => isOwnFigure(name, figure)),
  },
  measureFrom: {
    good: ['"start"', '"warm"', "new Date(Date.UTC(2024, 0, 5))", '"2024-01-05"', '"2024-01-05T12:00Z"'],
    fits: (value) => value === "start" || value === "warm" || isDate(value) || isDateText(value),
  },
  moneyUnit: { good: ["0.01", '"1/100"', "0.0001"], fits: isGrid },
  profile: { good: ['"exact"'], fits: oneOf("exact", "backtrader") },
  rules: { good: ["{}", '{ LIMIT_FILL: "THROUGH" }'], fits: (value) => isRecord(value, ["LIMIT_FILL"]) },
  path: {
    good: ['"worst-case"', '"nearest-first"', '"adverse"'],
    fits: oneOf("worst-case", "open-high-low-close", "open-low-high-close", "nearest-first", "adverse"),
  },
  fill: { good: ['"open"', '"close"'], fits: oneOf("open", "close") },
  limitFill: { good: ['"touch"', '"through"'], fits: oneOf("touch", "through") },
  checks: flag,
  chain: flag,
  stepByStep: flag,
  checkpoint: { good: ["{ every: 4, save: () => {} }"], fits: record(CHECKPOINT) },
  resume: {
    good: ["undefined"],
    fits: (value) => typeof value === "string" || value instanceof URL || value instanceof Uint8Array,
  },
  logger: {
    good: [
      "ct.consoleLogger({ console: quiet })",
      "ct.jsonLinesLogger(() => {})",
      "{ debug() {}, info() {}, warning() {}, error() {} }",
    ],
    fits: isLogger,
  },
  replayLog: {
    good: ["new replay.RunLog(new replay.MemorySink())"],
    fits: (value) => typeof (value as { begin?: unknown } | null)?.begin === "function",
  },
  libraryPath: { good: ["undefined"], fits: (value) => typeof value === "string" || value instanceof URL },
  ...INSTRUMENT,
};

const ENGINE: Slot = { good: ["engine"], fits: oneOf("auto", "typescript", "wasm", "rust") };

/** Options of `backtest` with the engine. */
export const BACKTEST_WITH_ENGINE: Slots = { ...BACKTEST, engineBackend: ENGINE };

const CLOCK_TIME = /^\d{1,2}:\d{2}(?::\d{2})?$/;
const SESSION_TIME: Slot = {
  good: ['"09:30"'],
  fits: (value) => typeof value === "string" && CLOCK_TIME.test(value),
  demanded: true,
  needed: true,
};

/** A date, maybe with a time of day. */
function isDateText(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));
}

function isTimeZone(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** Options of `bars`. */
export const FEED: Slots = {
  name: { good: ['"AAA"', '"__proto__"', '"a b"'], fits: isText },
  timeframe: {
    good: ['"1d"', "86_400_000_000"],
    fits: (value) =>
      typeof value === "string" ? /^\d+[a-z]+$/i.test(value) : Number.isSafeInteger(value) && (value as number) > 0,
  },
  stamp: { good: ['"open"', '"close"'], fits: oneOf("open", "close") },
  timeZone: { good: ['"UTC"', '"America/New_York"'], fits: isTimeZone },
  session: {
    good: ['{ open: "17:00", close: "16:00" }', '{ open: "09:30", close: "16:00" }'],
    fits: record({ open: SESSION_TIME, close: SESSION_TIME }),
  },
  calendar: {
    good: [
      '"24/7"',
      'ct.calendars.weekly({ open: "09:30", close: "16:00", timeZone: "UTC" })',
    ],
    fits: (value) => value instanceof ct.Calendar || value === "24/7" || value === "FX",
  },
  dateOrder: { good: ['"mdy"', '"dmy"'], fits: oneOf("mdy", "dmy") },
  onBadRow: { good: ['"error"', '"skip"'], fits: oneOf("error", "skip") },
  trade: flag,
  decimals: {
    good: ["2", "0", "12"],
    fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 12,
  },
  from: { good: ['"2000-01-01"', 'new Date("2000-01-01T00:00:00Z")'], fits: isMoment },
  to: { good: ['"2090-01-01"', 'new Date("2090-01-01T00:00:00Z")'], fits: isMoment },
};

const ROLES = ["time", "date", "open", "high", "low", "close", "volume", "adjustedClose", "symbol"];

function isDayText(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function isListOf(value: unknown, fits: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && Array.from(value as unknown[]).every(fits);
}

/** Options of `calendars.weekly`. */
export const WEEKLY: Slots = {
  open: SESSION_TIME,
  close: { ...SESSION_TIME, good: ['"16:00"', '"24:00"'] },
  timeZone: { good: ['"Asia/Tokyo"'], fits: isTimeZone, demanded: true, needed: true },
  days: {
    good: ["[1, 2, 3]", "[7]"],
    fits: (value) => isListOf(value, (day) => Number.isInteger(day) && (day as number) >= 1 && (day as number) <= 7),
  },
  breaks: { good: ['[["12:00", "13:00"]]', "[]"], fits: (value) => isListOf(value, (pair) => isListOf(pair, isText)) },
  holidays: { good: ['["2024-01-02"]', "[]"], fits: (value) => isListOf(value, isDayText) },
  earlyCloses: { good: ["{}"], fits: (value) => isRecord(value) && Object.keys(value).every(isDayText) },
  name: { good: ['"mine"'], fits: isText },
};

/** Options of `calendars.sessions`. */
export const SESSIONS: Slots = { timeZone: WEEKLY["timeZone"]!, name: WEEKLY["name"]! };

/** Rows of `calendars.sessions`. */
export const SESSION_ROWS: Slot = {
  good: [
    '[{ date: "2024-01-02", open: "09:30", close: "16:00" }]',
    '[{ date: "2024-01-02", open: new Date(Date.UTC(2024, 0, 2)), close: "2024-01-02T08:00Z", breaks: [] }]',
    '"date,open,close\\n2024-01-02,09:30,16:00"',
  ],
  fits: (value) =>
    isListOf(value, (row) => isRecord(row, ["date", "open", "close", "breaks"])) && (value as []).length > 0,
  demanded: true,
};

/** Options of `timer`. */
export const TIMER: Slots = {
  at: { good: ['"15:45"', '"session-open"', '"session-close"'], fits: isText },
  every: { good: ['"1h"', '"90m"'], fits: isText },
  offset: { good: ['"-15m"', '"5m"'], fits: isText },
  weekdays: WEEKLY["days"]!,
  monthDays: {
    good: ["[1, 15]", "[31]"],
    fits: (value) => isListOf(value, (day) => Number.isInteger(day) && (day as number) >= 1 && (day as number) <= 31),
  },
  carry: flag,
  feed: { good: ['"bars"', "undefined"], fits: (value) => value === "bars" },
  name: { good: ['"mine"'], fits: isText },
};

/** Options of `csv` and `parseCsv`. */
export const CSV: Slots = {
  ...FEED,
  columns: {
    good: ['{ close: "Close" }', "{}", '["time", "open", "high", "low", "close", "volume"]', '{ symbol: "" }'],
    fits: (value) =>
      Array.isArray(value)
        ? Array.from(value as unknown[]).every((name) => typeof name === "string")
        : isRecord(value, ROLES) && Object.values(value).every((name) => typeof name === "string"),
  },
  adjust: { good: ['"none"'], fits: oneOf("none", "back") },
  decimal: { good: ['"."'], fits: oneOf(",", ".") },
  symbol: { good: ["undefined"], fits: isText },
};

const price: Slot = { good: ["99.5", "104", "110"], fits: isFinite };
const amount: Slot = { good: ["1", "2.5", "10"], fits: isFinite, demanded: true };

function isFeedName(value: unknown): boolean {
  return value === "bars";
}

/** Options of `buy` and `sell`. */
export const ORDER: Slots = {
  size: amount,
  cash: { ...amount, good: ["500"] },
  fraction: { good: ["0.5", "1"], fits: (value) => isFinite(value) && value <= 1, demanded: true },
  limit: price,
  stop: price,
  onClose: flag,
  valid: { good: ['"day"', "new Date(Date.UTC(2024, 0, 8))"], fits: (value) => value === "day" || isDate(value) },
  stopLoss: { ...price, good: ["90"] },
  takeProfit: { ...price, good: ["120"] },
  oco: { good: ["this.mine"], fits: () => false },
  reduceOnly: flag,
  tag: {
    good: ['"breakout"', '"a"', '"\\u{1f600}"', '"=1+1"'],
    fits: (value) => isText(value) && [...value as string].length <= 64,
  },
  feed: { good: ['"bars"', "undefined"], fits: isFeedName },
};

/** Options of `close`. */
export const CLOSE: Slots = {
  size: { ...amount, demanded: false },
  onClose: flag,
  tag: ORDER["tag"]!,
  feed: ORDER["feed"]!,
};

/** Options of `target`. */
export const TARGET: Slots = {
  size: { ...amount, good: ["5", "-5", "0"] },
  value: { ...amount, good: ["500", "-500"] },
  fraction: { good: ["0.5", "-0.5", "0"], fits: (value) => isFinite(value) && Math.abs(value) <= 1, demanded: true },
  tag: ORDER["tag"]!,
  feed: ORDER["feed"]!,
};

/** Options of `replace`. */
export const REPLACE: Slots = { size: { ...amount, demanded: false }, limit: price, stop: price };

/** A period of an indicator. */
export const PERIOD: Slot = {
  good: ["1", "3", "20"],
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  demanded: true,
};

/** A line of the strategy's feed. */
export const LINE: Slot = { good: ["this.data.close", "this.data.high"], fits: () => false, demanded: true };

/** A line or a number. */
export const OPERAND: Slot = {
  good: ["this.data.open", "100", "-1.5"],
  fits: (value) => typeof value === "number" && !Number.isNaN(value),
  demanded: true,
};

/** A count of bars back. */
export const AGO: Slot = {
  good: ["0", "1"],
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  demanded: true,
};

/** A feed or feeds by name. */
export const FEEDS: Slot = {
  good: ["feed()", "feed()", "{ bars: feed(), other: feed(9, 'other') }"],
  fits: (value) =>
    value instanceof ct.Bars ||
    isRecord(value) && Object.values(value).length > 0 && Object.values(value).every((bars) => bars instanceof ct.Bars),
  demanded: true,
};

/** Options of the loggers. */
export const LOGGER: Slots = {
  minimumLevel: { good: ['"DEBUG"', '"INFO"', '"ERROR"'], fits: oneOf("DEBUG", "INFO", "WARNING", "ERROR") },
  categories: {
    good: ["[]", '["order"]', '["execution", "order"]'],
    fits: (value) => Array.isArray(value) && Array.from(value as unknown[]).every((each) => typeof each === "string"),
  },
};

/** Options of a replay. */
export const REPLAY: Slots = {
  engineBackend: ENGINE,
  libraryPath: BACKTEST["libraryPath"]!,
};
