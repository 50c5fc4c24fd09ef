/**
 * The checksum of a file that `writeParquet` writes: it is over each bit of the bars and of their facts, as most faults in
 * a page of numbers give other numbers and no error.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import { isOptions } from "../options.ts";

/** Name of the checksum among the facts. */
const NAME = "sha256";

/** Returns the text of facts with the checksum of the bars and of the text. */
export async function sealed(text: string, bars: Pick<FeedData, "columns" | "extra">): Promise<string> {
  return JSON.stringify({ [NAME]: await checksum(text, bars), ...JSON.parse(text) });
}

/** Takes the checksum, if there is one, out of a text of facts. A text that is no object stays as it is. */
export function unsealed(text: string): { readonly text: string; readonly sha256: unknown } {
  try {
    const read: unknown = JSON.parse(text);
    if (!isOptions(read)) return { text, sha256: undefined };
    const { [NAME]: sha256, ...facts } = read as Readonly<Record<string, unknown>>;
    return { text: JSON.stringify(facts), sha256 };
  } catch {
    return { text, sha256: undefined };
  }
}

/** Returns the SHA-256 of facts and bars as 64 lower-case hexadecimal digits. */
export async function checksum(text: string, { columns, extra }: Pick<FeedData, "columns" | "extra">): Promise<string> {
  const { timeUs, beginUs, sessionDay, open, high, low, close, volume } = columns;
  const whole = [timeUs, beginUs, sessionDay], doubles = [open, high, low, close, volume, ...Object.values(extra)];
  // A hash of hashes, so that no copy of all columns is made at once.
  const digests = [await digest(new TextEncoder().encode(text))];
  // An integer has one zero, and a value that is none has several forms.
  for (const column of whole) digests.push(await digest(Float64Array.from(column, (value) => value + 0)));
  for (const column of doubles) {
    digests.push(await digest(Float64Array.from(column, (value) => Number.isNaN(value) ? NaN : value)));
  }
  return (await digest(await new Blob(digests).bytes())).toHex();
}

async function digest(bytes: Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
