/**
 * Names of other libraries for the options of orders, and misspelt names of ours, with what to write here.
 *
 * @module
 */

const LIFETIME = 'write valid: "day", { days: 2 }, "ioc", "fok" or a Date';
const KIND = "leave it out: limit, stop, trail, touch, onOpen and onClose say the kind of an order";
const BRACKET = "pass stopLoss and takeProfit to the entry, which wait for its fill and end together";
const TRAIL = "write trail: { amount: 2 } or trail: { percent: 3 }, of which 3 is three per cent";

/** Remedies by the names of other libraries, in lower case without underscores. */
const FOREIGN: ReadonlyMap<string, string> = new Map(Object.entries({
  // Options of an entry, in a replacement or a close
  touch: "write stop, which is the trigger of every kind",
  stoploss: "it belongs to the entry; to move it, replace order.stopLoss itself",
  takeprofit: "it belongs to the entry; to move it, replace order.takeProfit itself",
  // backtrader
  data: 'write feed: "name"',
  price: "write limit for a limit order, and stop for a stop order",
  plimit: "write limit beside stop",
  pricelimit: "write limit beside stop",
  exectype: KIND,
  trailamount: TRAIL,
  trailpercent: TRAIL,
  parent: BRACKET,
  transmit: BRACKET,
  stopprice: "write stopLoss, or stop for a stop order",
  limitprice: "write takeProfit, or limit for a limit order",
  tradeid: "write tag, by which rows are told apart; each feed has one position",
  // backtesting.py
  sl: "write stopLoss",
  tp: "write takeProfit",
  // NautilusTrader, ccxt and others
  qty: "write size",
  quantity: "write size",
  amount: "write size for units, or cash for money",
  units: "write size",
  shares: "write size",
  contracts: "write size",
  lots: "write size",
  volume: "write size",
  notional: "write cash",
  value: "write cash",
  percent: "write fraction: 0.5 for 50 per cent of the account",
  pct: "write fraction: 0.5 for 50 per cent of the account",
  weight: "write fraction: 0.5 for half of the account",
  symbol: 'write feed: "name"',
  instrument: 'write feed: "name"',
  asset: 'write feed: "name"',
  triggerprice: "write stop, or touch on the better side of the market",
  trigger: "write stop, or touch on the better side of the market",
  type: KIND,
  ordertype: KIND,
  side: "leave it out: buy and sell say the side",
  trailingoffset: TRAIL,
  trailingpercent: TRAIL,
  trailingstop: TRAIL,
  timeinforce: LIFETIME,
  tif: LIFETIME,
  expiretime: LIFETIME,
  expire: LIFETIME,
  goodtill: LIFETIME,
  clientorderid: "write tag",
  tags: "write tag",
  label: "write tag",
  comment: "write tag",
  target: "write takeProfit, or this.target(...) for a position",
}));

/**
 * Returns what to write in place of an unknown option; undefined where no library is known to have it.
 *
 * @param names The options that there are; one that differs by capitals and underscores alone is the remedy.
 */
export function optionRemedy(option: string, names: readonly string[]): string | undefined {
  return remedyIn(FOREIGN, option, names);
}

/** Returns the remedy of a table for an option of a call that has options of these names. */
export function remedyIn(
  table: ReadonlyMap<string, string>,
  option: string,
  names: readonly string[],
): string | undefined {
  const name = plainName(option), ours = names.find((each) => plainName(each) === name);
  if (ours !== undefined) return `write ${ours}`;
  const remedy = table.get(name), [, word] = /^(?:write|pass) (\w+)/.exec(remedy ?? "") ?? [];
  // A call may not have what another one writes instead.
  return word === undefined || names.includes(word) ? remedy : undefined;
}

/** Returns a name in lower case without underscores, as tables of names have it. */
export function plainName(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
