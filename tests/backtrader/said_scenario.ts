/**
 * A recorded scenario in the words of the public API, or the reasons for which it cannot be said.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";
import { throughFloatDay, timeOfFloatDay } from "../../src/feeds/time/float_day.ts";
import type { ActionArguments, Scenario, ScenarioAction, ScenarioFeed } from "../oracle/scenario.ts";
import { commissionSchemes } from "../oracle/commission_scheme.ts";
import { cheatsOnOpen } from "../oracle/scenario_configuration.ts";

/** An order call of a strategy: the method, its options, and the id of an order of its group. */
export interface SaidOrder {
  readonly method: "buy" | "sell" | "close" | "target";
  readonly options: Record<string, unknown>;
  readonly oco: string | undefined;
}

/** A scenario that can be said: its feeds by name and its options. */
export interface SaidScenario {
  readonly feeds: Readonly<Record<string, ct.Bars>>;
  readonly options: ct.BacktestOptions;
}

/** Settings of the broker that the options say. */
const BROKER_SETTINGS: ReadonlySet<string> = new Set([
  ...[
    "cash",
    "commission",
    "checksubmit",
    "coc",
    "coo",
    "shortcash",
    "int2pnl",
    "filler",
    "slippage_perc",
    "slippage_fixed",
  ],
]);

/** Returns the reasons for which a scenario cannot be said, sorted; none if it can. */
export function unsaid(scenario: Scenario): string[] {
  const reasons: Set<string> = new Set();
  for (const [name, value] of Object.entries(scenario.broker ?? {})) {
    if (!BROKER_SETTINGS.has(name) && value !== null && value !== false) reasons.add(`broker: ${name}`);
  }
  for (const [name, value] of Object.entries(scenario.cerebro ?? {})) {
    if (value === true && name !== "cheat_on_open") reasons.add(`cerebro: ${name}`);
  }
  if (scenario.mode_dependent !== undefined) reasons.add("a recording that depends on a mode");
  if (scenario.sizer !== undefined && scenario.sizer !== null) reasons.add("a sizer");
  for (const action of scenario.actions) {
    const said = saidOrder(action);
    if (typeof said === "string" && said !== "cancel") reasons.add(said);
  }
  return [...reasons].sort();
}

/** Returns whether a scenario splits its positions into trades by ids, which the API does not; orders know none of it. */
export function splitsTrades({ actions }: Scenario): boolean {
  return actions.some(({ args }) => args?.tradeid !== undefined && args.tradeid !== 0);
}

/** Returns feeds and options of a scenario that can be said. */
export function sayScenario(scenario: Scenario): SaidScenario {
  const names = scenario.datas.map(({ name }) => name), broker = scenario.broker ?? {};
  const termsOf = (name: string | null): ct.InstrumentOptions => {
    const scheme = commissionSchemes(scenario).findLast((scheme) => (scheme.name ?? null) === name);
    return scheme === undefined ? {} : saidScheme(scheme);
  };
  // A scheme of a feed takes the place of the one of all feeds, and slippage and filler are of the broker.
  const instruments = names.map((name): [string, ct.InstrumentOptions] => {
    const { backtrader = {}, ...terms } = { ...termsOf(null), ...termsOf(name) };
    return [name, { ...terms, backtrader: { ...backtrader, ...saidBroker(broker) } }];
  });
  const rules: Record<string, string> = {};
  if (broker.checksubmit === false) Object.assign(rules, { AFFORDABILITY: "AT_FILL", CANCEL: "WORKS" });
  if (broker.shortcash === false) rules["SHORT_CASH"] = "TAKEN";
  if (broker.int2pnl === false) rules["INTEREST"] = "IN_CASH";
  if (broker.coc === true) rules["CHEAT_ON_CLOSE"] = "ON";
  if (broker.coo === true || cheatsOnOpen(scenario)) rules["CHEAT_ON_OPEN"] = "ON";
  return {
    feeds: Object.fromEntries(scenario.datas.map((feed) => [feed.name, barsOf(feed)])),
    options: {
      profile: "backtrader",
      cash: Number(broker.cash ?? 10_000),
      instruments: Object.fromEntries(instruments),
      rules,
    },
  };
}

