/**
 * The order part of an adapter that has market data alone.
 *
 * @module
 */

import type { Outcome, Venue } from "./venue.ts";
import { VenueError } from "./venue_error.ts";

/** The members of a venue that concern orders and the account. */
export type OrderPart = Pick<Venue, "place" | "cancel" | "find" | "openOrders" | "fills" | "balances">;

/**
 * Returns the order part of an adapter that has none: each member throws `NOT_SUPPORTED` and says its name, so that no
 * order is lost in silence.
 *
 * @param name Name of the venue.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { ordersNotSupported, VenueError } from "@cracktrader/cracktrader/venue";
 *
 * await assertRejects(() => ordersNotSupported("example").balances(), VenueError, "balances");
 * ```
 */
export function ordersNotSupported(name: string): OrderPart {
  const refuse = (member: string): Promise<never> =>
    Promise.reject(
      new VenueError(
        "NOT_SUPPORTED",
        `Cannot call ${member} of venue "${name}": its adapter has market data alone; run in mode "paper"`,
      ),
    );
  return {
    place: (): Promise<Outcome> => refuse("place"),
    cancel: (): Promise<Outcome> => refuse("cancel"),
    find: () => refuse("find"),
    openOrders: () => refuse("openOrders"),
    fills: () => refuse("fills"),
    balances: () => refuse("balances"),
  };
}
