/** Rows of volatility against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

export const VOLATILITY_ORACLE: OracleRows = {
  talib: [{ series: "TRANGE(high, low, close)", make: ({ feed }) => ct.trueRange(feed), equal: "bits" }, {
    series: "ATR(high, low, close, 14)",
    make: ({ feed }) => ct.atr(feed, 14),
    equal: 1e-13,
    because: "TA-Lib writes (before * 13 + x) / 14",
  }],
  pandasTa: [],
};
