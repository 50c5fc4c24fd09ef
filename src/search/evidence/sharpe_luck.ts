/**
 * How much of a Sharpe ratio may be luck: its probability, its deflation by the number of trials, and the track record
 * that it needs.
 *
 * All ratios are those of one period, not annualised. Kurtosis is 3 for a normal distribution.
 *
 * @module
 */

import { normalProbability } from "../../analyzers/returns/normal_distribution.ts";
import { normalQuantile } from "./normal_quantile.ts";

/** Moments of returns that the deviation of their Sharpe ratio follows from. */
export interface SharpeMoments {
  /** Sharpe ratio of one period. */
  readonly sharpe: number;
  /** Number of returns. */
  readonly count: number;
  /** Skewness of the returns. */
  readonly skewness: number;
  /** Kurtosis of the returns, 3 for a normal distribution. */
  readonly kurtosis: number;
}

/** The constant of Euler and Mascheroni. */
const EULER = 0.5772156649015329;

/**
 * Returns the probability that the true Sharpe ratio is above another one; null where the moments give the ratio no
 * deviation.
 *
 * `Φ((s - s*) √(n - 1) / √(1 - skewness s + (kurtosis - 1) / 4 s²))`. Source: D. Bailey and M. López de Prado, "The Sharpe
 * Ratio Efficient Frontier", Journal of Risk 15 (2012).
 *
 * @param moments Moments of the returns.
 * @param than The other ratio, of one period.
 */
export function probabilisticSharpe(moments: SharpeMoments, than: number): number | null {
  const square = squareOf(moments);
  if (!(square > 0) || moments.count < 2) return null;
  return normalProbability((moments.sharpe - than) * Math.sqrt(moments.count - 1) / Math.sqrt(square));
}

/**
 * Returns the highest Sharpe ratio that is expected of some trials without any skill: 0 for one trial.
 *
 * `√v ((1 - γ) Φ⁻¹(1 - 1/n) + γ Φ⁻¹(1 - 1/(n e)))`, γ being the constant of Euler and Mascheroni. Source: D. Bailey and M.
 * López de Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40 (2014).
 *
 * @param variance Variance of the ratios of the trials.
 * @param trials Number of independent trials.
 */
export function expectedBestSharpe(variance: number, trials: number): number {
  if (!(trials > 1)) return 0;
  const first = normalQuantile(1 - 1 / trials), second = normalQuantile(1 - 1 / (trials * Math.E));
  return Math.sqrt(variance) * ((1 - EULER) * first + EULER * second);
}

/**
 * Returns the number of returns from which on a Sharpe ratio is above another one with a confidence; Infinity where it is
 * not above it, null where the moments give the ratio no deviation.
 *
 * `1 + (1 - skewness s + (kurtosis - 1) / 4 s²) (Φ⁻¹(confidence) / (s - s*))²`. Source: as for
 * {@linkcode probabilisticSharpe}.
 *
 * @param moments Moments of the returns.
 * @param than The other ratio, of one period.
 * @param confidence The confidence, between 0.5 and 1.
 */
export function leastTrackRecord(moments: SharpeMoments, than: number, confidence: number): number | null {
  const square = squareOf(moments);
  if (!(square > 0)) return null;
  if (!(moments.sharpe > than)) return Infinity;
  return 1 + square * (normalQuantile(confidence) / (moments.sharpe - than)) ** 2;
}

function squareOf({ sharpe, skewness, kurtosis }: SharpeMoments): number {
  return 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe ** 2;
}
