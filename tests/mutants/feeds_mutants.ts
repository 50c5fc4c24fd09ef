/**
 * Mutants of the readers of prices, and of the lines over them.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

/** Mutants of the readers of prices, and of the lines over them. */
export const FEEDS_MUTANTS: readonly Mutant[] = [
  {
    name: "feeds_centuries_are_leap_years",
    operator: "connective swapped",
    edits: [
      {
        file: "src/feeds/time/civil_date.ts",
        before: "if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;",
        after: "if (month === 2) return year % 4 === 0 && (year % 100 !== 0 && year % 400 === 0) ? 29 : 28;",
      },
    ],
    suite: ["src/feeds/time/civil_date_test.ts"],
  },
  {
    name: "feeds_months_later_overflow",
    operator: "constant off by one",
    edits: [
      {
        file: "src/feeds/time/civil_date.ts",
        before: "const monthIndex = date.year * 12 + date.month - 1 + months;",
        after: "const monthIndex = date.year * 12 + date.month - 0 + months;",
      },
    ],
    suite: ["src/feeds/time/civil_date_test.ts"],
  },
  {
    name: "feeds_sum_of_two_doubles_that_do_not_hold_it",
    operator: "connective swapped",
    edits: [
      {
        file: "src/feeds/exact_sum.ts",
        before: "if (!(nextLow - low === error && nextLow - error === low)) break;",
        after: "if (!(nextLow - low === error || nextLow - error === low)) break;",
      },
    ],
    suite: ["src/feeds/exact_sum_test.ts"],
  },
  {
    name: "feeds_longer_of_two_spacings_wins",
    operator: "comparison turned",
    edits: [
      {
        file: "src/feeds/time/timeframe.ts",
        before: "if (times > count || (times === count && spacing < commonest)) {",
        after: "if (times > count || (times === count && spacing >= commonest)) {",
      },
    ],
    suite: ["src/feeds/time/timeframe_test.ts"],
  },
  {
    name: "feeds_bar_without_volume_is_bad",
    operator: "comparison turned",
    edits: [
      {
        file: "src/feeds/validate_bars.ts",
        before: "volume >= 0 && volume < Infinity;",
        after: "volume > 0 && volume < Infinity;",
      },
    ],
    suite: ["src/feeds/validate_bars_test.ts"],
  },
  {
    name: "feeds_descending_rows_look_mixed",
    operator: "sign swapped",
    edits: [
      {
        file: "src/feeds/validate_bars.ts",
        before: "const step = sign * (timesUs[index]! - timesUs[index - 1]!);",
        after: "const step = sign * (timesUs[index]! + timesUs[index - 1]!);",
      },
    ],
    suite: ["src/feeds/validate_bars_test.ts"],
  },
  {
    name: "feeds_bar_begins_before_the_last_one_ended",
    operator: "statement removed",
    edits: [
      { file: "src/feeds/begin_times.ts", before: "previousUs = endUs;", after: "" },
    ],
    suite: ["src/feeds/build_feed_test.ts"],
  },
  {
    name: "feeds_bar_of_traded_hours_before_the_open_begins_with_it",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/begin_times.ts",
        before: "if (openUs > begin && openUs < endUs && !(previousUs > closedUs)) begin = openUs;",
        after: "if (openUs > begin && openUs < endUs) begin = openUs;",
      },
    ],
    suite: ["src/feeds/begin_times_test.ts"],
  },
  {
    name: "feeds_day_is_known_before_its_last_bar_ends",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/resample/time_groups.ts",
        before: "return endUs >= closeUs ? endUs : isOnGrid ? closeUs : closeUs + feed.timeframeUs;",
        after: "return isOnGrid || endUs >= closeUs ? closeUs : closeUs + feed.timeframeUs;",
      },
    ],
    suite: ["src/feeds/resample/resample_test.ts"],
  },
  {
    name: "lines_larger_bar_comes_with_its_nominal_end",
    operator: "wrong rule",
    edits: [
      { file: "src/lines/clock_group.ts", before: "return steps[step]!;", after: "return us;" },
    ],
    suite: ["src/lines/clock_group_test.ts"],
  },
  {
    name: "feeds_midnight_belongs_to_the_next_day",
    operator: "constant off by one",
    edits: [
      {
        file: "src/feeds/session_hours.ts",
        before: "const sinceUs = zone.wallTimeUs(timeUs[row]! - 1) + shiftUs - dayStartUs;",
        after: "const sinceUs = zone.wallTimeUs(timeUs[row]! - 0) + shiftUs - dayStartUs;",
      },
    ],
    suite: ["src/feeds/build_feed_test.ts"],
  },
  {
    name: "feeds_end_of_the_day_is_no_time",
    operator: "comparison turned",
    edits: [
      {
        file: "src/feeds/time/time_stamp.ts",
        before: "return minute < 60 && second < 60 && ofDay <= DAY_US ? ofDay : NaN;",
        after: "return minute < 60 && second < 60 && ofDay < DAY_US ? ofDay : NaN;",
      },
    ],
    suite: ["src/feeds/time/time_stamp_test.ts"],
  },
  {
    name: "feeds_noon_is_midnight",
    operator: "constant off by one",
    edits: [
      {
        file: "src/feeds/time/time_stamp.ts",
        before: 'hour = hour % 12 + (halfText.toLowerCase() === "p" ? 12 : 0);',
        after: 'hour = hour % 12 + (halfText.toLowerCase() === "p" ? 11 : 0);',
      },
    ],
    suite: ["src/feeds/time/time_stamp_test.ts"],
  },
  {
    name: "feeds_milliseconds_are_seconds",
    operator: "comparison turned",
    edits: [
      {
        file: "src/feeds/time/epoch.ts",
        before: "return timeUs >= FIRST_US && timeUs < LAST_US;",
        after: "return timeUs >= FIRST_US && timeUs >= LAST_US;",
      },
    ],
    suite: ["src/feeds/time/epoch_test.ts"],
  },
  {
    name: "feeds_first_day_of_a_month_is_its_last",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/bar_ends.ts",
        before: '  const first = long && (given === "open" || bySource || given === undefined && label === "first");',
        after: '  const first = long && (given === "open" || given === undefined && label === "last");',
      },
    ],
    suite: ["src/feeds/bar_ends_test.ts"],
  },
  {
    name: "feeds_evening_belongs_to_its_own_day",
    operator: "comparison turned",
    edits: [
      {
        file: "src/feeds/session_hours.ts",
        before: "const overnight = session !== undefined && session.closeUs <= session.openUs;",
        after: "const overnight = session !== undefined && session.closeUs > session.openUs;",
      },
    ],
    suite: ["src/feeds/build_feed_test.ts"],
  },
  {
    name: "feeds_clock_change_is_a_second_late",
    operator: "constant off by one",
    edits: [
      {
        file: "src/feeds/time/time_zone.ts",
        before: "while (Math.abs(outside - inside) > 1) {",
        after: "while (Math.abs(outside - inside) > 2) {",
      },
    ],
    suite: ["src/feeds/time/time_zone_test.ts"],
  },
  {
    name: "feeds_quoted_number_keeps_its_quote",
    operator: "branch removed",
    edits: [
      {
        file: "src/feeds/csv/parse_cells.ts",
        before: "if (quoted) byte = bytes[++position]!;",
        after: "if (false && quoted) byte = bytes[++position]!;",
      },
    ],
    suite: ["src/feeds/csv/parse_cells_test.ts"],
  },
  {
    name: "feeds_exponent_adds_decimals",
    operator: "sign swapped",
    edits: [
      {
        file: "src/feeds/number_text.ts",
        before: "if (fraction.length > 0) return clampDecimals(fraction.length - exponent);",
        after: "if (fraction.length > 0) return clampDecimals(fraction.length + exponent);",
      },
    ],
    suite: ["src/feeds/number_text_test.ts"],
  },
  {
    name: "feeds_bad_rows_are_not_counted",
    operator: "statement removed",
    edits: [
      { file: "src/feeds/bad_rows.ts", before: "this.count++;", after: "" },
    ],
    suite: ["src/feeds/bad_rows_test.ts"],
  },
  {
    name: "feeds_file_without_decimals_has_no_sign",
    operator: "connective swapped",
    edits: [
      {
        file: "src/feeds/csv/decimal_sign.ts",
        before: "if (comma === undefined && (point === undefined || delimiter !== SEMICOLON)) {",
        after: "if (comma === undefined && (point === undefined && delimiter !== SEMICOLON)) {",
      },
    ],
    suite: ["src/feeds/csv/decimal_sign_test.ts"],
  },
  {
    name: "feeds_column_of_symbols_is_not_read",
    operator: "statement removed",
    edits: [
      {
        file: "src/feeds/csv/read_rows.ts",
        before: "if (plan.symbol !== -1) this.#actions[plan.symbol] = SYMBOL;",
        after: "",
      },
    ],
    suite: ["src/feeds/csv/symbols_test.ts"],
  },
  {
    name: "feeds_decimal_comma_splits_a_cell_without_quotes",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/csv/parse_cells.ts",
        before: "this.#point = this.#quotedPoint === delimiter ? NONE : this.#quotedPoint;",
        after: "this.#point = this.#quotedPoint;",
      },
    ],
    suite: ["src/feeds/csv/decimal_sign_test.ts"],
  },
  {
    name: "feeds_second_symbol_is_joined",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/csv/symbols.ts",
        before: "if (this.#first !== undefined) {",
        after: "if (this.#first === undefined && this.#end === -2) {",
      },
    ],
    suite: ["src/feeds/csv/symbols_test.ts"],
  },
  {
    name: "feeds_cut_number_is_not_told",
    operator: "constant off by one",
    edits: [
      {
        file: "src/feeds/csv/read_rows.ts",
        before: "const byte = bytes[bytes.length - 2]!;",
        after: "const byte = bytes[bytes.length - 1]!;",
      },
    ],
    suite: ["src/feeds/csv/line_ends_test.ts"],
  },
  {
    name: "feeds_zeros_at_the_end_stay",
    operator: "statement removed",
    edits: [
      { file: "src/feeds/number_text.ts", before: 'while (digits[end - 1] === "0") end--;', after: "" },
    ],
    suite: ["src/feeds/number_text_test.ts"],
  },
  {
    name: "feeds_split_is_told_where_prices_do_not_jump",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/csv/splits.ts",
        before: "if (ratio === undefined || !jumps(before / after, ratio)) continue;",
        after: "if (ratio === undefined) continue;",
      },
    ],
    suite: ["src/feeds/csv/splits_test.ts"],
  },
  {
    name: "lines_of_two_feeds_see_the_next_bar",
    operator: "wrong rule",
    edits: [
      {
        file: "src/lines/clock_group.ts",
        before: "places[i] = bar;",
        after: "places[i] = Math.min(bar + 1, times.length - 1);",
      },
    ],
    suite: ["tests/api/joint_lines_test.ts"],
  },
  {
    name: "lines_joint_clock_is_late",
    operator: "comparison turned",
    edits: [
      {
        file: "src/lines/clock_group.ts",
        before: "while (times[clock.index + 1]! <= timeUs) clock.index++;",
        after: "while (times[clock.index + 1]! < timeUs) clock.index++;",
      },
    ],
    suite: ["tests/api/joint_lines_test.ts"],
  },
  {
    name: "lines_larger_bar_waits_for_its_own_feed",
    operator: "wrong rule",
    edits: [{
      file: "src/lines/feed_lines.ts",
      before: "const { feed, knownUs } = resampledFeed(this.#feed, checked, { lastUs: group.lastStepUs }),",
      after: "const { feed, knownUs } = resampledFeed(this.#feed, checked),",
    }],
    suite: ["tests/api/resampled_lines_test.ts"],
  },
  {
    name: "feeds_average_of_volumes_is_the_volume",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/volume_names.ts",
        before: "if (word === undefined || MADE_OF_VOLUMES.test(word)) return [];",
        after: "if (word === undefined) return [];",
      },
    ],
    suite: ["src/feeds/volume_names_test.ts"],
  },
  {
    name: "feeds_money_is_the_traded_coin",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/volume_names.ts",
        before: "const best = Math.max(...usable.map(({ rank }) => rank));",
        after: "const best = Math.min(...usable.map(({ rank }) => rank));",
      },
    ],
    suite: ["src/feeds/volume_names_test.ts"],
  },
  {
    name: "feeds_price_in_fixed_point_stays_whole",
    operator: "statement removed",
    edits: [
      {
        file: "src/feeds/fixed_point.ts",
        before: "column[row]! /= UNITS;",
        after: "",
      },
    ],
    suite: ["src/feeds/fixed_point_test.ts"],
  },
  {
    name: "feeds_adjusted_close_is_a_product",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/csv/splits.ts",
        before: "const adjusted = (price: number): number => price === before ? after : price * factor;",
        after: "const adjusted = (price: number): number => price * factor;",
      },
    ],
    suite: ["src/feeds/csv/splits_test.ts"],
  },
  {
    name: "feeds_row_of_the_same_time_is_a_repeat",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/repeated_rows.ts",
        before: "if (first !== undefined && isSameRow(columns, row, first)) {",
        after: "if (first !== undefined) {",
      },
    ],
    suite: ["src/feeds/repeated_rows_test.ts"],
  },
  {
    name: "feeds_times_of_utc_are_read_in_the_zone",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/build_feed.ts",
        before: "const stamped = resolveStamps(rows, clock?.zone ?? timeZone, badRows, columns, faults);",
        after: "const stamped = resolveStamps(rows, timeZone, badRows, columns, faults);",
      },
    ],
    suite: ["src/feeds/build_feed_test.ts"],
  },
  {
    name: "feeds_date_with_points_passes_over_the_order",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/time/day_reader.ts",
        before: 'const order = this.#dateOrder ?? (separator === "." && !isShort ? "dmy" : undefined);',
        after: 'const order = separator === "." && !isShort ? "dmy" : this.#dateOrder;',
      },
    ],
    suite: ["src/feeds/time/day_reader_test.ts"],
  },
  {
    name: "feeds_end_of_a_day_is_the_next_date",
    operator: "statement removed",
    edits: [
      {
        file: "src/feeds/bar_ends.ts",
        before: 'end = "close";',
        after: "",
      },
    ],
    suite: ["src/feeds/bar_ends_test.ts"],
  },
  {
    name: "feeds_date_among_daily_times_is_a_midnight",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/build_feed.ts",
        before:
          "if (spanUs < DAY_US * (stamps.length - 1) && dates <= times + 1) return { raw: given, odd: undefined };",
        after: "if (dates <= times + 1) return { raw: given, odd: undefined };",
      },
    ],
    suite: ["src/feeds/build_feed_test.ts"],
  },
  {
    name: "feeds_dates_in_another_order_are_left_out",
    operator: "check skipped",
    edits: [
      {
        file: "src/feeds/bad_rows.ts",
        before: 'if (isFatal || this.#policy === "error") {',
        after: 'if (this.#policy === "error") {',
      },
    ],
    suite: ["src/feeds/csv/csv_test.ts"],
  },
  {
    name: "feeds_running_bar_of_a_month_stays",
    operator: "wrong rule",
    edits: [
      {
        file: "src/feeds/period_label.ts",
        before: 'const isTwice = label === "first" &&',
        after: 'const isTwice = label === "last" &&',
      },
    ],
    suite: ["src/feeds/build_feed_test.ts"],
  },
];
