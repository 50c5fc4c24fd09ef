/**
 * The evidence: numbers, and sentences that a person reads.
 *
 * @module
 */

import { displayBy } from "../../notebook.ts";
import { showBy } from "../../shown.ts";
import type { JsonValue } from "../../records/json.ts";
import { formatAmount, formatPercent } from "../../records/number_format.ts";
import type { Params } from "../../strategy/strategy.ts";
import { escapedHtml } from "../../table.ts";
import { paramsText } from "../param_space.ts";
import { CLOSE_CORRELATION } from "./independent_trials.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Overfitting } from "./overfitting.ts";
import type { Band, DrawnReturns, TradeOrder } from "./resampling.ts";
import type { PriceChanges, StartRuns } from "./reruns.ts";

/** How many trials were made. */
export interface TrialCounts {
  /** Trials that are known, and those of the option `furtherTrials`. */
  readonly raw: number;
  /** Groups of trials whose returns go together, and those of the option. */
  readonly independent: number;
  /** The number by which the Sharpe ratio was deflated: the independent ones. */
  readonly used: number;
  /** True if the trials of a ledger were counted. */
  readonly fromLedger: boolean;
}

/** The numbers of the evidence. */
export interface EvidenceNumbers {
  /** Name of the strategy. */
  readonly strategy: string;
  /** State chain of the run that was looked at. */
  readonly chain: string;
  /** Figure by which the search ranked; null for a run alone. */
  readonly objective: string | null;
  /** The best trial; null for a run alone. */
  readonly best: { readonly params: Params; readonly objective: number } | null;
  /** How many trials were made on these prices. */
  readonly trials: TrialCounts;
  /** Number of returns, one for each session date. */
  readonly returns: number;
  /** Number of returns in a year. */
  readonly periodsPerYear: number;
  /** Sharpe ratio of one period, not annualised; null where the returns do not vary. */
  readonly sharpePerPeriod: number | null;
  /** Skewness of the returns. */
  readonly skewness: number;
  /** Kurtosis of the returns, 3 for a normal distribution. */
  readonly kurtosis: number;
  /** Variance of the Sharpe ratios of the trials, of one period. */
  readonly sharpeVariance: number;
  /** The highest Sharpe ratio of one period that so many trials reach by luck alone. */
  readonly luckySharpe: number;
  /** Probability that the true Sharpe ratio is above zero, if this had been the only trial. */
  readonly probabilisticSharpe: number | null;
  /** Probability that the true Sharpe ratio is above what luck reaches in so many trials. */
  readonly deflatedSharpe: number | null;
  /** Confidence of the least track record. */
  readonly confidence: number;
  /** Returns from which on the ratio is above zero with that confidence; Infinity if it is not above zero. */
  readonly leastTrackRecord: number | null;
  /** Cross-validation of the search; null without enough trials or returns. */
  readonly overfitting: Overfitting | null;
  /** The closed trades in other orders; null for fewer than two. */
  readonly tradeOrder: TradeOrder | null;
  /** Series of returns that were drawn anew; null for fewer than ten returns. */
  readonly drawnReturns: DrawnReturns | null;
  /** Neighbours of the best trial; null for a run alone. */
  readonly neighbours: Neighbours | null;
  /** Runs from later dates on; null for a run alone. */
  readonly startDates: StartRuns | null;
  /** Runs over prices that lie a tick away; null for a run alone. */
  readonly priceChanges: PriceChanges | null;
  /** Seed of what was drawn at random. */
  readonly seed: number;
}

/** The evidence of a search or of a run: {@linkcode EvidenceNumbers}, and the sentences of {@linkcode Evidence.text}. */
export class Evidence {
  /** All numbers. */
  readonly numbers: EvidenceNumbers;
  /** Sentences, each with its numbers. */
  readonly sentences: readonly string[];

