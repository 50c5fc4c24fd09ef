/**
 * The report of a run as a page.
 *
 * @module
 */

import { Result } from "../results/result.ts";
import type { ReportOptions } from "../results/report_port.ts";
import { reportPage } from "./page.ts";
import type { ReportInput } from "./report_input.ts";
import { reportOfResult } from "./report_of_result.ts";
import { takenReportOptions } from "./report_options.ts";
import { reportPayload } from "./report_payload.ts";
import { RUN_SECTIONS, runSections } from "./sections.ts";

/** Returns the page of a result. */
export async function reportOf(result: object, options: ReportOptions): Promise<string> {
  if (!(result instanceof Result)) throw new TypeError("Cannot make the report of what is no result of a run");
  const { title, theme } = takenReportOptions(options);
  return await reportOfInput(reportOfResult(result, title), theme);
}

/** Returns the page of a report's input. */
export async function reportOfInput(input: ReportInput, theme: "auto" | "light" | "dark" = "auto"): Promise<string> {
  const { payload, columns } = reportPayload(input);
  const content = runSections(input);
  return await reportPage({ title: input.title, theme, sections: RUN_SECTIONS, content, payload, columns });
}
