/**
 * A strategy that does what a plan says.
 *
 * @module
 */

import * as ct from "../../../mod.ts";
import type { Plan, PlannedAct, PlannedOrder } from "./plan.ts";

/** Returns a strategy class that makes the calls of a plan, each at its step. */
export function plannedStrategy(plan: Plan): ct.StrategyClass<Record<string, never>> {
  const acts = new Map<number, PlannedAct[]>();
  for (const act of plan.acts) acts.set(act.step, [...acts.get(act.step) ?? [], act]);

  return class Planned extends ct.Strategy<Record<string, never>> {
    static override readonly defaults = {};
    readonly #orders = new Map<number, ct.OrderView | null>();
    #step = 0;

    override prenext(): void {
      this.#act();
    }

    override next(): void {
      this.#act();
    }

    #act(): void {
      for (const act of acts.get(this.#step++) ?? []) this.#call(act);
    }

    #call(act: PlannedAct): void {
      const { call, options } = act;
      if (call === "cancel" || call === "replace") {
        const order = this.#find(act.order!);
        if (order === null) return;
        if (call === "cancel") this.cancel(order);
        else this.replace(order, options);
      } else if (call === "close") this.#orders.set(act.act, this.close(options));
      else if (call === "target") this.#orders.set(act.act, this.target(options as ct.TargetOptions));
      else this.#orders.set(act.act, this[call](this.#orderOptions(act)));
    }

    #orderOptions({ options, valid, oco }: PlannedAct): ct.OrderOptions {
      const leader = oco === undefined ? null : this.#find(oco);
      return {
        ...options,
        ...(valid === undefined ? {} : { valid: typeof valid === "string" ? valid : new Date(valid / 1000) }),
        ...(leader === null ? {} : { oco: leader }),
      } as ct.OrderOptions;
    }

    /** Returns the order that a plan means, or null where there is none, as after a `close` without a position. */
    #find({ act, part }: PlannedOrder): ct.OrderView | null {
      const order = this.#orders.get(act) ?? null;
      return order === null || part === "entry" ? order : order[part];
    }
  };
}
