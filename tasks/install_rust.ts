/**
 * `deno task install-rust`: the command `install-rust` of the command line.
 *
 * @module
 */

import { cli } from "../src/cli/mod.ts";

export { type CurrentLibrary, installRust } from "../src/cli/install_rust.ts";

if (import.meta.main) Deno.exitCode = await cli(["install-rust", ...Deno.args]);