  static {
    showBy(Evidence.prototype, (evidence) => evidence.text());
    displayBy(Evidence.prototype, (evidence) => ({
      "text/plain": evidence.text(),
      "text/html": `<ul>${evidence.sentences.map((sentence) => `<li>${escapedHtml(sentence)}</li>`).join("")}</ul>`,
    }));
  }

  /** Keeps the numbers. Only {@linkcode evidence} calls it. */
  constructor(numbers: EvidenceNumbers) {
    this.numbers = Object.freeze(numbers);
    this.sentences = Object.freeze(sentencesOf(numbers));
  }

  /** Probability that the true Sharpe ratio is above zero, if this had been the only trial; null if not defined. */
  get probabilisticSharpe(): number | null {
    return this.numbers.probabilisticSharpe;
  }

  /** Probability that the true Sharpe ratio is above what luck reaches in so many trials; null if not defined. */
  get deflatedSharpe(): number | null {
    return this.numbers.deflatedSharpe;
  }

  /** Probability that the search chose what was lucky; null without enough trials or returns. */
  get overfittingProbability(): number | null {
    return this.numbers.overfitting?.probability ?? null;
  }

  /** Returns the sentences, one a line. */
  text(): string {
    return this.sentences.join("\n");
  }

  /** Returns the numbers and the sentences as plain data for JSON. */
  toJSON(): JsonValue {
    const { leastTrackRecord, ...numbers } = this.numbers;
    return JSON.parse(JSON.stringify({
      ...numbers,
      leastTrackRecord: leastTrackRecord === Infinity ? "Infinity" : leastTrackRecord,
      sentences: this.sentences,
    })) as JsonValue;
  }
}

function sentencesOf(numbers: EvidenceNumbers): string[] {
  const { best, objective, strategy, returns, trials } = numbers;
  const subject = best === null
    ? `One run of ${strategy} was looked at, over ${returns} ${returns === 1 ? "return" : "returns"}.`
    : `The best trial of ${strategy} is ${paramsText(best.params)}, with ${objective} ${shown(best.objective)}.`;
  return [
    subject,
    trialsSentence(trials),
    ...sharpeSentences(numbers),
    ...overfittingSentences(numbers),
    ...neighbourSentences(numbers),
    ...startSentences(numbers),
    ...priceSentences(numbers),
    ...drawnSentences(numbers),
  ];
}

function trialsSentence({ raw, independent, fromLedger }: TrialCounts): string {
  if (raw === 1) return `${fromLedger ? "The ledger and the search have" : "There is"} 1 trial on these prices.`;
  const source = fromLedger ? "The ledger and the search have" : "There are";
  return `${source} ${raw} trials on these prices, ${independent} of them independent ` +
    `(returns that correlate by less than ${CLOSE_CORRELATION}); the independent ones count below.`;
}

function sharpeSentences(numbers: EvidenceNumbers): string[] {
  const { sharpePerPeriod, periodsPerYear, probabilisticSharpe: alone, deflatedSharpe, luckySharpe, trials } = numbers;
  if (sharpePerPeriod === null) return ["The returns do not vary, so that there is no Sharpe ratio to test."];
  const root = Math.sqrt(periodsPerYear), year = shown(sharpePerPeriod * root);
  if (alone === null || deflatedSharpe === null) {
    return [`The Sharpe ratio is ${year} a year; the moments of the returns give it no deviation to test it by.`];
  }
  const { leastTrackRecord, confidence, returns } = numbers;
  const needed = leastTrackRecord === null || leastTrackRecord === Infinity
    ? `No number of returns would show it to be above zero, as it is not.`
    : `It needs ${Math.ceil(leastTrackRecord)} ${
      Math.ceil(leastTrackRecord) === 1 ? "return" : "returns"
    } to be above zero with ${formatPercent(confidence)} confidence; there are ${returns}.`;
  return [
    `The Sharpe ratio is ${year} a year. Alone it would be above zero with a probability of ${formatPercent(alone)}.`,
    trials.used === 1
      ? "With one independent trial there is nothing to deflate."
      : `${trials.used} trials without any skill reach ${
        shown(luckySharpe * root)
      } by luck; the ratio is above that with ` +
        `a probability of ${formatPercent(deflatedSharpe)} (deflated Sharpe ratio).`,
    needed,
  ];
}

