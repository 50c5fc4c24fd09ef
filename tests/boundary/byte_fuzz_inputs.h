/* What the byte fuzzer gives to the library: configurations, records and columns that are valid or nearly so. */
#ifndef BYTE_FUZZ_INPUTS_H
#define BYTE_FUZZ_INPUTS_H

#include "byte_fuzz_support.h"

static void near_configuration(double *config, uint32_t instruments) {
  int queue = chance(25);
  memset(config, 0, (CT_CONFIG_INSTRUMENTS + instruments * CT_INSTRUMENT_STRIDE) * sizeof *config);
  config[CT_CONFIG_VERSION] = CT_CONTRACT_VERSION;
  config[CT_CONFIG_INSTRUMENTS_COUNT] = instruments;
  config[CT_CONFIG_CURRENCIES_COUNT] = 1;
  config[CT_CONFIG_CASH_INITIAL] = chance(90) ? (double)(100000 + below(10000000)) : 9007199254740991.0;
  config[CT_CONFIG_MARKS_TO_RECORDS] = below(2);
  config[CT_CONFIG_CHECKS] = chance(80);
  config[CT_CONFIG_CHAIN] = chance(90);
  config[CT_CONFIG_INPUT_HASH] = below(2);
  for (int lane = CT_CONFIG_RULE_NUMBERS; lane < CT_CONFIG_INSTRUMENTS; lane++) config[lane] = queue;
  config[CT_CONFIG_RULE_LIMIT_FILL] = queue ? 0 : below(2);
  config[CT_CONFIG_RULE_PATH] = queue ? 0 : below(5);
  for (uint32_t id = 0; id < instruments; id++) {
    double *block = config + CT_CONFIG_INSTRUMENTS + id * CT_INSTRUMENT_STRIDE;
    block[CT_INSTRUMENT_EXECUTION] = queue ? 0 : chance(40);
    block[CT_INSTRUMENT_TRADED] = chance(95);
    block[CT_INSTRUMENT_TICK] = chance(70) ? 1 : 5;
    block[CT_INSTRUMENT_SCALE_NUMERATOR] = 1 + below(9);
    block[CT_INSTRUMENT_SCALE_DENOMINATOR_FIRST] = 1 + below(3);
    block[CT_INSTRUMENT_SCALE_DENOMINATOR_SECOND] = 1;
    block[CT_INSTRUMENT_COMMISSION_KIND] = below(queue ? 2 : 4);
    block[CT_INSTRUMENT_COMMISSION_RATE] = queue ? 0.001 : below(2000000);
    block[CT_INSTRUMENT_COMMISSION_UNIT_NUMERATOR] = below(5);
    block[CT_INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1;
    block[CT_INSTRUMENT_COMMISSION_MINIMUM] = below(100);
    block[CT_INSTRUMENT_SLIPPAGE_RATE] = queue || chance(60) ? 0 : below(20000000);
    block[CT_INSTRUMENT_MULTIPLIER] = 1;
  }
}

static double price(void) { return 5 * (double)(180 + below(40)); }

static void near_bar(client *of, record *event) {
  double open = price(), close = price(), spread = below(20);
  event->floats[CT_BAR_OPEN] = open;
  event->floats[CT_BAR_HIGH] = fmax(open, close) + spread;
  event->floats[CT_BAR_LOW] = fmin(open, close) - spread;
  event->floats[CT_BAR_CLOSE] = close;
  event->floats[CT_BAR_VOLUME] = below(1000);
  event->floats[CT_BAR_BEGIN_US] = of->now - (chance(80) ? 1000 : 10);
  event->words[CT_BAR_SESSION_DAY] = (uint32_t)(of->now / 20000);
}

static void near_order(client *of, record *event) {
  uint32_t type = 1 + below(chance(90) ? 5 : 8);
  int limit = type == CT_TYPE_LIMIT || type == CT_TYPE_STOP_LIMIT, stop = type == CT_TYPE_STOP ||
      type == CT_TYPE_STOP_LIMIT;
  event->words[CT_LANE_ORDER_ID] = chance(95) ? ++of->next_order : below(of->next_order + 2);
  event->words[CT_PLACE_ORDER_TYPE] = type;
  event->words[CT_PLACE_SIDE] = 1 + below(2);
  event->words[CT_PLACE_VALIDITY] = chance(80) ? CT_VALIDITY_GTC : 1 + below(3);
  if (chance(20)) event->words[CT_PLACE_FLAGS] = chance(80) ? 1u << below(4) : below(20);
  if (chance(20) || event->words[CT_PLACE_FLAGS] == 2) event->words[CT_PLACE_PARENT] = below(of->next_order + 1);
  if (chance(10)) event->words[CT_PLACE_OCO] = below(of->next_order + 1);
  if (limit || chance(3)) event->floats[CT_PLACE_LIMIT] = price();
  if (stop || chance(3)) event->floats[CT_PLACE_STOP] = price();
  if (event->words[CT_PLACE_VALIDITY] == CT_VALIDITY_GTD) event->floats[CT_PLACE_VALID_US] = of->now + below(20000);
  if (chance(90)) event->floats[CT_PLACE_QUANTITY] = 1 + below(50);
  else if (chance(50)) event->floats[CT_PLACE_CASH] = 1 + below(1000000);
  else event->floats[CT_PLACE_FRACTION] = 1 + below(1000000000);
  if (chance(10)) event->words[CT_PLACE_ROUND_TRIP] = below(9);
}

static void near_event(client *of, record *event) {
  static const uint32_t kinds[] = {1, 1, 1, 1, 7, 7, 7, 16, 16, 16, 16, 17, 18, 4, 4, 5, 5, 2, 3, 6, 8, 9, 10, 11, 19,
      20, 21};
  uint32_t kind = kinds[below((uint32_t)(sizeof kinds / sizeof *kinds))];
  if (chance(1) && chance(20)) kind = CT_EVENT_SHUTDOWN;
  memset(event, 0, sizeof *event);
  if (kind == CT_EVENT_BAR || kind == CT_EVENT_STEP) {
    if (!of->open) of->now += 1000;
    of->open = kind == CT_EVENT_BAR;
  }
  event->words[CT_LANE_KIND] = kind;
  event->floats[CT_LANE_TIME_US] = of->now;
  event->words[CT_LANE_INSTRUMENT] = below(of->instruments);
  if (chance(15)) {
    event->words[CT_LANE_PRODUCER] = 1 + below(3);
    event->words[CT_LANE_PRODUCER_SEQUENCE] = chance(80) ? ++of->next_number : below(of->next_number + 4);
  }
  switch (kind) {
    case CT_EVENT_BAR: near_bar(of, event); break;
    case CT_EVENT_PLACE: near_order(of, event); break;
    case CT_EVENT_CANCEL: event->words[CT_LANE_ORDER_ID] = below(of->next_order + 2); break;
    case CT_EVENT_REPLACE:
      event->words[CT_LANE_ORDER_ID] = below(of->next_order + 2);
      if (chance(60)) event->floats[CT_REPLACE_QUANTITY] = 1 + below(60);
      if (chance(40)) event->floats[CT_REPLACE_LIMIT] = price();
      if (chance(30)) event->floats[CT_REPLACE_STOP] = price();
      break;
    case CT_EVENT_ORDER_REPORT:
      event->words[CT_LANE_ORDER_ID] = below(of->next_order + 2);
      event->words[CT_ORDER_REPORT_REPORT] = 1 + below(10);
      event->floats[CT_ORDER_REPORT_FILLED] = below(30);
      break;
    case CT_EVENT_FILL_REPORT:
      event->words[CT_LANE_ORDER_ID] = below(of->next_order + 2);
      event->floats[CT_FILL_REPORT_PRICE] = price();
      event->floats[CT_FILL_REPORT_QUANTITY] = 1 + below(20);
      event->words[CT_FILL_REPORT_FILL_ID_HIGH] = below(2);
      event->words[CT_FILL_REPORT_FILL_ID_LOW] = below(200);
      event->words[CT_FILL_REPORT_FLAGS] = below(2);
      event->floats[CT_FILL_REPORT_COMMISSION] = event->words[CT_FILL_REPORT_FLAGS] ? below(50) : 0;
      break;
    case CT_EVENT_SESSION: event->words[CT_SESSION_PHASE] = 1 + below(2); break;
    case CT_EVENT_HALT: event->words[CT_HALT_HALTED] = below(5) == 0; break;
    case CT_EVENT_CASH: event->floats[CT_CASH_AMOUNT] = (double)below(20000) - 5000; break;
    case CT_EVENT_RISK: event->words[CT_RISK_FLAGS] = chance(80) ? 0 : below(4); break;
    case CT_EVENT_SHUTDOWN: event->words[CT_SHUTDOWN_CLOSE_POSITIONS] = below(2); break;
    default: break;
  }
}

static void fill_events(client *of, record *events, uint32_t count) {
  for (uint32_t at = 0; at < count; at++) {
    int open = of->open;
    double now = of->now;
    near_event(of, &events[at]);
    if (!chance(8)) continue;
    if (chance(10)) noise(&events[at], sizeof events[at]);
    else mutate((unsigned char *)&events[at], sizeof events[at]);
    /* It may be refused now, and then neither opens a step nor moves the time. */
    if (chance(50)) of->open = open;
    if (chance(50)) of->now = now;
  }
}

static double *near_columns(client *of, uint32_t *counts, uint32_t *count) {
  *count = 0;
  for (uint32_t id = 0; id < of->instruments; id++) *count += 8 * (counts[id] = chance(10) ? 0 : below(BARS_MOST));
  double *columns = malloc(*count * sizeof *columns + 1), *own = columns;
  CHECK(columns != NULL, "there is no memory for columns");
  for (uint32_t id = 0; id < of->instruments; own += 8 * counts[id++]) {
    for (uint32_t row = 0; row < counts[id]; row++) {
      record bar;
      double *cell = own + row;
      client at = *of;
      at.now = of->now + 1000.0 * (row + 1);
      near_bar(&at, &bar);
      double cells[8] = {at.now, at.now - 1000, (double)bar.words[CT_BAR_SESSION_DAY], bar.floats[CT_BAR_OPEN],
                         bar.floats[CT_BAR_HIGH], bar.floats[CT_BAR_LOW], bar.floats[CT_BAR_CLOSE], 1};
      for (int column = 0; column < 8; column++, cell += counts[id]) *cell = cells[column];
    }
  }
  return columns;
}

#endif
