/**
 * Names of other libraries for the members of a strategy, and misspelt names of ours. A run calls no member of such a
 * name, so a strategy that has one would do nothing, or something else.
 *
 * @module
 */

import { plainName } from "../strategy/foreign_options.ts";

/** Our members by their names in lower case without underscores. */
const OURS: ReadonlyMap<string, string> = new Map(
  [
    "start",
    "prenext",
    "nextstart",
    "next",
    "nextOpen",
    "stop",
    "notifyOrder",
    "notifyTrade",
    "notifyCash",
    "notifyTimer",
    "saveState",
    "loadState",
  ].map((name) => [plainName(name), name]),
);

const FIELDS =
  "declare lines as fields, such as average = ct.sma(this.data.close, 20), and write what is left as start";
const INDICATORS = "declare lines as fields, such as average = ct.sma(this.data.close, 20)";
const OPENS = "write nextOpen, which runs once each line has a value";
const NEXT = "write next", ORDER = "write notifyOrder", TRADE = "write notifyTrade";
const SIZE = "pass size, cash or fraction to buy and sell in next";

/** Remedies by the names of other libraries, in lower case without underscores. */
const FOREIGN: ReadonlyMap<string, string> = new Map(Object.entries({
  // backtrader
  init: FIELDS,
  preonce: "write prenext",
  once: NEXT,
  oncestart: "write nextstart",
  nextstartopen: OPENS,
  prenextopen: OPENS,
  notifycashvalue: "write notifyCash",
  notifyfund: "write notifyCash",
  addtimer: 'declare a timer as a field, leave = this.timer({ at: "15:45" }, () => this.close())',
  notifyorders: ORDER,
  notifytrades: TRADE,
  // NautilusTrader; the events of orders are below
  onstart: "write start",
  onstop: "write stop",
  onbar: NEXT,
  onbars: NEXT,
  ontick: NEXT,
  onquotetick: NEXT,
  ontradetick: NEXT,
  ondata: NEXT,
  onnext: NEXT,
  onevent: "write notifyOrder and notifyTrade",
  onorder: ORDER,
  ontrade: TRADE,
  onpositionopened: TRADE,
  onpositionchanged: TRADE,
  onpositionclosed: TRADE,
  onpositionevent: TRADE,
  onsave: "write saveState",
  onload: "write loadState",
  // freqtrade
  populateindicators: INDICATORS,
  populateentrytrend: NEXT,
  populateexittrend: NEXT,
  populatebuytrend: NEXT,
  populateselltrend: NEXT,
  botstart: "write start",
  botloopstart: NEXT,
  customstoploss: "pass stopLoss to buy, and move it by this.replace(order.stopLoss, { stop }) in next",
  customexit: "write next, and call this.close() there",
  customsell: "write next, and call this.close() there",
  customstakeamount: SIZE,
  customentryprice: "pass limit to buy and sell in next",
  customexitprice: "pass limit to sell in next",
  adjusttradeposition: NEXT,
  adjustentryprice: "write next, and call this.replace(order, { limit }) there",
  confirmtradeentry: "write next, and decide there",
  confirmtradeexit: "write next, and decide there",
  orderfilled: ORDER,
  informativepairs: "pass several feeds by name to ct.backtest",
  // Zipline and QuantConnect
  initialize: FIELDS,
  handledata: NEXT,
  beforetradingstart: NEXT,
  onendofalgorithm: "write stop",
}));

/** Events of orders that NautilusTrader calls `on_order_filled` and so on, and QuantConnect `OnOrderEvent`. */
const ORDER_EVENT =
  /^onorder(?:initialized|denied|emulated|released|submitted|accepted|rejected|canceled|cancelled|expired|triggered|updated|filled|modifyrejected|cancelrejected|pendingupdate|pendingcancel|event)$/;

/** Returns the remedy for a member of a strategy that a run would never call; undefined for every other name. */
export function remedyOf(member: string): string | undefined {
  const name = plainName(member), ours = OURS.get(name);
  if (ours !== undefined) return ours === member ? undefined : `write ${ours}`;
  return FOREIGN.get(name) ?? (ORDER_EVENT.test(name) ? ORDER : undefined);
}
