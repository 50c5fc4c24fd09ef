/** Rows of momentum against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

export const MOMENTUM_ORACLE: OracleRows = {
  talib: [{
    series: "RSI(close, 14)",
    make: ({ close }) => ct.rsi(close, 14),
    equal: 1e-13,
    because: "TA-Lib writes 100 * up / (up + down)",
  }],
  pandasTa: [],
};
