/**
 * Names the features that a scenario needs and that do not exist yet.
 *
 * @module
 */

import { barTime } from "./scenario_times.ts";
import type { Scenario, ScenarioAction } from "./scenario.ts";

/** Supported settings of the broker, besides the commission. */
const BROKER_SETTINGS: ReadonlySet<string> = new Set(["cash", "commission", "checksubmit"]);
/** Settings that change nothing if they have these values. */
const SETTINGS_AT_REST: Readonly<Record<string, unknown>> = {
  coc: false,
  coo: false,
  shortcash: true,
  int2pnl: true,
  filler: null,
};
const OPERATIONS: ReadonlySet<string> = new Set([
  "buy",
  "sell",
  "close",
  "cancel",
  "order_target_size",
  "order_target_value",
  "order_target_percent",
  "buy_bracket",
  "sell_bracket",
]);
const ORDER_TYPES: ReadonlySet<string> = new Set([
  "Market",
  "Close",
  "Limit",
  "Stop",
  "StopLimit",
  "StopTrail",
  "StopTrailLimit",
]);
const ARGUMENTS: ReadonlySet<string> = new Set([
  "data",
  "size",
  "price",
  "plimit",
  "exectype",
  "valid",
  "tradeid",
  "oco",
  "target",
  "trailamount",
  "trailpercent",
]);
const BRACKET_ARGUMENTS: ReadonlySet<string> = new Set(["stopprice", "stopexec", "limitprice", "limitexec"]);
/** Names of features that differ from the names of their settings. */
const FEATURES: Readonly<Record<string, string>> = {
  slippage_perc: "slippage",
  slippage_fixed: "slippage",
  coc: "cheat on close",
  coo: "cheat on open",
  cheat_on_open: "cheat on open",
  next_open: "cheat on open",
  int2pnl: "interest",
  parent: "parent and transmit",
  transmit: "parent and transmit",
  add_cash: "cash from outside",
};

/** Returns the missing features of a scenario, sorted; empty if it can be replayed. */
export function featuresWaitedFor(scenario: Scenario): string[] {
  const found: Set<string> = new Set();
  const wait = (name: string): Set<string> => found.add(FEATURES[name] ?? name);
  for (const [name, value] of Object.entries(scenario.broker ?? {})) {
    if (!BROKER_SETTINGS.has(name) && SETTINGS_AT_REST[name] !== value) wait(name);
  }
  for (const scheme of commissionSchemes(scenario)) {
    if (isFuturesLike(scheme)) wait("futures");
    if ((scheme.leverage ?? 1) !== 1) wait("leverage");
    if ((scheme.interest ?? 0) !== 0) wait("interest");
  }
  for (const [name, value] of Object.entries(scenario.cerebro ?? {})) if (value === true) wait(name);
  if (scenario.sizer !== undefined && scenario.sizer !== null) wait("sizer");
  for (const action of scenario.actions) featuresOfAction(action).forEach(wait);
  if (meetsUnbegunFeed(scenario)) wait("orders on a feed that has not begun");
  return [...found].sort();
}

function featuresOfAction(action: ScenarioAction): string[] {
  const { op, when, args = {} } = action;
  const found: string[] = [];
  if (!OPERATIONS.has(op)) return [op];
  if (when !== undefined && when !== "next") found.push(when);
  const bracket = op.endsWith("_bracket");
  for (const exectype of [args.exectype, args.stopexec, args.limitexec]) {
    if (typeof exectype === "string" && !ORDER_TYPES.has(exectype)) found.push(exectype);
  }
  for (const [name, value] of Object.entries(args)) {
    const said = value !== null && value !== undefined && !(name === "transmit" && value === true);
    if (said && !ARGUMENTS.has(name) && !(bracket && BRACKET_ARGUMENTS.has(name))) found.push(name);
  }
  return found;
}

/** Returns the commission schemes of a scenario, as the arguments that set them. */
export function commissionSchemes(scenario: Scenario): readonly Readonly<Record<string, unknown>>[] {
  return (scenario.broker?.commission ?? []) as readonly Readonly<Record<string, unknown>>[];
}

/** Returns whether a scheme holds a margin instead of the value: by its setting, or by default if it has a margin. */
function isFuturesLike(scheme: Readonly<Record<string, unknown>>): boolean {
  const said = scheme.commtype !== undefined && scheme.commtype !== null;
  return said ? scheme.stocklike !== true : Boolean(scheme.margin);
}

/** Returns whether an order is placed on a feed before its first bar. */
function meetsUnbegunFeed(scenario: Scenario): boolean {
  const begins = scenario.datas.map((feed) => {
    const first = feed.bars[0];
    return first === undefined ? Infinity : barTime(first[0], `first bar of feed ${feed.name}`);
  });
  const times: Set<number> = new Set();
  for (const feed of scenario.datas) {
    for (const bar of feed.bars) times.add(barTime(bar[0], `a bar of feed ${feed.name}`));
  }
  const calls = [...times].sort((a, b) => a - b);
  return scenario.actions.some((action) => {
    const timeUs = calls[action.call - 1];
    if (action.op === "cancel" || timeUs === undefined) return false;
    return !(begins[action.args?.data ?? 0]! <= timeUs);
  });
}
