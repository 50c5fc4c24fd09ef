/** Rows of patterns against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

const SEED = "the first bar has its open as the beginning of the others, and no value";

export const PATTERNS_ORACLE: OracleRows = {
  pandasTa: [
    {
      series: "ha(open, high, low, close).HA_open",
      make: ({ feed }) => ct.heikinAshi(feed).open,
      equal: "bits",
      from: 1,
      because: SEED,
    },
    {
      series: "ha(open, high, low, close).HA_high",
      make: ({ feed }) => ct.heikinAshi(feed).high,
      equal: "bits",
      from: 1,
      because: SEED,
    },
    {
      series: "ha(open, high, low, close).HA_low",
      make: ({ feed }) => ct.heikinAshi(feed).low,
      equal: "bits",
      from: 1,
      because: SEED,
    },
    { series: "ha(open, high, low, close).HA_close", make: ({ feed }) => ct.heikinAshi(feed).close, equal: "bits" },
  ],
};