/** Says the arguments of setcommission; a margin makes futures with an amount a unit, unless the type is said. */
function saidScheme(scheme: Readonly<Record<string, unknown>>): ct.InstrumentOptions {
  const isTyped = scheme.commtype !== undefined && scheme.commtype !== null;
  const isStock = isTyped ? scheme.stocklike === true : !scheme.margin;
  const isRate = isTyped ? scheme.commtype === "COMM_PERC" : !scheme.margin, amount = Number(scheme.commission ?? 0);
  const fraction = scheme.percabs === false ? amount / 100 : amount;
  const backtrader: Record<string, unknown> = {};
  if (!isStock) backtrader["margin"] = Number(scheme.margin || 1);
  if (!isStock && scheme.automargin) backtrader["automargin"] = Number(scheme.automargin);
  if (scheme.leverage !== undefined) backtrader["leverage"] = scheme.leverage;
  if (scheme.interest !== undefined) backtrader["interest"] = scheme.interest;
  if (scheme.interest_long !== undefined) backtrader["interestLong"] = scheme.interest_long;
  return {
    commission: isRate ? fraction : { perUnit: amount },
    multiplier: Number(scheme.mult ?? 1),
    backtrader: backtrader as ct.BacktraderTerms,
  };
}

/** Says slippage and filler of the broker. */
function saidBroker(broker: Readonly<Record<string, unknown>>): ct.BacktraderTerms {
  const said: Record<string, unknown> = {};
  for (const name of ["slippage_perc", "slippage_fixed"] as const) {
    const given = broker[name] as Readonly<Record<string, unknown>> | undefined;
    if (given === undefined) continue;
    said["slippage"] = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key.replace("slip_", ""), value]),
    );
  }
  const filler = broker["filler"] as Readonly<Record<string, unknown>> | null | undefined;
  if (filler !== undefined && filler !== null) {
    const { type, ...given } = filler;
    const terms = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
    said["filler"] = type === "FixedSize" ? { size: terms["size"] ?? Number.MAX_SAFE_INTEGER } : terms;
  }
  return said;
}

const UNITS: Readonly<Record<string, string>> = { Minutes: "min", Days: "d", Weeks: "w", Months: "mo" };

function barsOf({ name, timeframe = "Days", compression = 1, sessionend, bars }: ScenarioFeed): ct.Bars {
  const column = (at: number): number[] => bars.map((bar) => bar[at] as number);
  const columns = {
    time: bars.map(([time]) => time),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
  };
  const isDates = /^\d{4}-\d\d-\d\d$/.test(bars[0]?.[0] ?? "");
  const session = sessionend === undefined ? {} : { session: { open: "00:00", close: sessionend.slice(0, 5) } };
  return ct.bars({ ...columns, volume: column(5) }, {
    name,
    timeframe: `${compression}${UNITS[timeframe]}`,
    ...(isDates ? {} : { stamp: "close" as const }),
    ...session,
  });
}

/** Returns the order call of an action, or the reason for which it cannot be said. */
export function saidOrder(action: ScenarioAction): SaidOrder | "cancel" | string {
  const { op, args = {} } = action;
  if (op === "cancel") return op;
  if (args.parent !== undefined || args.transmit === false) return "parent and transmit by hand";
  const data = args.data ?? 0, known: Record<string, unknown> = { data };
  if (args.size !== undefined) known["size"] = args.size;
  if (op === "close" && Object.keys(args).every((name) => ["data", "size", "tradeid"].includes(name))) {
    return { method: "close", options: known, oco: undefined };
  }
  if (op.startsWith("order_target_")) {
    const others = Object.keys(args).filter((name) => !["target", "data", "tradeid"].includes(name));
    if (others.length > 0) return `a target with ${others.sort().join(", ")}`;
    const way = { order_target_size: "size", order_target_value: "value", order_target_percent: "fraction" }[op]!;
    return { method: "target", options: { data, [way]: args.target ?? 0 }, oco: undefined };
  }
  if (op !== "buy" && op !== "sell" && !op.endsWith("_bracket")) {
    return `the call ${op} with ${Object.keys(args).join(", ")}`;
  }
  const bracket = op.endsWith("_bracket"), method = op.startsWith("buy") ? "buy" : "sell";
  const prices = pricesOf(bracket && args.exectype === undefined ? { ...args, exectype: "Limit" } : args);
  if (typeof prices === "string") return prices;
  const valid = validOf(args.valid);
  if (valid === "unsaid") return `a validity of ${JSON.stringify(args.valid)}`;
  const protection = bracket ? protectionOf(args) : {};
  if (typeof protection === "string") return protection;
  const lifetime = valid === undefined ? {} : { valid };
  return { method, options: { ...known, ...prices, ...lifetime, ...protection }, oco: args.oco };
}

