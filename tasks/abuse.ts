/**
 * `deno task abuse`: random wrong use of the public interface.
 *
 * @module
 */

import { runProgram } from "../src/cli/program.ts";

const entry = {
  name: "abuse",
  summary: "Make random wrong calls of the public interface and read damaged files",
  load: () => import("../tests/abuse/command.ts"),
};

runProgram(["abuse", ...Deno.args], [entry]);
