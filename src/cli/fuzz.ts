/**
 * The command `fuzz`, which is no command of the package any more: it says where the fuzz is.
 *
 * @module
 */

import type { Command } from "./command.ts";
import { UsageError } from "./usage_error.ts";

/** The command `fuzz`. It stays for one version, so that who used it is told and not merely refused. */
export const command: Command = {
  description: "Moved: the fuzz tests the engines, not a strategy, and is a task of the project's repository.",
  operands: { usage: "[ARGUMENTS]", least: 0, most: Infinity },
  flags: [],
  permissions: [],
  exitCodes: { 0: "never: this command only says where the fuzz is", 2: "always" },
  run: () => {
    throw new UsageError(
      "Cannot fuzz from the package: the fuzz is a task of the repository; clone it and run deno task fuzz",
    );
  },
};
