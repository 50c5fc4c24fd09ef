/**
 * `deno task bisect`: the first event after which two sides differ. The command `bisect` of the package's command line.
 *
 * @module
 */

import { cli } from "../src/cli/mod.ts";

Deno.exitCode = await cli(["bisect", ...Deno.args]);
