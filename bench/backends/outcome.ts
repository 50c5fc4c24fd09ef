/**
 * The outcome of a benchmark's run: cash, value, positions and state chain, which both engines must agree on.
 *
 * @module
 */

/** The end of a run. Amounts and sizes are in display units for strategies and in the core's units for event logs. */
export interface Outcome {
  /** State chain, 16 hexadecimal digits. */
  readonly chain: string;
  /** Cash. */
  readonly cash: number;
  /** Cash and marked positions. */
  readonly value: number;
  /** Size of each position that is not zero, by the name of its instrument. */
  readonly position: Readonly<Record<string, number>>;
}

/** Says what two outcomes differ in, each as `name: first and second`; nothing when they are equal bit for bit. */
export function outcomeDifferences(first: Outcome, second: Outcome): string[] {
  const differences: string[] = [];
  const compare = (name: string, a: string | number | undefined, b: string | number | undefined): void => {
    if (!Object.is(a, b)) differences.push(`${name}: ${Deno.inspect(a)} and ${Deno.inspect(b)}`);
  };
  compare("cash", first.cash, second.cash);
  compare("value", first.value, second.value);
  for (const name of new Set([...Object.keys(first.position), ...Object.keys(second.position)])) {
    compare(`position in ${name}`, first.position[name], second.position[name]);
  }
  compare("hash", first.chain, second.chain);
  return differences;
}
