/**
 * The flag `--engine` of commands that run a strategy.
 *
 * @module
 */

import { ENGINE_BACKEND_VARIABLE, ENGINE_CHOICES, type EngineChoice } from "../engine/choice.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { CommandLine, Flag } from "./flags.ts";

/** The flag. */
export const ENGINE_FLAG: Flag = {
  name: "engine",
  value: "NAME",
  choices: ENGINE_CHOICES,
  summary: `Which engine runs; ${ENGINE_BACKEND_VARIABLE}, or else auto, by default.`,
};

/** Returns the option of the flag. A variable of the environment, which beats the option, is removed then. */
export function engineOption(line: CommandLine): Pick<BacktestOptions, "engineBackend"> {
  const engineBackend = line.value(ENGINE_FLAG.name) as EngineChoice | undefined;
  if (engineBackend === undefined) return {};
  const permission = Deno.permissions.querySync({ name: "env", variable: ENGINE_BACKEND_VARIABLE });
  if (permission.state === "granted") Deno.env.delete(ENGINE_BACKEND_VARIABLE);
  return { engineBackend };
}
