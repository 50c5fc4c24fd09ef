/**
 * The least that a figure is worked out from.
 *
 * @module
 */

/**
 * The least that a figure is worked out from: one return, two of them, two dates with a return of the benchmark too, or one
 * closed trade. Without it the figure is null, and its function is not called.
 */
export type FigureNeed = "return" | "two returns" | "benchmark" | "closed trade";