function protectionOf(args: ActionArguments): Record<string, unknown> | string {
  const { stopexec, limitexec } = args, said: Record<string, unknown> = {};
  if (stopexec !== undefined && stopexec !== null && stopexec !== "Stop") return `a bracket with a ${stopexec}`;
  if (limitexec !== undefined && limitexec !== null && limitexec !== "Limit") return `a bracket with a ${limitexec}`;
  if (stopexec !== null) said["stopLoss"] = args.stopprice;
  if (limitexec !== null) said["takeProfit"] = args.limitprice;
  return Object.values(said).includes(undefined) ? "a bracket without a price" : said;
}

function pricesOf(args: ActionArguments): Record<string, unknown> | string {
  const { exectype = "Market", price, plimit } = args;
  switch (exectype) {
    case "Market":
    case "Close":
      // The price would be that of the cash check.
      if (price !== undefined || plimit !== undefined) return `a ${exectype} order with a price`;
      return exectype === "Close" ? { onClose: true } : {};
    case "Limit":
      return price === undefined || plimit !== undefined ? "a Limit order with a plimit" : { limit: price };
    case "Stop":
      return price === undefined || plimit !== undefined ? "a Stop order with a plimit" : { stop: price };
    case "StopLimit":
      return price === undefined || plimit === undefined
        ? "a StopLimit order without a price"
        : { stop: price, limit: plimit };
    case "StopTrail":
    case "StopTrailLimit":
      return trailOf(args, exectype);
    default:
      return `a ${exectype} order`;
  }
}

function trailOf(
  { price, plimit, trailamount, trailpercent }: ActionArguments,
  exectype: string,
): Record<string, unknown> | string {
  // Without a price of its own, a trailing stop-limit begins at its limit there; here a trail begins at the close.
  const begins = price ?? plimit, said: Record<string, unknown> = begins === undefined ? {} : { stop: begins };
  if (exectype === "StopTrailLimit") {
    if (plimit === undefined) return "a StopTrailLimit order without a plimit";
    said["limit"] = plimit;
  } else if (plimit !== undefined) return "a StopTrail order with a plimit";
  if (trailamount) return { ...said, trail: { amount: trailamount } };
  if (!trailpercent) return "a trailing order without a distance";
  return { ...said, trail: { percent: Number((trailpercent * 100).toPrecision(12)) } };
}

/** Returns a validity as the API says it. */
function validOf(valid: ActionArguments["valid"]): ct.Validity | undefined | "unsaid" {
  if (valid === undefined || valid === null || valid === 0) return undefined;
  if (typeof valid === "number") return dateOf(Math.max(-8.64e21, timeOfFloatDay(valid)));
  if (valid.DAY !== undefined) return "day";
  if (typeof valid.date === "string") return new Date(/T/.test(valid.date) ? `${valid.date}Z` : `${valid.date}T00:00Z`);
  return valid as ct.ValidDistance;
}

/** Returns a moment as a Date, which has whole milliseconds. */
function dateOf(timeUs: number): Date | "unsaid" {
  const date = new Date(Math.max(-8.64e15, timeUs / 1000));
  return throughFloatDay(date.getTime() * 1000) === timeUs || timeUs < -8.64e15 ? date : "unsaid";
}
