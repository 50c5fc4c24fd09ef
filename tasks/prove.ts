/**
 * `deno task prove`: the laws tried on a strategy, which runs without permission to read files or use the net.
 *
 * @module
 */

import { dispatch } from "../src/cli/dispatch.ts";
import { PROCESS_TERMINAL } from "../src/cli/terminal.ts";

const PROVE = {
  name: "prove",
  summary: "Try the laws on a strategy",
  load: () => import("../src/cli/prove.ts"),
} as const;

if (import.meta.main) Deno.exitCode = await dispatch(["prove", ...Deno.args], [PROVE], PROCESS_TERMINAL);
