/**
 * `deno task replay`: a log re-applied, every byte compared. The command `replay` of the package's command line.
 *
 * @module
 */

import { cli } from "../src/cli/mod.ts";

Deno.exitCode = await cli(["replay", ...Deno.args]);
