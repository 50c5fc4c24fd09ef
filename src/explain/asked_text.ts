/**
 * An order in words, as it was asked for.
 *
 * @module
 */

import type { AskedOrder, OrderRow } from "../broker/result_rows.ts";
import { moneyText, numberText } from "./number_text.ts";

/** Returns what an order was asked to do, without its id and its time. */
export function askedText(order: OrderRow): string {
  const { valid, reduceOnly } = order.asked;
  const reduces = reduceOnly === true ? ", only to reduce the position" : "";
  return `${termsText(order)}${reduces}${valid === undefined ? "" : `, valid ${validText(valid)}`}`;
}

/** Returns until when an order may fill. */
export function validText(valid: string): string {
  if (valid === "ioc") return "in the first bar that it meets, or not at all";
  if (valid === "fok") return "whole in the first bar that it meets, or not at all";
  return valid === "day" ? "for the day, the session date of the first bar that it meets" : `until ${valid}`;
}

function termsText({ role, side, feed, asked, type, parent, oco }: OrderRow): string {
  const price = priceText(type, asked),
    group = oco === null || role === "takeProfit" ? "" : `, in the one-cancels-other group of order ${oco}`;
  switch (role) {
    case "stopLoss":
      return `the stop-loss of order ${parent}: ${side} what it opens of ${feed} ${price}${group}`;
    case "takeProfit":
      return `the take-profit of order ${parent}: ${side} what it opens of ${feed} ${price}${group}`;
    case "close":
      return `close ${asked.size === undefined ? "the position" : numberText(asked.size)} in ${feed} ${price}${group}`;
    case "flatAt":
      return `close the position in ${feed} ${price}, as flatAt says`;
    case "target":
      return `take ${feed} to a target of ${targetText(asked)} ${price}`;
    case "entry":
      return `${side} ${sizeText(asked, feed)} ${price}${group}`;
  }
}

function sizeText({ size, cash, fraction }: AskedOrder, feed: string): string {
  if (size !== undefined) return `${numberText(size)} of ${feed}`;
  if (cash !== undefined) return `${feed} for ${moneyText(cash)}`;
  if (fraction !== undefined) return `${feed} for ${numberText(fraction)} of the account's value`;
  return `${feed} without a size`;
}

function targetText({ size, value, fraction }: AskedOrder): string {
  if ((size ?? value ?? fraction) === 0) return "nothing";
  if (size !== undefined) return numberText(size);
  if (value !== undefined) return `${moneyText(value)} of value`;
  return `${numberText(fraction!)} of the account's value`;
}

function priceText(type: OrderRow["type"], { limit, stop, amount, percent, limitOffset }: AskedOrder): string {
  if (type === "marketOnClose") return "at the next close";
  if (type === "marketOnOpen") return "at the open of the next session";
  const distance = amount !== undefined ? numberText(amount) : percent !== undefined ? `${numberText(percent)} %` : "";
  if (type === "stopTrail" || type === "stopTrailLimit") {
    const first = stop === undefined ? "" : `, from ${numberText(stop)} on`;
    const then = limitOffset === undefined ? "" : `, then at a limit ${numberText(limitOffset)} beyond it`;
    return `at a trigger that follows the price at ${distance}${first}${then}`;
  }
  if (distance !== "") return `at ${distance} from the price of its entry`;
  if (stop !== undefined && (type === "marketIfTouched" || type === "limitIfTouched")) {
    const trigger = `once the price is as good as the trigger ${numberText(stop)}`;
    return limit === undefined ? trigger : `${trigger}, then at the limit ${numberText(limit)} or better`;
  }
  if (stop !== undefined) {
    const trigger = `once the price reaches the trigger ${numberText(stop)}`;
    return limit === undefined ? trigger : `${trigger}, then at the limit ${numberText(limit)} or better`;
  }
  return limit === undefined ? "at the next open" : `at the limit ${numberText(limit)} or better`;
}
