/**
 * Makes the orders of an action, by the rules of the strategy's method, if it makes any.
 *
 * @module
 */

import { type ActionArguments, copyWholePrice, type ScenarioAction } from "./scenario.ts";

/** Values of the account that the methods read to size an order. */
export interface AccountReading {
  /** Returns the signed size of a feed's position. */
  sizeOf(data: number): number;
  /** Returns the close of a feed's current bar. */
  closeOf(data: number): number;
  /** Returns the value of a feed's position now. */
  valueOf(data: number): number;
  /** Returns the whole units that an amount of money buys of a feed at a price. */
  unitsFor(data: number, price: number, money: number): number;
  /** Returns the size of an order on a feed that says none. */
  sizing(data: number): number;
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
  const args = action.args ?? {}, id = action.id ?? "", data = args.data ?? 0;
  switch (action.op) {
    case "buy":
      return order(id, 1, args.size ?? account.sizing(data), args, account);
    case "sell":
      return order(id, -1, args.size ?? account.sizing(data), args, account);
    case "close": {
      const position = account.sizeOf(data);
      return position === 0 ? undefined : order(id, position > 0 ? -1 : 1, args.size ?? position, args, account);
    }
    case "order_target_size":
      return sized(id, Number(args.target ?? 0) - account.sizeOf(data), args, account);
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
  const value = account.valueOf(data), price = args.price || account.closeOf(data);
  const priced: ActionArguments = { ...args, price };
  if (target > value) return order(id, 1, account.unitsFor(data, price, target - value), priced, account);
  if (target < value) return order(id, -1, account.unitsFor(data, price, value - target), priced, account);
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
  const exectype = args.exectype ?? "Market", held = args.transmit === false;
  const made = { id, data, size: sign * Math.abs(size), exectype, price, pricelimit, held, args };
  return typeof args.parent === "string" ? { ...made, parent: args.parent } : made;
}

/** Returns the orders of a bracket: the entry, a limit order by default, then its stop and its limit if wanted. */
export function bracketRequestsOf(action: ScenarioAction, account: AccountReading): OrderRequest[] {
  const { stopprice, stopexec, stopargs, limitprice, limitexec, limitargs, oargs, ...own } = action.args ?? {};
  const id = action.id ?? "", sign = action.op === "buy_bracket" ? 1 : -1;
  const entryArgs: ActionArguments = { exectype: "Limit", ...own, ...Object(oargs) };
  if (action.args !== undefined) {
    copyWholePrice(action.args, "price", entryArgs, "price");
    copyWholePrice(action.args, "plimit", entryArgs, "plimit");
  }
  const entry = order(`${id}.main`, sign, entryArgs.size ?? account.sizing(own.data ?? 0), entryArgs, account);
  if (entry === undefined) throw new RangeError(`Cannot make bracket ${id} of size ${own.size}: it must not be zero`);
  const requests: OrderRequest[] = [entry];
  const child = (
    name: string,
    exectype: unknown,
    usual: string,
    price: unknown,
    source: string,
    more: unknown,
  ): void => {
    if (exectype === null) return;
    const args: Record<string, unknown> = { data: own.data, price, exectype: exectype ?? usual, valid: own.valid };
    args.tradeid = own.tradeid;
    Object.assign(args, more);
    if (own.oco !== undefined) args.oco = own.oco;
    if (action.args !== undefined) copyWholePrice(action.args, source, args, "price");
    const made = order(`${id}.${name}`, -sign, entry.size, args as ActionArguments, account)!;
    requests.push({ ...made, parent: entry.id });
  };
  child("stop", stopexec, "Stop", stopprice, "stopprice", stopargs);
  child("limit", limitexec, "Limit", limitprice, "limitprice", limitargs);
  return requests.map((request, index) => ({ ...request, held: index < requests.length - 1 }));
}
