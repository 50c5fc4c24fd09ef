/**
 * The reports of results, which are loaded when one is asked for.
 *
 * A result stands before this room and cannot import it. So this module, which the main module imports, tells results how
 * to load it.
 *
 * @module
 */

import { registerReports } from "../results/report_port.ts";

registerReports(async () => (await import("./report.ts")).reportOf);
