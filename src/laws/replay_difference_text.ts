/**
 * Describes the difference that a replay found: the content of the log and the content from the engine now.
 *
 * @module
 */

import type { ReplayDifference } from "../replay/replay.ts";

/** Returns the two sides of a difference, each with the fields that differ. */
export function describeReplayDifference(difference: ReplayDifference): readonly [string, string] {
  const { what, event, output, fields } = difference;
  const where = what === "status" ? `the status after event ${event}` : `output ${output}, of event ${event}`;
  const side = (key: "logged" | "replayed"): string => {
    const texts = fields.filter((field) => field[key] !== undefined).map((field) =>
      `${field.name}=${JSON.stringify(field[key])}`
    );
    return `${where}: ${texts.length === 0 ? "nothing" : texts.join(" ")}`;
  };
  return [side("logged"), side("replayed")];
}
