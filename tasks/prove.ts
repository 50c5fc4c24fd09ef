/**
 * `deno task prove`: the laws tried on a strategy, which runs without permission to read files or use the net.
 *
 * @module
 */

import { runProgram } from "../src/cli/program.ts";

const PROVE = {
  name: "prove",
  summary: "Try the laws on a strategy",
  load: () => import("../src/cli/prove.ts"),
} as const;

if (import.meta.main) runProgram(["prove", ...Deno.args], [PROVE]);
