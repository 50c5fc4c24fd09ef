/**
 * A column of whole numbers as lines of text: each line has the value of its first bar, then the change at each further one.
 *
 * So a file stays small, a difference of two files shows the bars that differ, and no value is lost. A change that repeats
 * is written once, with the number of its repetitions: `0*12`.
 *
 * @module
 */

/** Bars of a line. */
const BARS = 32;

/** Writes a column as lines: `bar: value change change*times ...`. */
export function equityLines(values: readonly number[]): string[] {
  const lines: string[] = [];
  for (let from = 0; from < values.length; from += BARS) {
    const parts = [`${from}: ${values[from]}`], until = Math.min(values.length, from + BARS);
    for (let bar = from + 1; bar < until;) {
      const change = values[bar]! - values[bar - 1]!;
      let times = 1;
      while (bar + times < until && values[bar + times]! - values[bar + times - 1]! === change) times++;
      parts.push(times === 1 ? `${change}` : `${change}*${times}`);
      bar += times;
    }
    lines.push(parts.join(" "));
  }
  return lines;
}

/**
 * Reads a column from its lines.
 *
 * @throws {RangeError} If a line is none that {@linkcode equityLines} has written; it names the line.
 */
export function equityOfLines(lines: readonly string[]): number[] {
  const values: number[] = [];
  lines.forEach((line, at) => {
    const match = /^(\d+): (-?\d+)((?: -?\d+(?:\*\d+)?)*)$/.exec(line);
    if (match === null || Number(match[1]) !== values.length) {
      throw new RangeError(
        `equity[${at}] is ${JSON.stringify(line)}, which is no line of equity from bar ${values.length} on`,
      );
    }
    let value = Number(match[2]);
    values.push(value);
    for (const part of match[3]!.trim().split(" ").filter((text) => text !== "")) {
      const [change, times = "1"] = part.split("*");
      for (let left = Number(times); left > 0; left--) values.push(value += Number(change));
    }
  });
  return values;
}
