/**
 * The probability of backtest overfitting, by combinatorially symmetric cross-validation.
 *
 * The time is cut into an even number of blocks. For each choice of half of them the best trial there is looked up among
 * all trials on the other half. It is overfitted where it comes out in the lower half.
 *
 * Source: D. Bailey, J. Borwein, M. López de Prado and Q. Zhu, "The Probability of Backtest Overfitting", Journal of
 * Computational Finance 20 (2017).
 *
 * @module
 */

import { partOfTime, type ReturnFacts, TIME_PARTS } from "../return_facts.ts";

/** What came of the cross-validation. */
export interface Overfitting {
  /** Part of the splits in which the best trial of one half is in the lower half of the other one. */
  readonly probability: number;
  /** Number of splits. */
  readonly splits: number;
  /** Number of blocks. */
  readonly blocks: number;
  /** Number of trials that were compared. */
  readonly trials: number;
  /** Median of the ranks of the chosen trial on the other half: 1 the best, 0 the worst. */
  readonly medianRank: number;
  /** Part of the splits in which the chosen trial loses on the other half. */
  readonly lossProbability: number;
}

/** Most work of the 12,870 splits of 16 blocks: splits times trials. */
const WORK_MAX = 40_000_000;

/**
 * Returns the probability of overfitting of some trials; null for fewer than two trials, or returns that are fewer than two
 * for each block.
 *
 * @param trials Facts of the returns of each trial, over the same time.
 * @param blocks Number of blocks: 16, 8 or 4; 16 by default, or 8 where there are thousands of trials.
 */
export function overfitting(trials: readonly ReturnFacts[], blocks?: 4 | 8 | 16): Overfitting | null {
  const used = blocks ?? (trials.length * choose(16) > WORK_MAX ? 8 : 16), count = trials[0]?.count ?? 0;
  if (trials.length < 2 || count < 2 * used) return null;
  const sums = trials.map((trial) => blockSums(trial, used)), sizes = blockSizes(count, used);
  const ranks: number[] = [];
  let losses = 0, overfitted = 0;
  for (let chosen = 0; chosen < 2 ** used; chosen++) {
    if (bitsOf(chosen) !== used / 2) continue;
    const inside = sums.map((sum) => sharpeOf(sum, sizes, chosen, used));
    const outside = sums.map((sum) => sharpeOf(sum, sizes, 2 ** used - 1 - chosen, used));
    let best = 0;
    for (let trial = 1; trial < inside.length; trial++) if (inside[trial]! > inside[best]!) best = trial;
    const value = outside[best]!;
    // Equal trials share the mean of their ranks, so that their order decides nothing.
    let below = 0, equal = 0;
    for (const other of outside) {
      if (other < value) below++;
      else if (other === value) equal++;
    }
    const rank = (below + (equal + 1) / 2) / (outside.length + 1);
    ranks.push(rank);
    // The logit ln(rank / (1 - rank)) is not above zero.
    if (rank <= 0.5) overfitted++;
    if (value < 0) losses++;
  }
  ranks.sort((a, b) => a - b);
  const splits = ranks.length;
  return {
    probability: overfitted / splits,
    ...{ splits, blocks: used, trials: trials.length },
    medianRank: (ranks[Math.floor((splits - 1) / 2)]! + ranks[Math.floor(splits / 2)]!) / 2,
    lossProbability: losses / splits,
  };
}

/** Sums, and sums of squares, of the returns of each block. */
interface BlockSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function blockSums({ parts }: ReturnFacts, blocks: number): BlockSums {
  const sums = new Float64Array(blocks), squares = new Float64Array(blocks), each = TIME_PARTS / blocks;
  for (let part = 0; part < TIME_PARTS; part++) {
    const block = Math.floor(part / each);
    sums[block]! += parts[part]!;
    squares[block]! += parts[TIME_PARTS + part]!;
  }
  return { sums, squares };
}

function blockSizes(count: number, blocks: number): Float64Array {
  return Float64Array.from(
    { length: blocks },
    (_none, block) => partOfTime(block + 1, count, blocks) - partOfTime(block, count, blocks),
  );
}

/** Returns the Sharpe ratio of one period over the blocks whose bits are set; 0 where the returns do not vary. */
function sharpeOf({ sums, squares }: BlockSums, sizes: Float64Array, bits: number, blocks: number): number {
  let sum = 0, square = 0, count = 0;
  for (let block = 0; block < blocks; block++) {
    if ((bits >> block & 1) === 0) continue;
    sum += sums[block]!;
    square += squares[block]!;
    count += sizes[block]!;
  }
  const variance = (square - sum * sum / count) / (count - 1);
  // What is left of equal squares is noise of their rounding.
  return variance > square / count * 1e-14 ? sum / count / Math.sqrt(variance) : 0;
}

function bitsOf(word: number): number {
  let bits = 0;
  for (let rest = word; rest > 0; rest &= rest - 1) bits++;
  return bits;
}

/** Returns the number of choices of half of some blocks. */
function choose(blocks: number): number {
  let ways = 1;
  for (let at = 1; at <= blocks / 2; at++) ways = ways * (blocks / 2 + at) / at;
  return ways;
}
