/**
 * The operators of lines, as functions of one number or of two.
 *
 * One function with a switch is faster than a table of functions: V8 inlines it into the loop over a column and boxes
 * no number.
 *
 * @module
 */

/** The operators between lines. `min` and `max` are Python's, see {@linkcode operate}. */
export type Operator = "+" | "-" | "*" | "/" | "min" | "max" | ">" | "<" | ">=" | "<=" | "==" | "and" | "or";

/** The operators of one line. */
export type UnaryOperator = "-" | "abs" | "sqrt" | "log" | "exp" | "sign" | "not";

/** Returns whether a number stands for true: it is neither 0 nor NaN. */
export function isTrue(value: number): boolean {
  return value !== 0 && value === value;
}

/**
 * Applies an operator to two numbers. Arithmetic is that of IEEE 754 (a division by zero gives an infinity or NaN).
 * Comparisons give 1 or 0, and 0 if a number is NaN. `and` and `or` give 1 or 0, and NaN is not true.
 *
 * `min` and `max` keep the left number unless the right one is strictly smaller or greater, like Python's functions. So
 * a NaN on the left is kept and one on the right is ignored.
 */
export function operate(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "min":
      return right < left ? right : left;
    case "max":
      return right > left ? right : left;
    case ">":
      return left > right ? 1 : 0;
    case "<":
      return left < right ? 1 : 0;
    case ">=":
      return left >= right ? 1 : 0;
    case "<=":
      return left <= right ? 1 : 0;
    case "==":
      return left === right ? 1 : 0;
    case "and":
      return isTrue(left) && isTrue(right) ? 1 : 0;
    case "or":
      return isTrue(left) || isTrue(right) ? 1 : 0;
  }
}

/**
 * Applies an operator to one number. Functions are those of `Math`, so NaN stays NaN. `not` gives 1 for 0, else 0: of NaN
 * nothing is known, and so not that it is false.
 */
export function operateOn(operator: UnaryOperator, value: number): number {
  switch (operator) {
    case "-":
      return -value;
    case "abs":
      return Math.abs(value);
    case "sqrt":
      return Math.sqrt(value);
    case "log":
      return Math.log(value);
    case "exp":
      return Math.exp(value);
    case "sign":
      return Math.sign(value);
    case "not":
      return value === 0 ? 1 : 0;
  }
}

/** Writes an operation as text, for the name of its line: `(close - 5)`, `max(high, low)`. */
export function describeOperation(operator: Operator, left: string, right: string): string {
  return operator === "min" || operator === "max" ? `${operator}(${left}, ${right})` : `(${left} ${operator} ${right})`;
}

/** Writes an operation of one operand as text: `-close`, `abs(close)`. */
export function describeUnary(operator: UnaryOperator, operand: string): string {
  return operator === "-" ? `-${operand}` : `${operator}(${operand})`;
}
