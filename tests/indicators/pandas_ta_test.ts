// Every series that was recorded from pandas-ta and that an indicator of ours has; the rows stand with the families.
import * as ct from "../../mod.ts";
import { AVERAGE_ORACLE } from "./average_oracle.ts";
import { MOMENTUM_ORACLE } from "./momentum_oracle.ts";
import { compareRows, type OracleRow, type OracleRows } from "./oracle_row.ts";
import { dailyFeed, minuteFeed, recordedSeries } from "./recorded_series.ts";
import { STATISTICS_ORACLE } from "./statistics_oracle.ts";
import { TREND_ORACLE } from "./trend_oracle.ts";
import { PATTERNS_ORACLE } from "./patterns_oracle.ts";
import { VOLATILITY_ORACLE } from "./volatility_oracle.ts";
import { VOLUME_ORACLE } from "./volume_oracle.ts";

const FAMILIES: readonly OracleRows[] = [
  AVERAGE_ORACLE,
  MOMENTUM_ORACLE,
  STATISTICS_ORACLE,
  TREND_ORACLE,
  PATTERNS_ORACLE,
  VOLATILITY_ORACLE,
  VOLUME_ORACLE,
];
const ROWS: readonly OracleRow[] = FAMILIES.flatMap(({ pandasTa = [] }) => pandasTa);

compareRows("pandas_ta", () => dailyFeed(504), ROWS);

compareRows("pandas_ta", () => minuteFeed(recordedSeries("pandas_ta").get("minutes: volume")!), [
  {
    series: "minutes: vwap(high, low, close, volume, 'D', [1]).VWAP_D",
    make: ({ feed }) => ct.vwap(feed),
    equal: "bits",
  },
]);
