/**
 * A result as plain data, in the form of {@linkcode RESULT_SCHEMA}.
 *
 * @module
 */

import type {
  CashFlowRow,
  DiagnosticRow,
  FillRow,
  JournalRows,
  OrderRow,
  PaymentRow,
  RefusalRow,
  SplitRow,
  TradeRow,
} from "../broker/result_rows.ts";
import type { FigureUnit } from "../analyzers/figure.ts";
import type { RunFigures } from "../analyzers/figures.ts";
import type { Stats } from "../analyzers/stats.ts";
import type { LineAbout } from "../lines/line_about.ts";
import { PACKAGE_VERSION } from "../package_version.ts";
import type { JsonObject } from "../records/json.ts";
import type { FeedFacts } from "./feed_facts.ts";
import { documentHash } from "./document_hash.ts";
import type { ResolvedConfiguration, ResultFields } from "./result_fields.ts";
import type { ResultLineFacts } from "./result_line.ts";
import type { ShownParams } from "./shown_params.ts";
import type { SummaryContext } from "./summary.ts";

/** The word by which a saved result is known. */
export const RESULT_FORMAT: ResultDocument["format"] = "cracktrader result";
/** Version of the form. Another version is refused. */
export const RESULT_VERSION: ResultDocument["version"] = 1;

/** The curves of a result: an entry for each step. */
export interface CurveDocument {
  /**
   * Mark hash over the entries below, which `closeAtEnd` changes at the last step; null without a step, and for amounts
   * past those that doubles count. A reader finds a changed entry by it.
   */
  readonly markHash: string | null;
  /** Time of each step in microseconds since the epoch. */
  readonly timeUs: readonly number[];
  /** Value of the account at the end of each step. */
  readonly equity: readonly number[];
  /** Cash at the end of each step. */
  readonly cash: readonly number[];
}

/** A line of a result. */
export interface LineDocument {
  /** The field of the strategy that holds the line. */
  readonly field: string;
  /** Name of the line. */
  readonly name: string;
  /** Number of bars up to the first value. */
  readonly minPeriod: number;
  /** The indicator that the line is an output of; null for arithmetic and columns of a feed. */
  readonly about: LineAbout | null;
  /** Time of each bar of the line in microseconds since the epoch. */
  readonly timeUs: readonly number[];
  /** One value for each bar; null where there is none, or none that JSON holds. */
  readonly values: readonly (number | null)[];
}

/** A result as plain data: `result.toJSON()` gives it, `ct.readResult` takes it. */
export interface ResultDocument {
  /** `"cracktrader result"`. */
  readonly format: "cracktrader result";
  /** Version of the form. */
  readonly version: 1;
  /** Version of the package that wrote it. */
  readonly package: string;
  /** Name of the strategy class. */
  readonly strategyName: string;
  /** Engine of the run, and the reason for the choice. */
  readonly engine: { readonly backend: string; readonly reason: string };
  /** Calls into the Rust library. */
  readonly crossings: number;
  /** Events that the core applied. */
  readonly events: number;
  /** State chain: 16 hexadecimal digits, or nothing with the option `chain: false`. */
  readonly chain: string;
  /** Mark hash over all steps: 16 hexadecimal digits. */
  readonly markHash: string;
  /** Facts of each feed. */
  readonly feeds: readonly FeedFacts[];
  /** Configuration with all inferred values; a parameter that JSON cannot hold is its text. */
  readonly configuration: Omit<ResolvedConfiguration, "params"> & { readonly params: JsonObject };
  /** Statistics. */
  readonly stats: Stats;
  /** All figures by name; null for one that is not defined. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Reason of each figure that is null, by its name. */
  readonly figureReasons: Readonly<Record<string, string>>;
  /** Unit of each figure of the user, by its name. */
  readonly ownFigures: Readonly<Record<string, FigureUnit>>;
  /** Further parts of the summary. */
  readonly remarks: Pick<SummaryContext, "notes" | "params" | "barsNeeded" | "barsGiven" | "canDecide">;
  /** The curves. */
  readonly curve: CurveDocument;
  /** Every order. */
  readonly orders: readonly OrderRow[];
  /** Every fill. */
  readonly fills: readonly FillRow[];
  /** Every trade. */
  readonly trades: readonly TradeRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Every diagnostic. */
  readonly diagnostics: readonly DiagnosticRow[];
  /** Money that came from outside or went there; absent for none. */
  readonly cashFlows?: readonly CashFlowRow[];
  /** Payments without a fill; absent for none. */
  readonly payments?: readonly PaymentRow[];
  /** Splits; absent for none. */
  readonly splits?: readonly SplitRow[];
  /** The lines of the strategy; absent unless they were asked for. */
  readonly lines?: readonly LineDocument[];
  /**
   * SHA-256 of the UTF-8 text that `JSON.stringify` gives of all other members, in their order: 64 hexadecimal digits.
   * A reader finds a change by it.
   */
  readonly hash: string;
}

