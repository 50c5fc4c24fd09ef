/**
 * Options that have no effect, because the one that they belong to is missing: a mistake that no number would show.
 *
 * A term of all feeds has an effect if it has one on any of them; a term of a single feed has to have it there.
 *
 * @module
 */

import type { InstrumentOptions } from "../broker/instrument_spec.ts";
import { inspected } from "../host.ts";

/** An option that needs another one. */
interface IdleOption {
  readonly name: keyof InstrumentOptions;
  /** Its value that changes nothing anywhere. */
  readonly idle: unknown;
  /** The options of which it needs one; `null` and a missing one are none. */
  readonly needs: readonly (keyof InstrumentOptions)[];
  /** The lack, and the remedy. */
  readonly without: string;
}

const SLIPPAGE: Pick<IdleOption, "needs" | "without"> = {
  needs: ["slippage", "slippageAmount", "slippageTicks", "slippageImpact", "slippageSpread"],
  without: "without slippage: nothing slips; pass slippage, slippageAmount, slippageTicks, slippageImpact or " +
    "slippageSpread too",
};

const IDLE_OPTIONS: readonly IdleOption[] = [
  {
    name: "liquidationFee",
    idle: 0,
    needs: ["leverage", "margin"],
    without: "without a margin: nothing is liquidated; pass margin, such as { initial: 0.1 }, or leverage too",
  },
  {
    name: "tickRounding",
    idle: "snap",
    needs: ["tick"],
    without: "without a tick: no price is off it; pass tick too",
  },
  { name: "slippageAtOpen", idle: true, ...SLIPPAGE },
  { name: "slippageOfLimits", idle: false, ...SLIPPAGE },
  { name: "slippageBeyondBar", idle: "clamp", ...SLIPPAGE },
];

/**
 * Refuses options that change nothing. All of them have been checked one by one.
 *
 * @param options Terms of all feeds, with those of single feeds in `instruments`.
 * @param feeds Names of the feeds that are traded.
 * @throws {RangeError} If an option has no effect.
 */
export function checkIdleOptions(
  options: InstrumentOptions & { readonly instruments?: Readonly<Record<string, InstrumentOptions>> },
  feeds: readonly string[],
): void {
  for (const { name, idle, needs, without } of IDLE_OPTIONS) {
    const works = (feed: string): boolean => {
      const terms = { ...options, ...options.instruments?.[feed] };
      return needs.some((needed) => terms[needed] !== undefined && terms[needed] !== null);
    };
    const hasOwn = (feed: string): boolean => options.instruments?.[feed]?.[name] !== undefined;
    const own = feeds.find((feed) => hasOwn(feed) && options.instruments![feed]![name] !== idle && !works(feed));
    if (own !== undefined) {
      throw new RangeError(
        `Cannot use ${name} of feed "${own}" ${inspected(options.instruments![own]![name], 0)} ${without}`,
      );
    }
    const value = options[name], others = feeds.filter((feed) => !hasOwn(feed));
    if (value === undefined || value === idle || others.length === 0 || others.some(works)) continue;
    throw new RangeError(`Cannot use ${name} ${inspected(value, 0)} ${without}`);
  }
}
