/**
 * A count of what came to pass in random runs: a comparison of runs in which nothing happens shows nothing.
 *
 * @module
 */

import type { Outcome } from "./play.ts";

/** Rules, reasons and other things that a few hundred runs must bring about. */
const EXPECTED: readonly string[] = [
  ...["open", "stopGap", "stop", "limitOpen", "limit", "stopLimit", "close", "entryPrice", "closeAtEnd", "liquidation"]
    .map(fillOf),
  ...["insufficientCash", "belowLot", "riskFlagged", "protectivePrice", "unknownOco", "priceMissing"].map(
    refusalOf,
  ),
  ...["negative", "priceRange", "outOfRange", "offTick", "notSupported", "priceUnexpected"].map(refusalOf),
  ...["oco", "positionClosed", "parentEnded", "nothingOpened", "nothingToClose", "onTarget"].map(endOf),
  ...["validityOver", "byRequest", "cutToCash", "liquidated"].map(endOf),
  ...["notAtOnce", "notWhole", "wouldTake", "belowShare"].map(endOf),
  "ambiguous",
  "slipped",
  "flips",
  "targets",
  "funding",
  "dividend",
  "borrow",
  "interest",
];

/** Fewer runs may lack something by chance. */
const ENOUGH_RUNS = 300;

/** Counts over runs. */
export class RunTally {
  readonly #counts = new Map<string, number>();
  #runs = 0;

  /** Counts a run. */
  add({ fills, orders, refusals, payments }: Outcome): void {
    this.#runs++;
    for (const { kind } of payments) this.#count(kind);
    const opened = new Set<string>();
    for (const fill of fills) {
      this.#count(fillOf(fill.rule));
      if (fill.ambiguous) this.#count("ambiguous");
      if (fill.slipped) this.#count("slipped");
      // A flip is a closing fill and an opening one of one order at one time.
      const part = `${fill.orderId} ${fill.timeUs}`;
      if (fill.closing) opened.add(part);
      else if (opened.has(part)) this.#count("flips");
    }
    for (const { reason } of refusals) this.#count(refusalOf(reason));
    for (const { role, filled, reason } of orders) {
      this.#count(endOf(reason));
      if (role === "target" && filled > 0) this.#count("targets");
    }
  }

  /** Lines for the report. */
  lines(): string[] {
    const sorted = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const part = (prefix: string) =>
      sorted.filter(([name]) => name.startsWith(prefix)).map(([name, count]) =>
        `${name.slice(prefix.length)} ${count}`
      );
    const rest = sorted.filter(([name]) => !name.includes(" ")).map(([name, count]) => `${name} ${count}`);
    return [
      `fills: ${part("fill ").join(", ")}`,
      `orders: ${part("order ").join(", ")}`,
      `refusals: ${part("refusal ").join(", ")}`,
      `further: ${rest.join(", ")}`,
    ];
  }

  /** What never came to pass. */
  lacking(): string[] {
    return this.#runs < ENOUGH_RUNS ? [] : EXPECTED.filter((name) => !this.#counts.has(name));
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

function fillOf(rule: string): string {
  return `fill ${rule}`;
}

function refusalOf(reason: string): string {
  return `refusal ${reason}`;
}

function endOf(reason: string): string {
  return `order ${reason}`;
}
