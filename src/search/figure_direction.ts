/**
 * The direction in which a figure is better.
 *
 * @module
 */

import type { FigureName } from "../analyzers/figures.ts";

/** Figures of which less is better: falls, swings, costs and losing streaks, none of them below zero. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set<FigureName>([
  "maxDrawdown",
  "maxDrawdownDuration",
  "averageDrawdown",
  "averageDrawdownDuration",
  "drawdownCount",
  "lastDrawdown",
  "timeUnderWater",
  "ulcerIndex",
  "painIndex",
  "volatility",
  "downsideDeviation",
  "riskOfRuin",
  "consecutiveLosses",
  "consecutiveLossDays",
  "commission",
  "commissionReturn",
  "slippage",
  "slippageReturn",
  "costs",
  "costsReturn",
]);

/** Returns the direction in which a figure is better; `"maximize"` for one of the user, about which nothing is known. */
export function directionOf(figure: unknown): "maximize" | "minimize" {
  return typeof figure === "string" && LESS_IS_BETTER.has(figure) ? "minimize" : "maximize";
}
