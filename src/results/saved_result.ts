/**
 * A result that was saved as JSON, and is read back.
 *
 * @module
 */

import type { FigureValues, RollingFigureName } from "../analyzers/figures.ts";
import { growthCurve } from "../analyzers/returns/growth_curve.ts";
import type { JournalRows } from "../broker/result_rows.ts";
import type { Explainable } from "../explain/explain.ts";
import { inspected } from "../host.ts";
import { valueKind } from "../value_kind.ts";
import { documentHash } from "./document_hash.ts";
import { frozen } from "./frozen.ts";
import { shapeFault } from "./json_shape.ts";
import { RunResult } from "./result.ts";
import { type LineDocument, RESULT_FORMAT, RESULT_VERSION, type ResultDocument } from "./result_document.ts";
import type { ResultFields } from "./result_fields.ts";
import { noSuchLine, ResultLine } from "./result_line.ts";
import type { ReportOptions } from "./report_port.ts";
import { RESULT_SHAPE } from "./result_schema.ts";

/**
 * A result that {@linkcode readResult} has read: all of {@linkcode RunResult}. Its strategy and its bars were not saved,
 * and asking for them is an error; its lines are there if they were saved with it.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Averaged extends ct.Strategy.with({}) {
 *   average = ct.sma(this.data.close, 20);
 * }
 *
 * const result = ct.backtest(Averaged, await ct.sample("aapl"));
 * const saved: ct.SavedResult = ct.readResult(JSON.stringify(result.export({ lines: true })));
 * assertEquals(saved.line("average").values, result.line("average").values);
 * assertThrows(() => saved.strategy, TypeError, "Cannot give the strategy of a saved result");
 * ```
 */
export class SavedResult extends RunResult {
  readonly #lines: readonly LineDocument[] | undefined;

  /** Keeps the parts of a saved result. {@linkcode readResult} makes them, after its checks. */
  constructor(fields: ResultFields, lines: readonly LineDocument[] | undefined) {
    super(fields);
    this.#lines = lines;
  }

  /**
   * The strategy of the run, which is not saved.
   *
   * @throws {TypeError} Always.
   */
  get strategy(): never {
    throw notSaved("the strategy", "it was not saved; run it again to have its fields");
  }

  /**
   * The bars of the run, which are not saved; {@linkcode RunResult.feedFacts} has their names, times and zones.
   *
   * @throws {TypeError} Always.
   */
  get feeds(): never {
    throw notSaved("the feeds", "their bars were not saved; feedFacts has their names, times and zones");
  }

  /**
   * The tables, which are not saved.
   *
   * @throws {TypeError} Always.
   */
  override get tables(): never {
    throw notSaved("the tables", "they were not saved; figures, trades and equity are there to make others");
  }

  /**
   * A figure over a window, which is not saved.
   *
   * @throws {TypeError} Always.
   */
  override rolling(_name: RollingFigureName, _window: number): never {
    throw notSaved("rolling figures", "they were not saved; equity and timeUs are there to make them");
  }

  /**
   * An explanation, which needs the bars and the records of the run.
   *
   * @throws {TypeError} Always.
   */
  override explain(_subject: Explainable): never {
    throw notSaved(
      "explanations",
      "its bars were not saved; run it again, or write a replay log and call cracktrader explain LOG ORDER",
    );
  }

  /**
   * The report, which needs the bars of the run.
   *
   * @throws {TypeError} Always.
   */
  override html(_options?: ReportOptions): never {
    throw notSaved("the report", NO_REPORT);
  }

  /**
   * The report, which needs the bars of the run.
   *
   * @throws {TypeError} Always.
   */
  override writeHtml(_path: string | URL, _options?: ReportOptions): never {
    throw notSaved("the report", NO_REPORT);
  }

  /**
   * Returns the lines of the strategy, if they were saved.
   *
   * @throws {TypeError} If they were not.
   */
  override lines(): readonly ResultLine[] {
    if (this.#lines === undefined) {
      throw notSaved("the lines", "they were not saved; save it by result.export({ lines: true }) to keep them");
    }
    return this.#lines.map(lineOf);
  }

