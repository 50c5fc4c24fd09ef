/**
 * What an action asks for: the order that the strategy's method makes of it, if any.
 *
 * @module
 */

import type { ActionArguments, ScenarioAction } from "./scenario.ts";

/** Size of an order that says none. */
const DEFAULT_SIZE = 1;

/** What the methods read of the account when they size an order. */
export interface AccountReading {
  /** Signed size of a feed's position. */
  sizeOf(data: number): number;
  /** Close of the bar that a feed shows. */
  closeOf(data: number): number;
  /** Value of the account at the end of the last step. */
  readonly value: number;
}

/** An order to be placed. */
export interface OrderRequest {
  readonly data: number;
  /** Signed. */
  readonly size: number;
  readonly exectype: string;
  /** Price and price limit, each made good by the other, or by the close when neither is there. */
  readonly price: number;
  readonly pricelimit: number;
  readonly args: ActionArguments;
}

/** Makes the order of an action, or undefined when the action makes none. */
export function requestOf(action: ScenarioAction, account: AccountReading): OrderRequest | undefined {
  const args = action.args ?? {}, data = args.data ?? 0, position = account.sizeOf(data);
  switch (action.op) {
    case "buy":
      return order(1, args.size ?? DEFAULT_SIZE, args, account);
    case "sell":
      return order(-1, args.size ?? DEFAULT_SIZE, args, account);
    case "close":
      return position === 0 ? undefined : order(position > 0 ? -1 : 1, args.size ?? position, args, account);
    case "order_target_size":
      return sized(Number(args.target ?? 0) - position, args, account);
    case "order_target_value":
      return valued(Number(args.target ?? 0), args, account);
    case "order_target_percent":
      return valued(Number(args.target ?? 0) * account.value, args, account);
    default:
      throw new RangeError(`Cannot do "${action.op}": it is no action that makes an order`);
  }
}

function sized(size: number, args: ActionArguments, account: AccountReading): OrderRequest | undefined {
  return order(size > 0 ? 1 : -1, size, args, account);
}

/** Trades the difference between a target and the position's value, in whole units. */
function valued(target: number, args: ActionArguments, account: AccountReading): OrderRequest | undefined {
  const data = args.data ?? 0, position = account.sizeOf(data);
  if (target === 0 && position !== 0) return sized(-position, args, account);
  const value = position * account.closeOf(data), price = args.price || account.closeOf(data);
  const priced: ActionArguments = { ...args, price };
  if (target > value) return order(1, Math.trunc(floorQuotient(target - value, price)), priced, account);
  if (target < value) return order(-1, Math.trunc(floorQuotient(value - target, price)), priced, account);
  return undefined;
}

function order(
  sign: number,
  size: number,
  args: ActionArguments,
  account: AccountReading,
): OrderRequest | undefined {
  if (size === 0) return undefined;
  const data = args.data ?? 0;
  const given = args.price || args.plimit || account.closeOf(data);
  const pricelimit = args.plimit || given;
  return { data, size: sign * Math.abs(size), exectype: args.exectype ?? "Market", price: given, pricelimit, args };
}

/** The quotient of two doubles rounded down, formed from the remainder as the recording program does. */
export function floorQuotient(dividend: number, divisor: number): number {
  let remainder = dividend % divisor, quotient = (dividend - remainder) / divisor;
  if (remainder !== 0 && (divisor < 0) !== (remainder < 0)) {
    remainder += divisor;
    quotient -= 1;
  }
  if (quotient === 0) return 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
