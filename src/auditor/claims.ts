/**
 * The claims in an engine's outputs that the auditor takes as they are: about numbers that an engine cannot hold.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Unmarkable } from "./account.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { ToldLots } from "./order_amounts.ts";
import type { AuditedOutput } from "./records.ts";

/** The engine's claims about an event whose numbers pass its limits. The auditor has no such limits. */
export interface Claims {
  /**
   * Returns whether the engine rejects the next fill of an order because of the limit. Without an order, it is the fill
   * that closes a position at the end of the run.
   */
  beyondLimit(order: AuditedOrder | undefined, instrument?: number): boolean;
  /** The lots of an order in its last notice. */
  readonly quantity: ToldLots;
}

/** Kinds that tell the quantity of an order. */
const SIZED_KINDS: ReadonlySet<string> = new Set(["ORDER", "EXECUTION"]);

/** Returns the claims in the outputs about numbers that an engine cannot hold. */
export function claimsOf(outputs: readonly AuditedOutput[]): Claims {
  const limited = outputs.filter(({ kind, reason }) => kind === "REFUSAL" && reason === contract.REASON_AMOUNT_LIMIT);
  const executed = outputs.filter(({ kind }) => kind === "EXECUTION");
  return {
    beyondLimit: (order, instrument) => {
      const id = order?.id ?? 0, place = order?.instrument ?? instrument, filled = order?.filled ?? -1n;
      const means = ({ lanes }: AuditedOutput): boolean => lanes.order_id === id && lanes.instrument === place;
      const later = ({ lanes }: AuditedOutput): boolean => BigInt(Math.abs(lanes.filled!)) > filled;
      return limited.some(means) && !executed.some((execution) => means(execution) && later(execution));
    },
    quantity: (order) => {
      const sizes = outputs.filter(({ kind, lanes }) => SIZED_KINDS.has(kind!) && lanes.order_id === order.id)
        .map(({ lanes }) => Math.abs(lanes.ordered ?? lanes.quantity ?? 0)).filter((size) => size > 0);
      // Before its first fill, an order has the size that a cut makes smaller later.
      return BigInt((order.filled === 0n ? sizes[0] : sizes.at(-1)) ?? 0);
    },
  };
}

/** Returns the claims in the outputs about positions that an engine cannot mark. */
export function unmarkableOf(outputs: readonly AuditedOutput[]): Unmarkable {
  const limited = outputs.filter(({ kind, reason }) =>
    kind === "DIAGNOSTIC" && reason === contract.REASON_AMOUNT_LIMIT
  );
  return (instrument, price) =>
    limited.some(({ lanes }) => lanes.instrument === instrument && BigInt(lanes.value!) === price);
}
