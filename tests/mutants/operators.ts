/**
 * The mechanical operators and the lines that they make of a line of TypeScript or Rust.
 *
 * They work on the text, so some of what they make does not compile or changes nothing; the list of mutants is chosen
 * from it.
 *
 * @module
 */

import { MECHANICAL_OPERATORS, type MechanicalOperator } from "./mutant.ts";

type Swap = readonly [pattern: RegExp, replacements: readonly string[]];

/** Operators between operands are surrounded by spaces, which tells them from generics and arrows. */
const SWAPS: Readonly<Partial<Record<MechanicalOperator, readonly Swap[]>>> = {
  "comparison turned": [
    [/(?<= )<(?= )/g, ["<=", ">="]],
    [/(?<= )<=(?= )/g, ["<", ">"]],
    [/(?<= )>(?= )/g, [">=", "<="]],
    [/(?<= )>=(?= )/g, [">", "<"]],
    [/(?<= )===(?= )/g, ["!=="]],
    [/(?<= )!==(?= )/g, ["==="]],
    [/(?<= )==(?= )/g, ["!="]],
    [/(?<= )!=(?= )/g, ["=="]],
  ],
  "constant inverted": [[/\btrue\b/g, ["false"]], [/\bfalse\b/g, ["true"]]],
  "sign swapped": [
    [/(?<= )\+(?= )/g, ["-"]],
    [/(?<= )-(?= )/g, ["+"]],
    [/(?<= )\+=(?= )/g, ["-="]],
    [/(?<= )-=(?= )/g, ["+="]],
    [/(?<=\w)\+\+/g, ["--"]],
  ],
  "connective swapped": [[/(?<= |^)&&(?= )/g, ["||"]], [/(?<= |^)\|\|(?= )/g, ["&&"]]],
  "rounding changed": [
    [/\bROUND_HALF_EVEN\b/g, ["ROUND_UP"]],
    [/\bROUND_UP\b/g, ["ROUND_HALF_EVEN"]],
    [/\bMath\.floor\b/g, ["Math.ceil", "Math.round"]],
    [/\bMath\.ceil\b/g, ["Math.floor"]],
    [/\bMath\.round\b/g, ["Math.floor"]],
  ],
};

/** A condition of TypeScript in its parentheses, or one of Rust up to its brace. */
const CONDITION = /^((?:\} else )?if )(\((.*)\)( .*|)|([^(].*)( \{))$/;

/** Returns what an operator makes of a line, without its indentation. */
export function mutationsOf(operator: MechanicalOperator, line: string): string[] {
  const text = line.trim();
  if (text === "" || /^(?:\/\/|\/?\*|import )/.test(text)) return [];
  switch (operator) {
    case "constant off by one":
      return numbersOffByOne(text);
    case "branch removed":
      return withoutBranch(text);
    case "statement removed":
      // A line that something is declared or opened on cannot be left out alone.
      return /^(?!(?:const|let|export|return\b.*\{$))[^{}]*;$/.test(text) ? [""] : [];
    default:
      return (SWAPS[operator] ?? []).flatMap(([pattern, replacements]) => swapped(text, pattern, replacements));
  }
}

/** Returns all that the mechanical operators make of a line. */
export function allMutationsOf(line: string): { readonly operator: MechanicalOperator; readonly after: string }[] {
  return MECHANICAL_OPERATORS.flatMap((operator) => mutationsOf(operator, line).map((after) => ({ operator, after })));
}

function swapped(text: string, pattern: RegExp, replacements: readonly string[]): string[] {
  return [...text.matchAll(pattern)].flatMap((match) =>
    replacements.map((replacement) =>
      text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length)
    )
  );
}

function numbersOffByOne(text: string): string[] {
  return [...text.matchAll(/(?<![\w.])(\d+)(\.0)?(?![\w.])/g)].flatMap((match) => {
    const [whole, digits, fraction = ""] = match as unknown as [string, string, string | undefined];
    const replaced = (number: number): string =>
      text.slice(0, match.index) + number + fraction + text.slice(match.index + whole.length);
    return [replaced(Number(digits) + 1), ...Number(digits) > 0 ? [replaced(Number(digits) - 1)] : []];
  });
}

function withoutBranch(text: string): string[] {
  const match = CONDITION.exec(text);
  if (match === null) return [];
  const [, head, , parenthesised, rest, bare, brace] = match;
  const condition = (parenthesised ?? bare)!, guarded = condition.includes("||") ? `(${condition})` : condition;
  return [parenthesised === undefined ? `${head}false && ${guarded}${brace}` : `${head}(false && ${guarded})${rest}`];
}
