// Every series that was recorded from numpy, scipy and pandas; the rows stand with the families.
import { compareRows, type OracleRow, type OracleRows } from "./oracle_row.ts";
import { dailyFeed } from "./recorded_series.ts";
import { STATISTICS_ORACLE } from "./statistics_oracle.ts";
import { VOLUME_ORACLE } from "./volume_oracle.ts";

const FAMILIES: readonly OracleRows[] = [
  STATISTICS_ORACLE,
  VOLUME_ORACLE,
];
const ROWS: readonly OracleRow[] = FAMILIES.flatMap(({ numpy = [] }) => numpy);

compareRows("numpy", () => dailyFeed(504), ROWS);
