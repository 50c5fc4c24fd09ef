/**
 * The begin of a report's page, by which its file is known.
 *
 * @module
 */

/** The first characters of a report's page. */
export const REPORT_START = "<!doctype html>";