  /**
   * Returns a line of the strategy by its field, if the lines were saved.
   *
   * @throws {TypeError} If they were not.
   * @throws {RangeError} If there is no such line; the message lists those that there are.
   */
  override line(field: string): ResultLine {
    const lines = this.lines(), found = lines.find((each) => each.field === field);
    if (found === undefined) throw noSuchLine(field, lines.map((each) => each.field));
    return found;
  }

  /**
   * Compares the hash of the curve with the one that was saved. Only {@linkcode readResult} calls it.
   *
   * @throws {RangeError} If it is another one.
   */
  checkCurve(saved: string | null): void {
    const found = this.curveHash;
    if (found !== saved) throw damaged("curve", `has the mark hash ${found}, and curve.markHash is ${saved}`);
  }

  /** Returns what the result was read from: the same text again by `JSON.stringify`, byte for byte. */
  override toJSON(): ResultDocument {
    return this.export({ lines: this.#lines !== undefined });
  }
}

const NO_REPORT = "its bars were not saved; run it again, and write the report then";

function notSaved(what: string, reason: string): TypeError {
  return new TypeError(`Cannot give ${what} of a saved result: ${reason}`);
}

function lineOf({ field, name, minPeriod, about, timeUs, values }: LineDocument): ResultLine {
  return new ResultLine({
    ...{ field, name, minPeriod, about: about ?? undefined },
    timeUs: Float64Array.from(timeUs),
    values: Float64Array.from(values, (value) => value ?? NaN),
  });
}

/**
 * Reads a result that was saved: `readResult(Deno.readTextFileSync("run.json"))`.
 *
 * Every field has to have its form, the curve its mark hash and the whole its hash, so that a damaged file is an error and
 * no other result. A byte order mark before the text is left out.
 *
 * @param saved The text that `JSON.stringify(result)` or `cracktrader run --json` gave, or the object that
 * {@linkcode RunResult.toJSON} gave.
 * @returns The result, which gives the same JSON again, byte for byte.
 * @throws {TypeError} If it is neither a text nor an object.
 * @throws {RangeError} If the text is no JSON, its version is another one, a field cannot be, or something was changed;
 * the message names the place, such as `fills[3].price`, where the form tells it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuyAndHold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const result = ct.backtest(BuyAndHold, await ct.sample("aapl"), { closeAtEnd: true });
 * const text = JSON.stringify(result), saved = ct.readResult(text);
 * assertEquals(saved.trades, result.trades);
 * assertEquals(saved.summary(), result.summary());
 * assertEquals(JSON.stringify(saved), text);
 * ```
 */
export function readResult(saved: string | object): SavedResult {
  const document = checkedDocument(typeof saved === "string" ? parsed(saved) : copied(saved));
  const { configuration, curve, remarks, lines, stats, feeds } = document;
  const { orders, fills, trades, refusals, diagnostics } = document;
  const figures = frozen({ values: document.figures as FigureValues, reasons: document.figureReasons });
  const rows: JournalRows = { orders, fills, trades, refusals, diagnostics };
  const [unit, units = 1] = configuration.moneyUnit.split("/").map(Number) as [number, number | undefined];
  const equity = Float64Array.from(curve.equity);
  const flows = (document.cashFlows ?? []).map(({ bar: step, timeUs, amount }) => ({ step, timeUs, amount }));
  const { params: paramTexts, ...context } = remarks, names = feeds.map(({ name }) => name);
  const result = new SavedResult({
    package: document.package,
    strategyName: document.strategyName,
    feedFacts: feeds,
    timeUs: Float64Array.from(curve.timeUs),
    equity,
    growth: () => growthCurve(equity, configuration.cash, flows, 0),
    cash: Float64Array.from(curve.cash),
    cashInitial: configuration.cash,
    rows: () => rows,
    ...(document.cashFlows === undefined ? {} : { cashFlows: frozen(document.cashFlows) }),
    ...(document.payments === undefined ? {} : { payments: frozen(document.payments) }),
    ...(document.splits === undefined ? {} : { splits: frozen(document.splits) }),
    engine: document.engine,
    crossings: document.crossings,
    chain: document.chain,
    markHash: document.markHash,
    moneyUnits: units / unit,
    events: document.events,
    configuration,
    stats: () => stats,
    figures: () => figures,
    ownUnits: document.ownFigures,
    paramTexts: frozen(paramTexts),
    summaryContext: {
      ...context,
      strategy: document.strategyName,
      feeds: names,
      engine: document.engine,
      steps: curve.timeUs.length,
      instruments: configuration.instruments,
      doubles: configuration.rules["NUMBERS"] === "DOUBLES",
    },
  }, lines === undefined ? undefined : frozen(lines));
  result.checkCurve(curve.markHash);
  checkHash(document);
  return result;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(`Cannot read a result: its text is no JSON: ${reason}; pass the whole text of a saved result`);
  }
}

/** Returns an object as JSON has it, so that nobody who holds it can change the result. */
function copied(saved: unknown): unknown {
  if (typeof saved === "object" && saved !== null && !Array.isArray(saved) && !(saved instanceof Promise)) {
    try {
      return JSON.parse(JSON.stringify(saved));
    } catch {
      // An object that JSON cannot hold, such as one that holds itself.
    }
  }
  throw new TypeError(
    `Cannot read ${valueKind(saved)} as a result: pass the text of a saved result, or what result.toJSON() gave`,
  );
}

/** Returns a document whose every field has its form. */
function checkedDocument(value: unknown): ResultDocument {
  const { format, version } = Object(value) as Partial<Record<"format" | "version", unknown>>;
  if (format !== RESULT_FORMAT) {
    throw new RangeError(
      `Cannot read a result: its format is ${inspected(format, 0)}, not "${RESULT_FORMAT}"; pass what ` +
        "JSON.stringify(result) or run --json gave",
    );
  }
  if (version !== RESULT_VERSION) {
    throw new RangeError(
      `Cannot read a result of version ${
        inspected(version, 0)
      }: this package reads version ${RESULT_VERSION}; run it ` +
        "again, or read it with the package that wrote it",
    );
  }
  const fault = shapeFault(value, RESULT_SHAPE, "");
  if (fault !== undefined) throw damaged(fault.place, fault.problem);
  const document = value as ResultDocument, { timeUs, equity, cash } = document.curve;
  for (const [name, column] of Object.entries({ equity, cash })) {
    if (column.length === timeUs.length) continue;
    throw damaged(`curve.${name}`, `has ${column.length} entries, and curve.timeUs ${timeUs.length}`);
  }
  checkTimes(timeUs, "curve.timeUs");
  document.lines?.forEach((line, at) => {
    if (line.values.length !== line.timeUs.length) {
      throw damaged(`lines[${at}].values`, `has ${line.values.length} entries, and its timeUs ${line.timeUs.length}`);
    }
    checkTimes(line.timeUs, `lines[${at}].timeUs`);
  });
  return document;
}

/** Checks the hash last, since the checks before it name the place of a change. */
function checkHash(document: ResultDocument): void {
  const found = documentHash({ ...document });
  if (found !== document.hash) throw damaged("hash", `is ${document.hash}, and the other members have ${found}`);
}

function checkTimes(timeUs: readonly number[], place: string): void {
  const at = timeUs.findIndex((time, index) => index > 0 && time <= timeUs[index - 1]!);
  if (at >= 0) throw damaged(`${place}[${at}]`, `is ${timeUs[at]}, which is not after the time before it`);
}

function damaged(place: string, problem: string): RangeError {
  return new RangeError(
    `Cannot read a result: ${place === "" ? "it" : place} ${problem}; the text was changed after it was saved`,
  );
}
