/**
 * The amounts of orders in the auditor: the lots that money pays for, and those that lead to a target.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Account } from "./account.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { InstrumentTerms } from "./instrument_terms.ts";

/** Returns the lots of an order in the engine's last notice. */
export type ToldLots = (order: AuditedOrder) => bigint;

/** Numbers beyond this one are reported as this one. */
export const MOST: bigint = BigInt(contract.EXACT_MAX);

/** Returns the largest count that is allowed, given that all smaller ones are. */
function mostLots(allowed: (lots: bigint) => boolean): bigint {
  let enough = 0n, beyond = 1n;
  while (allowed(beyond)) beyond *= 2n;
  while (beyond - enough > 1n) {
    const middle = (enough + beyond) / 2n;
    if (allowed(middle)) enough = middle;
    else beyond = middle;
  }
  return enough;
}

/** The amounts of orders on an account, each found by trial and not by a division. */
export class OrderAmounts {
  /** The lots that the engine told at the event at hand; they count where it may stop a search early. */
  told: ToldLots = () => 0n;
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
  }

  /** Returns the signed lots between the position and the target of an order at a price. */
  distance(order: AuditedOrder, price: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!, size = this.#account.size(order.instrument);
    if (!order.byMoney) return order.aim * order.target - size;
    const budget = this.budget(order, price);
    const enough = mostLots((lots) => lots < MOST && terms.fits(price, lots) && terms.worth(price, lots, budget));
    const claimed = order.aim * (size + order.sign * this.told(order));
    return order.aim * (stopsAtProduct(terms, price, enough, claimed) ? claimed : enough) - size;
  }

  /** Returns the money that an order by amount or share may move at a price. */
  budget(order: AuditedOrder, price: bigint): bigint {
    if (order.cash > 0n) return order.cash;
    const value = this.#account.valueWith(order.instrument, price);
    const part = order.whole ? BigInt(contract.RATE_SCALE) : order.fraction;
    const budget = value > 0n ? value * part / BigInt(contract.RATE_SCALE) : 0n;
    return budget > MOST ? MOST : budget;
  }

  /** Returns the most lots that an amount pays for, commission included. */
  affordable(order: AuditedOrder, price: bigint, budget: bigint): bigint {
    const by = this.#account.chargedBy(order);
    const terms = this.#account.terms[order.instrument]!;
    const costs = (lots: bigint): bigint =>
      terms.notional(price, lots) + terms.commission(price, lots, order.filled, by);
    const pays = (lots: bigint): boolean =>
      lots < MOST && terms.fits(price, lots) && terms.notional(price, lots) <= MOST && costs(lots) <= budget &&
      terms.affordable(price, lots, order.filled, budget, by);
    const enough = mostLots(pays);
    // What the engine told is the size of the order, with the lots that it filled before.
    const claimed = this.told(order) - order.filled;
    return stopsEarly(terms, price, enough, claimed) ? claimed : enough;
  }

  /** Returns the most lots whose margin and commission an amount pays for; without a margin, as for an amount to spend. */
  openable(order: AuditedOrder, price: bigint, free: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!;
    if (!terms.on_margin) return this.affordable(order, price, free);
    // A margin may be small while the notional passes the range of amounts.
    const most = mostLots((lots) =>
      lots < MOST && terms.fits(price, lots) && terms.notional(price, lots) <= MOST &&
      this.needed(order, price, lots) <= free
    );
    const claimed = this.told(order) - order.filled;
    return stopsEarly(terms, price, most, claimed) ? claimed : most;
  }

  /** Returns the free cash that it takes to open lots: their margin, or all of their value, and the commission. */
  needed(order: AuditedOrder, price: bigint, lots: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!;
    return terms.initialMargin(terms.notional(price, lots), lots) +
      terms.commission(price, lots, order.filled, this.#account.chargedBy(order));
  }
}

/** Returns whether the size of the product ended a search, not the budget: then an engine may stop a few lots early. */
function stopsAtProduct(terms: InstrumentTerms, price: bigint, enough: bigint, claimed: bigint): boolean {
  return !terms.fits(price, enough + 1n) && claimed < enough && claimed > enough - 16n;
}

/** Returns whether an engine may stop a few lots early where a commission is paid from the budget, too. */
function stopsEarly(terms: InstrumentTerms, price: bigint, enough: bigint, claimed: bigint): boolean {
  if (claimed === enough - 1n && terms.countsFractionsWhole(price)) return true;
  return stopsAtProduct(terms, price, enough, claimed);
}
