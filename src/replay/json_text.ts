/**
 * Faults of a JSON text that its parser passes over: a name that stands twice in one object, of which the parser takes
 * the last, and values that are nested too deep to be written again.
 *
 * @module
 */

import type { JsonValue } from "../records/json.ts";

/** Most levels of objects and arrays. The runtime writes some thousands, fewer where the stack is in use already. */
export const JSON_DEPTH_MAX = 1000;

/** A fault of a JSON text, with the path of its field. */
export interface JsonTextFault {
  /** Names of the objects around the field and of the field, with points between them. */
  readonly field: string;
  /** The fault, as a clause. */
  readonly clause: string;
}

/** An object or array around the place that is read. */
interface Level {
  /** Names of an object that were seen; `undefined` for an array. */
  readonly names: Set<string> | undefined;
  /** The name whose value is read. */
  name: string | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const SPACE = 0x20;

/**
 * Returns the first fault of a JSON text. The time is that of one pass over the text.
 *
 * @param text A text that the parser takes.
 * @param value The value of the text.
 * @returns The fault, or `undefined` if there is none.
 */
export function faultOfJsonText(text: string, value: JsonValue): JsonTextFault | undefined {
  // The line of a record is too short for so many levels, and names that stand twice are fewer in its value.
  if (text.length <= 2 * JSON_DEPTH_MAX && namesInText(text) === namesInValue(value)) return undefined;
  return firstFault(text);
}

function firstFault(text: string): JsonTextFault | undefined {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === OPEN_BRACE || letter === OPEN_BRACKET) {
      if (levels.length === JSON_DEPTH_MAX) {
        return { field: pathOf(levels.slice(0, 1)), clause: `it is nested deeper than ${JSON_DEPTH_MAX} levels` };
      }
      levels.push({ names: letter === OPEN_BRACE ? new Set() : undefined, name: undefined });
    } else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) levels.pop();
    else if (letter === QUOTE) {
      const end = endOfString(text, at);
      if (isName(text, end)) {
        const level = levels.at(-1)!, name = valueOfString(text, at, end);
        level.name = name;
        if (level.names!.has(name)) return { field: pathOf(levels), clause: "it is there twice" };
        level.names!.add(name);
      }
      at = end;
    }
  }
  return undefined;
}

/**
 * Returns whether a value is nested deeper than a JSON text may be.
 *
 * @param value A value, which may contain itself.
 * @returns Whether it is.
 */
export function isNestedTooDeep(value: JsonValue): boolean {
  const rest: { readonly value: JsonValue; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > JSON_DEPTH_MAX) return true;
    for (const inner of Object.values(value)) rest.push({ value: inner, depth: depth + 1 });
  }
  return false;
}

function namesInText(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open !== -1;) {
    const close = endOfString(text, open);
    if (isName(text, close)) count++;
    open = text.indexOf('"', close + 1);
  }
  return count;
}

/** Counts the names of a value that came from a short text, which cannot be nested deep. */
function namesInValue(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value), own = Array.isArray(value) ? 0 : inner.length;
  return inner.reduce<number>((count, each) => count + namesInValue(each), own);
}

/** Returns the offset of the quote that closes a string. A quote behind an odd number of backslashes is a letter. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1);; close = text.indexOf('"', close + 1)) {
    let before = close - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((close - before) % 2 === 1) return close;
  }
}

/** Returns whether a colon follows a string, so that it is a name. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (text.charCodeAt(at) <= SPACE) at++;
  return text.charCodeAt(at) === COLON;
}

function valueOfString(text: string, open: number, close: number): string {
  const inner = text.slice(open + 1, close);
  return inner.includes("\\") ? JSON.parse(text.slice(open, close + 1)) : inner;
}

function pathOf(levels: readonly Level[]): string {
  return levels.flatMap(({ name }) => name === undefined ? [] : [name.slice(0, 100)]).join(".");
}
