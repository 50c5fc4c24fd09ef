/**
 * Computations of operators: of a column, of two, or of one and a number. A bar at which a number is NaN is one like any
 * other: the operator decides.
 *
 * @module
 */

import type { Computation } from "./column.ts";
import { operate, operateOn, type Operator, type UnaryOperator } from "./operator.ts";

/** The functions of an operation. */
type Operation = Required<Pick<Computation, "start" | "fill">>;

/** Returns the operation of two columns. */
export function operationOfTwo(operator: Operator): Operation {
  return {
    start: () => (left, right) => operate(operator, left!, right!),
    fill: ({ inputs, outputs, from, until }) => {
      const [left, right] = inputs, [output] = outputs;
      for (let i = from; i < until; i++) output![i] = operate(operator, left![i]!, right![i]!);
    },
  };
}

/** Returns the operation of a column and a number. */
export function operationWith(operator: Operator, right: number): Operation {
  return {
    start: () => (left) => operate(operator, left!, right),
    fill: ({ inputs, outputs, from, until }) => {
      const [left] = inputs, [output] = outputs;
      for (let i = from; i < until; i++) output![i] = operate(operator, left![i]!, right);
    },
  };
}

/** Returns the operation of a column alone. */
export function operationOfOne(operator: UnaryOperator): Operation {
  return {
    start: () => (value) => operateOn(operator, value!),
    fill: ({ inputs, outputs, from, until }) => {
      const [input] = inputs, [output] = outputs;
      for (let i = from; i < until; i++) output![i] = operateOn(operator, input![i]!);
    },
  };
}
