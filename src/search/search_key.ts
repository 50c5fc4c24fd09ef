/**
 * Hashes that tell whether two searches, or two trials, are the same: of prices before any cut, of code, and of values.
 *
 * @module
 */

import { Chain } from "../core/state/chain.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import { hashText } from "../records/text.ts";
import { isFeed } from "../run/run_input.ts";
import type { SearchFeeds, Subject } from "./subject.ts";

/** Returns the hash of a text. */
export function textHash(text: string): string {
  const hash = new Chain();
  hash.mix(text.length, 0);
  for (let at = 0; at < text.length; at += 2) hash.mix(text.charCodeAt(at), text.charCodeAt(at + 1) || 0);
  return hashText(hash.low, hash.high);
}

/**
 * Returns the hash of the source columns of feeds: of all bars that were read, also of those that `slice`, `head` or the
 * options `from` and `to` leave out. A search on a part of some prices so has the key of one on all of them.
 */
export function sourceHash(feeds: SearchFeeds): string {
  const hash = new Chain();
  for (const bars of isFeed(feeds) ? [feeds] : Object.values(feeds)) {
    const { timeUs, open, high, low, close, volume } = feedOf(bars).columns;
    for (const column of [timeUs, open, high, low, close, volume]) {
      // A part of bars is a view of the columns of all of them.
      const words = new Uint32Array(column.buffer, 0, column.buffer.byteLength >>> 2);
      hash.mix(words.length, 0);
      for (let at = 0; at < words.length; at += 2) hash.mix(words[at]!, words[at + 1]!);
    }
  }
  return hashText(hash.low, hash.high);
}

/** Returns the hash of the text of a class or a function. Modules that it imports are not in it. */
export function codeHash({ name, source }: Pick<Subject, "name" | "source">): string {
  return textHash(`${name}\n${source}`);
}

/**
 * Returns a text of values that is equal where they are: options with functions by their source, bars by their hash, and
 * the names of objects in order.
 */
export function valuesText(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => {
    if (typeof each === "function") return `function ${Function.prototype.toString.call(each)}`;
    if (typeof each === "bigint") return `bigint ${each}`;
    if (each instanceof Bars) return `bars ${sourceHash(each)}`;
    if (each instanceof Map) return ["map", ...each];
    if (each instanceof Set) return ["set", ...each];
    if (typeof each === "number" && !Number.isFinite(each)) return `number ${each}`;
    if (typeof each === "object" && each !== null && !Array.isArray(each)) {
      return Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => a < b ? -1 : 1));
    }
    return each;
  });
}
