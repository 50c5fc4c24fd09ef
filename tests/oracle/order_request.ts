/**
 * Makes the orders of an action, by the rules of the strategy's method, if it makes any.
 *
 * @module
 */

import { type ActionArguments, copyWholePrice, type ScenarioAction } from "./scenario.ts";

/** Size of an order without one. */
const DEFAULT_SIZE = 1;

/** Values of the account that the methods read to size an order. */
export interface AccountReading {
  /** Returns the signed size of a feed's position. */
  sizeOf(data: number): number;
  /** Returns the close of a feed's current bar. */
  closeOf(data: number): number;
  /** Value of the account at the end of the last step. */
  readonly value: number;
}

/** An order to place. */
export interface OrderRequest {
  /** Name of the order for later actions. */
  readonly id: string;
  readonly data: number;
  /** Signed size. */
  readonly size: number;
  readonly exectype: string;
  /** Price and price limit. A missing one has the value of the other; if both are missing, it is the close. */
  readonly price: number;
  readonly pricelimit: number;
  /** Name of its parent, the entry. */
  readonly parent?: string;
  /** True if the order waits for the rest of its bracket. */
  readonly held: boolean;
  readonly args: ActionArguments;
}

/** Returns the order of an action, or undefined if the action makes none. */
export function requestOf(action: ScenarioAction, account: AccountReading): OrderRequest | undefined {
  const args = action.args ?? {}, id = action.id ?? "", position = account.sizeOf(args.data ?? 0);
  switch (action.op) {
    case "buy":
      return order(id, 1, args.size ?? DEFAULT_SIZE, args, account);
    case "sell":
      return order(id, -1, args.size ?? DEFAULT_SIZE, args, account);
    case "close":
      return position === 0 ? undefined : order(id, position > 0 ? -1 : 1, args.size ?? position, args, account);
    case "order_target_size":
      return sized(id, Number(args.target ?? 0) - position, args, account);
    case "order_target_value":
      return valued(id, Number(args.target ?? 0), args, account);
    case "order_target_percent":
      return valued(id, Number(args.target ?? 0) * account.value, args, account);
    default:
      throw new RangeError(`Cannot do "${action.op}": it is no action that makes an order`);
  }
}

function sized(id: string, size: number, args: ActionArguments, account: AccountReading): OrderRequest | undefined {
  return order(id, size > 0 ? 1 : -1, size, args, account);
}

/** Returns the order for the difference between a target and the position's value, in whole units. */
function valued(id: string, target: number, args: ActionArguments, account: AccountReading): OrderRequest | undefined {
  const data = args.data ?? 0, position = account.sizeOf(data);
  if (target === 0 && position !== 0) return sized(id, -position, args, account);
  const value = position * account.closeOf(data), price = args.price || account.closeOf(data);
  const priced: ActionArguments = { ...args, price };
  if (target > value) return order(id, 1, Math.trunc(floorQuotient(target - value, price)), priced, account);
  if (target < value) return order(id, -1, Math.trunc(floorQuotient(value - target, price)), priced, account);
  return undefined;
}

function order(
  id: string,
  sign: number,
  size: number,
  args: ActionArguments,
  account: AccountReading,
): OrderRequest | undefined {
  if (size === 0) return undefined;
  const data = args.data ?? 0;
  const price = args.price || args.plimit || account.closeOf(data), pricelimit = args.plimit || price;
  const exectype = args.exectype ?? "Market";
  return { id, data, size: sign * Math.abs(size), exectype, price, pricelimit, held: false, args };
}

/** Returns the orders of a bracket: the entry, a limit order by default, then its stop and its limit if wanted. */
export function bracketRequestsOf(action: ScenarioAction, account: AccountReading): OrderRequest[] {
  const { stopprice, stopexec, limitprice, limitexec, ...own } = action.args ?? {};
  const id = action.id ?? "", sign = action.op === "buy_bracket" ? 1 : -1;
  const entryArgs: ActionArguments = own.exectype === undefined ? { ...own, exectype: "Limit" } : own;
  if (action.args !== undefined) {
    copyWholePrice(action.args, "price", entryArgs, "price");
    copyWholePrice(action.args, "plimit", entryArgs, "plimit");
  }
  const entry = order(`${id}.main`, sign, own.size ?? DEFAULT_SIZE, entryArgs, account);
  if (entry === undefined) throw new RangeError(`Cannot make bracket ${id} of size ${own.size}: it must not be zero`);
  const requests: OrderRequest[] = [entry];
  const child = (name: string, exectype: unknown, usual: string, price: unknown, source: string): void => {
    if (exectype === null) return;
    const args: Record<string, unknown> = { data: own.data, price, exectype: exectype ?? usual, valid: own.valid };
    args.tradeid = own.tradeid;
    if (own.oco !== undefined) args.oco = own.oco;
    if (action.args !== undefined) copyWholePrice(action.args, source, args, "price");
    const made = order(`${id}.${name}`, -sign, entry.size, args as ActionArguments, account)!;
    requests.push({ ...made, parent: entry.id });
  };
  child("stop", stopexec, "Stop", stopprice, "stopprice");
  child("limit", limitexec, "Limit", limitprice, "limitprice");
  return requests.map((request, index) => ({ ...request, held: index < requests.length - 1 }));
}

/**
 * Returns the quotient of two doubles rounded down, computed from the remainder in the way of the recording program.
 */
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
