/**
 * The blocks of a page of documentation, as a reader meets them.
 *
 * @module
 */

import { ROOT } from "../boundary/installed_library.ts";

/** A fenced block of a page. */
export interface Block {
  /** Its language: `ts`, `sh`, `text`. */
  readonly language: string;
  /** Its text, which ends with a line break. */
  readonly text: string;
  /** The file that it is, if the line before it says "The file `NAME`"; a page writes a file before it names it again. */
  readonly file: string | undefined;
  /** The line of the page on which it begins, from 1. */
  readonly line: number;
}

/** Reads the blocks of a page. */
export function blocksOf(page: string): readonly Block[] {
  const text = Deno.readTextFileSync(new URL(page, ROOT));
  return [...text.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$/gm)].map((match) => {
    const before = text.slice(0, match.index), said = before.trimEnd().split("\n\n").at(-1)!;
    return {
      language: match[1]!,
      text: match[2]!,
      file: /\bThe file `([^`]+)`/.exec(said.replaceAll("\n", " "))?.[1],
      line: before.split("\n").length,
    };
  });
}

/**
 * Returns whether an output is the expected one. A line of three dots stands for any lines, none included, and three dots
 * within a line for any text of that line. Empty lines at the end do not count.
 */
export function isOutput(output: string, expected: string): boolean {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = `${expected.trimEnd()}\n`.split("\n").map((line) =>
    line.trim() === "..." ? "\0" : line.split("...").map(literal).join("[^\n]*")
  );
  return new RegExp(`^${lines.join("\n").replaceAll("\0\n", "(?:[^]*\n)?")}$`).test(`${output.trimEnd()}\n`);
}
