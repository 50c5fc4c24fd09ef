/**
 * `deno task fuzz`: random event logs through both engines and the auditor. The command `fuzz` of the package's command line.
 *
 * @module
 */

import { cli } from "../src/cli/mod.ts";

Deno.exitCode = await cli(["fuzz", ...Deno.args]);
