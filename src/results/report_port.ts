/**
 * The port through which a result gets its report.
 *
 * Reports read results, so their room stands behind this one, and no import leads there from here. The room of reports
 * registers a function that loads it; a run without a report loads none of it.
 *
 * @module
 */

/** Options of a report. */
export interface ReportOptions {
  /** Title of the page. Default: the name of the strategy and its feeds. */
  readonly title?: string;
  /** Colours: those of the reader's system, which is the default, or always light or dark. */
  readonly theme?: "auto" | "light" | "dark";
}

/** Makes the report of a result. */
export type ReportMaker = (result: object, options: ReportOptions) => Promise<string>;

let load: (() => Promise<ReportMaker>) | undefined;

/** Keeps the function that loads what makes reports. */
export function registerReports(loader: () => Promise<ReportMaker>): void {
  load = loader;
}

/**
 * Makes the report of a result.
 *
 * @throws {TypeError} If reports are not part of the program, which imports parts of the package by their paths.
 */
export async function makeReport(result: object, options: ReportOptions): Promise<string> {
  if (load === undefined) {
    throw new TypeError("Cannot make a report: import the package by its main module, which has the reports");
  }
  const make = await load();
  return await make(result, options);
}
