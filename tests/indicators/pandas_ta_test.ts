// Every series that was recorded from pandas-ta and that an indicator of ours has; the rows stand with the families.
import { AVERAGE_ORACLE } from "./average_oracle.ts";
import { MOMENTUM_ORACLE } from "./momentum_oracle.ts";
import { compareRows, type OracleRow, type OracleRows } from "./oracle_row.ts";
import { PATTERNS_ORACLE } from "./patterns_oracle.ts";
import { dailyFeed } from "./recorded_series.ts";
import { VOLATILITY_ORACLE } from "./volatility_oracle.ts";

const FAMILIES: readonly OracleRows[] = [
  AVERAGE_ORACLE,
  MOMENTUM_ORACLE,
  PATTERNS_ORACLE,
  VOLATILITY_ORACLE,
];
const ROWS: readonly OracleRow[] = FAMILIES.flatMap(({ pandasTa = [] }) => pandasTa);

compareRows("pandas_ta", () => dailyFeed(504), ROWS);
