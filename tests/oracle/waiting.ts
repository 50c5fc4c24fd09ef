/**
 * Names the features that a scenario needs and that do not exist yet.
 *
 * @module
 */

import type { Scenario, ScenarioAction } from "./scenario.ts";

/** Supported settings of the broker. */
const BROKER_SETTINGS: ReadonlySet<string> = new Set([
  "cash",
  "commission",
  "checksubmit",
  "slippage_perc",
  "slippage_fixed",
  "coc",
  "coo",
  "shortcash",
  "int2pnl",
  "filler",
]);
const CEREBRO_SETTINGS: ReadonlySet<string> = new Set(["cheat_on_open", "quicknotify"]);
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
  "add_cash",
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
  "parent",
  "transmit",
]);
const BRACKET_ARGUMENTS: ReadonlySet<string> = new Set([
  "stopprice",
  "stopexec",
  "stopargs",
  "limitprice",
  "limitexec",
  "limitargs",
  "oargs",
]);
/** Returns the missing features of a scenario, sorted; empty if it can be replayed. */
export function featuresWaitedFor(scenario: Scenario): string[] {
  const found: Set<string> = new Set();
  for (const name of Object.keys(scenario.broker ?? {})) if (!BROKER_SETTINGS.has(name)) found.add(name);
  for (const name of Object.keys(scenario.cerebro ?? {})) if (!CEREBRO_SETTINGS.has(name)) found.add(name);
  for (const action of scenario.actions) for (const name of featuresOfAction(action)) found.add(name);
  if (transmitsAgain(scenario)) found.add("a child behind a parent that was transmitted");
  return [...found].sort();
}

function featuresOfAction(action: ScenarioAction): string[] {
  const { op, when, args = {} } = action;
  const found: string[] = [];
  if (!OPERATIONS.has(op)) return [op];
  if (when !== undefined && when !== "next" && when !== "next_open") found.push(when);
  const bracket = op.endsWith("_bracket");
  for (const exectype of [args.exectype, args.stopexec, args.limitexec]) {
    if (typeof exectype === "string" && !ORDER_TYPES.has(exectype)) found.push(exectype);
  }
  for (const [name, value] of Object.entries(args)) {
    const said = value !== null && value !== undefined;
    if (said && !ARGUMENTS.has(name) && !(bracket && BRACKET_ARGUMENTS.has(name))) found.push(name);
  }
  return found;
}

/** Returns whether an order names a parent that was transmitted before it, which backtrader transmits again. */
function transmitsAgain({ actions }: Scenario): boolean {
  // A cancel names an order, and transmits nothing.
  const placed = actions.filter(({ op }) => op !== "cancel");
  const transmitted = new Set(placed.filter(({ args }) => args?.transmit !== false).map(({ id }) => id));
  return actions.some(({ args }) => typeof args?.parent === "string" && transmitted.has(args.parent));
}
