/**
 * The begin of a report's page, by which its file is known.
 *
 * @module
 */

/** The first characters of a page: the document type, and a comment that pages of others do not have. */
export const REPORT_START = "<!doctype html>\n<!-- Cracktrader report -->\n";
