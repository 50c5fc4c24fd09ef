// Every series that was recorded from a definition and that an indicator of ours has; the rows stand with the families.
import { MOMENTUM_ORACLE } from "./momentum_oracle.ts";
import { compareRows, type OracleRow, type OracleRows } from "./oracle_row.ts";
import { dailyFeed } from "./recorded_series.ts";
import { TREND_ORACLE } from "./trend_oracle.ts";
import { VOLATILITY_ORACLE } from "./volatility_oracle.ts";

const FAMILIES: readonly OracleRows[] = [
  MOMENTUM_ORACLE,
  TREND_ORACLE,
  VOLATILITY_ORACLE,
];
const ROWS: readonly OracleRow[] = FAMILIES.flatMap(({ definitions = [] }) => definitions);

compareRows("definitions", () => dailyFeed(504), ROWS);
