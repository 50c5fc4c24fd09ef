/**
 * The command `fuzz`, which is no longer part of the package: it prints where the fuzz is now.
 *
 * @module
 */

import type { Command } from "./command.ts";
import { UsageError } from "./usage_error.ts";

/**
 * The command `fuzz`. It stays for one version, so that users of the old command get directions and not only an error.
 */
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
