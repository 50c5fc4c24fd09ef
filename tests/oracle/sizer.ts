/**
 * The sizers of a scenario: the size of an order that says none.
 *
 * @module
 */

import type { Scenario } from "./scenario.ts";

/** Values of the account that sizers read. */
export interface SizerReading {
  /** Returns the signed size of a feed's position. */
  sizeOf(data: number): number;
  /** Returns the close of a feed's current bar. */
  closeOf(data: number): number;
  /** Returns the cash now. */
  cashNow(): number;
}

/** Returns the size of an order on a feed that says none, by the scenario's sizer. Its sign means nothing. */
export function sizeBySizer(scenario: Scenario, data: number, account: SizerReading): number {
  const { type = "FixedSize", ...params } = scenario.sizer ?? {};
  const number = (name: string, usual: number): number => Number(params[name] ?? usual);
  const stake = number("stake", 1), tranches = number("tranches", 1);
  switch (type) {
    case "FixedSize":
    case "SizerFix":
      return tranches > 1 ? Math.abs(Math.trunc(stake / tranches)) : stake;
    case "FixedReverser":
      return stake * (account.sizeOf(data) === 0 ? 1 : 2);
    case "FixedSizeTarget":
      if (tranches <= 1) return stake;
      return Math.min(account.sizeOf(0) + Math.abs(Math.trunc(stake / tranches)), stake);
    case "PercentSizer":
    case "AllInSizer":
      return percentSize(number("percents", type === "PercentSizer" ? 20 : 100), params.retint === true);
    case "PercentSizerInt":
    case "AllInSizerInt":
      return percentSize(number("percents", type === "PercentSizerInt" ? 20 : 100), params.retint !== false);
    default:
      throw new RangeError(`Cannot size orders of "${scenario.name}" by "${type}": there is no such sizer`);
  }

  function percentSize(percents: number, whole: boolean): number {
    const position = account.sizeOf(data);
    const size = position === 0 ? account.cashNow() / account.closeOf(data) * (percents / 100) : position;
    return whole ? Math.trunc(size) : size;
  }
}