function overfittingSentences({ overfitting, best }: EvidenceNumbers): string[] {
  if (overfitting === null) {
    return best === null ? [] : ["There are too few trials or returns for a cross-validation of the search."];
  }
  const { probability, splits, medianRank, lossProbability } = overfitting;
  return [
    `In ${
      formatPercent(probability)
    } of ${splits} splits of the time the trial that was best on one half came out in the ` +
    `lower half of the trials on the other (probability of overfitting); its median rank there was ${
      shown(medianRank)
    }, 1 being the best, and it lost in ${formatPercent(lossProbability)}.`,
  ];
}

function neighbourSentences({ neighbours, best, objective }: EvidenceNumbers): string[] {
  if (neighbours === null || best === null) return [];
  const { tried, median, worst } = neighbours;
  if (median === null || worst === null) {
    return [`The best trial has ${tried === 0 ? "no neighbour that was tried" : "no neighbour with a result"}.`];
  }
  return [
    `Its ${tried} ${
      tried === 1 ? "neighbour" : "neighbours"
    }, one step of one parameter away, have a median ${objective} of ${shown(median)} and at worst ${
      shown(worst)
    }; the best has ${shown(best.objective)}.`,
  ];
}

function startSentences({ startDates, objective }: EvidenceNumbers): string[] {
  if (startDates === null) return [];
  const { runs, winning } = startDates,
    objectives = runs.flatMap(({ objective }) => objective === null ? [] : [objective]);
  const range = objectives.length === 0
    ? ""
    : `; ${objective} lies between ${shown(Math.min(...objectives))} and ${shown(Math.max(...objectives))}`;
  return [
    `Begun at ${runs.length} later ${runs.length === 1 ? "date" : "dates"}, it gains in ${
      formatPercent(winning)
    } of the runs${range}.`,
  ];
}

function priceSentences({ priceChanges, objective }: EvidenceNumbers): string[] {
  if (priceChanges === null) return [];
  const { runs, flipped, lowest, highest, failed } = priceChanges;
  const range = lowest === null || highest === null
    ? ""
    : `; ${objective} lies between ${shown(lowest)} and ${shown(highest)}`;
  return [
    `Over prices moved by a tick at most, gain and loss change places in ${flipped} of ${runs} ${
      runs === 1 ? "run" : "runs"
    }${range}${failed === 0 ? "" : `; ${failed} ${failed === 1 ? "run" : "runs"} failed`}.`,
  ];
}

function drawnSentences({ tradeOrder, drawnReturns, seed }: EvidenceNumbers): string[] {
  const told: string[] = [];
  if (tradeOrder !== null) {
    const { runs, trades, drawdown, drawdowns, worse } = tradeOrder;
    told.push(
      `With its ${trades} closed ${trades === 1 ? "trade" : "trades"} in ${runs} other orders the largest drawdown is ${
        bandText(drawdowns, formatPercent)
      }; ` +
        `in their own order it is ${formatPercent(drawdown)}, and ${formatPercent(worse)} of the orders are worse.`,
    );
  }
  if (drawnReturns !== null) {
    const { runs, blockLength, finalEquity, drawdowns, losing } = drawnReturns;
    told.push(
      `Of ${runs} series of its returns, drawn in blocks of ${
        shown(blockLength)
      } on average (seed ${seed}), the final ` +
        `equity is ${bandText(finalEquity, formatAmount)}, the largest drawdown ${
          bandText(drawdowns, formatPercent)
        }, and ${formatPercent(losing)} lose.`,
    );
  }
  return told;
}

function bandText({ low, median, high }: Band, format: (value: number) => string): string {
  return `${format(median)} in the middle and between ${format(low)} and ${format(high)} in 90 %`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
