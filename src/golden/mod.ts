/**
 * Golden runs: a run is accepted once, lies as a readable file beside the test, and each later run is held against it.
 *
 * {@linkcode goldenRun} does it in a test, the command `cracktrader golden` on the command line. Both say in words what
 * changed: the first bar that differs, the order with the values of the strategy's lines, the fill with its rule, the
 * trade, and the money in total.
 *
 * @module
 */

export { GoldenFileError } from "./golden_file.ts";
export {
  type GoldenOptions,
  type GoldenReport,
  type GoldenResult,
  goldenRun,
  GoldenRunError,
  type GoldenVerdict,
} from "./golden_run.ts";
