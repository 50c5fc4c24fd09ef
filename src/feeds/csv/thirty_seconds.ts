/**
 * Prices of bonds in 32nds, `110'165`, which look like thousands with an apostrophe: 110 and 16.5 32nds, or 110165.
 *
 * @module
 */

import { lineOfOffset } from "./line_at.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { shortText } from "./short_text.ts";

/**
 * A price in 32nds: two digits of them up to 31, and a digit of their quarters, `2` for a quarter, `5` for a half and
 * `7` for three quarters.
 */
const THIRTY_SECONDS = /^(\d{1,3})['\u2019]([0-2]\d|3[01])([0257])$/;
const QUARTERS: Readonly<Record<string, number>> = { 0: 0, 2: 0.25, 5: 0.5, 7: 0.75 };

/**
 * Refuses a file all of whose prices can be read in 32nds and as thousands.
 *
 * @param place The rows of the file.
 * @param offsets The offset of each row that was read.
 * @throws {RangeError} If they can.
 */
export function refuseThirtySeconds(place: RowsPlace, offsets: Uint32Array): void {
  const { bytes, source, delimiter, plan } = place, scanner = new CellScanner(bytes, delimiter);
  let first: RegExpExecArray | undefined;
  for (const offset of offsets) {
    for (const column of [plan.open, plan.high, plan.low, plan.close]) {
      spanColumn(scanner, bytes, offset, column);
      const match = THIRTY_SECONDS.exec(scanner.text());
      if (match === null) return;
      first ??= match;
    }
  }
  if (first === undefined) return;
  const [text, points, count, quarters] = first as unknown as readonly [string, string, string, string];
  const ticks = Number(count) + QUARTERS[quarters]!, price = Number(points) + ticks / 32;
  throw new RangeError(
    `Cannot tell what the prices of ${source} are: ${shortText(text)} in line ${
      lineOfOffset(bytes, offsets[0]!)
    }, column ${
      shortText(plan.names[plan.open]!)
    }, can be ${points} and ${ticks} 32nds, which is ${price}, or ${points}${count}${quarters}, ` +
      'and so can every other price; write them as decimals if they are 32nds, or pass decimal: "." if the ' +
      "apostrophe stands between thousands",
  );
}