/** The parts of a result that make its document. */
export interface DocumentParts {
  /** What the result is made of. */
  readonly fields: ResultFields;
  /** Its rows. */
  readonly rows: JournalRows;
  /** Its statistics. */
  readonly stats: Stats;
  /** Its figures. */
  readonly figures: RunFigures;
  /** Its parameters. */
  readonly params: ShownParams;
  /** Mark hash of its curves; null without one. */
  readonly curveHash: string | null;
  /** Its lines, where they were asked for. */
  readonly lines: readonly ResultLineFacts[] | undefined;
}

/** Options of {@linkcode RunResult.export}. */
export interface ExportOptions {
  /** True to add the lines of the strategy with all their values. Default: false. */
  readonly lines?: boolean;
}

/** Returns a result as plain data. */
export function resultDocument(
  { fields, rows, stats, figures, params, curveHash, lines }: DocumentParts,
): ResultDocument {
  const { configuration, summaryContext } = fields,
    { notes, barsNeeded, barsGiven, canDecide } = summaryContext;
  const { orders, fills, trades, refusals, diagnostics } = rows;
  const document = {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    package: fields.package ?? PACKAGE_VERSION,
    strategyName: fields.strategyName,
    engine: fields.engine,
    crossings: fields.crossings,
    events: fields.events,
    chain: fields.chain,
    markHash: fields.markHash,
    feeds: fields.feedFacts,
    configuration: { ...configuration, params: params.plain },
    stats,
    figures: figures.values,
    figureReasons: figures.reasons,
    ownFigures: fields.ownUnits,
    remarks: { notes, params: params.texts, barsNeeded, barsGiven, canDecide },
    curve: {
      markHash: curveHash,
      timeUs: Array.from(fields.timeUs),
      equity: Array.from(fields.equity),
      cash: Array.from(fields.cash),
    },
    ...{ orders, fills, trades, refusals, diagnostics },
    // Parts that came later are left out where there is nothing of them, so that earlier documents stay as they are.
    ...(fields.cashFlows === undefined || fields.cashFlows.length === 0 ? {} : { cashFlows: fields.cashFlows }),
    ...(fields.payments === undefined || fields.payments.length === 0 ? {} : { payments: fields.payments }),
    ...(fields.splits === undefined || fields.splits.length === 0 ? {} : { splits: fields.splits }),
    ...(lines === undefined ? {} : { lines: lines.map(lineDocument) }),
  };
  return { ...document, hash: documentHash(document) };
}

function lineDocument({ field, name, minPeriod, about, timeUs, values }: ResultLineFacts): LineDocument {
  return {
    ...{ field, name, minPeriod, about: about ?? null },
    timeUs: Array.from(timeUs),
    values: Array.from(values, (value) => Number.isFinite(value) ? value : null),
  };
}
