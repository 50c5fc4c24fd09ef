/** Rows of averages against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

export const AVERAGE_ORACLE: OracleRows = {
  talib: [{
    series: "SMA(close, 10)",
    make: ({ close }) => ct.sma(close, 10),
    equal: 1e-13,
    because: "TA-Lib keeps a running sum",
  }, {
    series: "EMA(close, 10)",
    make: ({ close }) => ct.ema(close, 10),
    equal: 1e-13,
    because: "TA-Lib writes (x - before) * alpha + before",
  }],
  pandasTa: [{ series: "ema(close, 10)", make: ({ close }) => ct.ema(close, 10), equal: "bits" }],
};
