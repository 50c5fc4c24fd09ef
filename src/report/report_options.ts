/**
 * The options of a report.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { ReportOptions } from "../results/report_port.ts";

const THEMES = ["auto", "light", "dark"] as const;

/**
 * Returns the options of a report with their defaults.
 *
 * @throws {TypeError} If one is unknown or of the wrong type.
 */
export function takenReportOptions(
  options: ReportOptions,
): { readonly title: string | undefined; readonly theme: (typeof THEMES)[number] } {
  const { title, theme = "auto" } = takenOptions(options, ["title", "theme"], {
    noObject: (shown) => `Cannot use ${shown} as the options of a report: pass an object such as { title: "A run" }`,
    unknown: (name) => `Cannot use the option ${inspected(name)} of a report: there are title and theme`,
  });
  if (title !== undefined && typeof title !== "string") {
    throw new TypeError(`Cannot use title ${inspected(title, 0)} of a report: pass a text`);
  }
  if (!THEMES.includes(theme)) {
    throw new TypeError(`Cannot use theme ${inspected(theme, 0)} of a report: pass "auto", "light" or "dark"`);
  }
  return { title, theme };
}
