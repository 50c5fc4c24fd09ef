/**
 * Names of other libraries for the options of a run, and misspelt names of ours, with what to write here.
 *
 * @module
 */

import { remedyIn } from "../strategy/foreign_options.ts";

const COMMISSION = "write commission: 0.001 for a rate, or { perUnit: 0.005, minimum: 1 }";
const CLOSE = 'write fill: "close"', MARGIN = "write leverage: 10, or margin";

/** Remedies by the names of other libraries, in lower case without underscores. */
const FOREIGN: ReadonlyMap<string, string> = new Map(Object.entries({
  // backtrader
  setcash: "write cash",
  startcash: "write cash",
  stake: "write sizer: ct.sizers.fixed(10)",
  mult: "write multiplier",
  slipperc: "write slippage",
  slippageperc: "write slippage",
  slippagefixed: "write slippageAmount",
  cheatonclose: CLOSE,
  coc: CLOSE,
  cheatonopen: "leave it out, and write nextOpen in the strategy",
  coo: "leave it out, and write nextOpen in the strategy",
  // backtesting.py
  tradeonclose: CLOSE,
  hedging: "leave it out: each feed has one position",
  exclusiveorders: "leave it out, and write this.target({ fraction: 1 }) in the strategy",
  finalizetrades: "write closeAtEnd: true",
  // vectorbt, NautilusTrader, freqtrade and others
  initcash: "write cash",
  initialcash: "write cash",
  initialcapital: "write cash",
  initialbalance: "write cash",
  startingcash: "write cash",
  startingbalance: "write cash",
  startingbalances: "write cash",
  balance: "write cash",
  capital: "write cash",
  equity: "write cash",
  fee: COMMISSION,
  fees: COMMISSION,
  commissions: COMMISSION,
  commissionrate: COMMISSION,
  feerate: COMMISSION,
  takerfee: "write commission: { maker: 0.0002, taker: 0.0005 }",
  makerfee: "write commission: { maker: 0.0002, taker: 0.0005 }",
  spread: "write slippageSpread with the column of the spread, or slippageAmount with half of it",
  marginrate: MARGIN,
  marginratio: MARGIN,
  ticksize: "write tick",
  pricestep: "write tick",
  lotsize: "write lot",
  sizestep: "write lot",
  minsize: "write lot",
  pointvalue: "write multiplier",
  startdate: 'write from: "2024-01-02"',
  startat: 'write from: "2024-01-02"',
  begin: 'write from: "2024-01-02"',
  enddate: 'write to: "2024-12-31"',
  end: 'write to: "2024-12-31"',
  freq: "write periodsPerYear",
  riskfreerate: "write riskFree",
  parameters: "write params",
  strategyparams: "write params",
  engine: 'write engineBackend: "rust"',
  backend: 'write engineBackend: "rust"',
}));

/**
 * Returns what to write in place of an unknown option of a run, as a clause with what follows it; empty where no library
 * is known to have it.
 */
export function runOptionClause(option: string, known: readonly string[]): string {
  const remedy = remedyIn(FOREIGN, option, known);
  return remedy === undefined ? "" : `${remedy}; `;
}
