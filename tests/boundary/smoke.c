/* Uses the library as a program in C would, from its header alone: a small backtest, a snapshot taken over by a second
 * engine, and arguments that must be refused. Prints what the engine says at the end; tests/boundary/c_program_test.ts
 * compares it with what the TypeScript engine says. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cracktrader.h"

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s, line %d: %s does not hold\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                  \
    }                                                                           \
  } while (0)

#define CONFIG_COUNT (CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_STRIDE)

typedef union {
  double floats[CT_RECORD_LANES];
  uint64_t lanes[CT_RECORD_LANES];
  uint32_t words[CT_RECORD_WORDS];
} record;

/* Two bars: time, begin, session day, open, high, low, close, volume. */
static const double columns[16] = {1000, 2000, 0,  1000, 719163, 719163, 100, 110,
                                   120,  140,  90, 100,  110,    130,    1,   1};
static const uint32_t counts_and_bases[2] = {2, 0};
static double control[CT_CONTROL_LANES], drive_buffer[CT_DRIVE_LANES];

static void configure(double *config) {
  memset(config, 0, CONFIG_COUNT * sizeof(double));
  config[CT_CONFIG_VERSION] = CT_CONTRACT_VERSION;
  config[CT_CONFIG_INSTRUMENTS_COUNT] = 1;
  config[CT_CONFIG_CURRENCIES_COUNT] = 1;
  config[CT_CONFIG_CASH_INITIAL] = 10000;
  config[CT_CONFIG_CHECKS] = 1;
  config[CT_CONFIG_CHAIN] = 1;
  config[CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_TRADED] = 1;
  config[CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_TICK] = 1;
  config[CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_SCALE_NUMERATOR] = 1;
  config[CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_SCALE_DENOMINATOR_FIRST] = 1;
  config[CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_SCALE_DENOMINATOR_SECOND] = 1;
  config[CT_CONFIG_INSTRUMENTS + CT_INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1;
}

/* A market order for five lots, placed after the first bar. */
static void place(record *event) {
  memset(event, 0, sizeof *event);
  event->floats[CT_LANE_TIME_US] = 1000;
  event->floats[CT_PLACE_QUANTITY] = 5;
  event->words[CT_LANE_KIND] = CT_EVENT_PLACE;
  event->words[CT_LANE_ORDER_ID] = 1;
  event->words[CT_PLACE_ORDER_TYPE] = CT_TYPE_MARKET;
  event->words[CT_PLACE_SIDE] = CT_SIDE_BUY;
  event->words[CT_PLACE_VALIDITY] = CT_VALIDITY_GTC;
}

static int32_t advance(ct_engine *engine, double until_us, double row, double *marks) {
  control[0] = until_us;
  control[1] = row;
  control[2] = control[3] = 0;
  return ct_advance(engine, columns, 16, marks, 4, control);
}

/* Asks for the horizon alone: there is nothing to advance to. */
static int32_t drive(ct_engine *engine, double row, double *marks) {
  memset(drive_buffer, 0, sizeof drive_buffer);
  drive_buffer[CT_DRIVE_UNTIL_US] = drive_buffer[CT_DRIVE_THEN_US] = -INFINITY;
  drive_buffer[CT_DRIVE_MARKS_COUNT] = 4;
  drive_buffer[CT_DRIVE_ROW] = row;
  return ct_drive(engine, columns, 16, marks, (uint64_t *)drive_buffer, CT_DRIVE_LANES);
}

static void refuse_bad_arguments(ct_engine *engine, const double *config) {
  double marks[4] = {0}, crooked[3] = {0}, status[CT_STATUS_COUNT];
  record event;
  place(&event);
  CHECK(ct_create(NULL, CONFIG_COUNT, control) == NULL && control[0] == CT_BOUNDARY_NULL_POINTER);
  CHECK(ct_create(config, CONFIG_COUNT - 1, control) == NULL && control[0] == CT_BOUNDARY_BAD_CONFIGURATION);
  CHECK(control[1] == CT_REASON_OUT_OF_RANGE && control[2] == CT_CONFIG_INSTRUMENTS_COUNT);
  CHECK(ct_create(config, CONFIG_COUNT, NULL) == NULL);
  CHECK(ct_apply(NULL, event.lanes, 1, NULL, 0, control) == CT_BOUNDARY_NULL_POINTER);
  CHECK(ct_apply(engine, NULL, 1, NULL, 0, control) == CT_BOUNDARY_NULL_POINTER);
  CHECK(ct_apply(engine, event.lanes, 1, NULL, 1, control) == CT_BOUNDARY_NULL_POINTER);
  CHECK(ct_apply(engine, event.lanes, 1, NULL, 0, NULL) == CT_BOUNDARY_NULL_POINTER);
  CHECK(ct_apply(engine, event.lanes, 1, NULL, 0, (double *)((char *)crooked + 4)) == CT_BOUNDARY_MISALIGNED);
  CHECK(ct_load(engine, columns, 15, counts_and_bases, 1, control) == CT_BOUNDARY_BAD_COUNT);
  CHECK(advance(engine, INFINITY, 3, marks) == CT_BOUNDARY_BAD_COUNT);
  CHECK(drive(engine, 3, marks) == CT_BOUNDARY_BAD_COUNT);
  CHECK(ct_status(engine, status, CT_STATUS_COUNT - 1) == CT_BOUNDARY_BAD_COUNT);
  CHECK(ct_restore(engine, (const uint8_t *)marks, sizeof marks) == CT_BOUNDARY_BAD_SNAPSHOT);
  CHECK(ct_error(engine, NULL, 0) == 0);
  ct_free(NULL);
}

/* Advancing while a step is open is a programmer's error. */
static void survive_a_failure(const double *config) {
  double marks[4];
  uint8_t message[256];
  record bar;
  ct_engine *engine = ct_create(config, CONFIG_COUNT, control);
  CHECK(engine != NULL);
  memset(&bar, 0, sizeof bar);
  bar.floats[CT_LANE_TIME_US] = 1000;
  bar.words[CT_LANE_KIND] = CT_EVENT_BAR;
  bar.floats[CT_BAR_OPEN] = bar.floats[CT_BAR_HIGH] = bar.floats[CT_BAR_LOW] = bar.floats[CT_BAR_CLOSE] = 100;
  CHECK(ct_load(engine, columns, 16, counts_and_bases, 1, control) == CT_BOUNDARY_OK);
  CHECK(ct_apply(engine, bar.lanes, 1, NULL, 0, control) == CT_BOUNDARY_OK);
  CHECK(advance(engine, INFINITY, 0, marks) == CT_BOUNDARY_PANIC);
  CHECK(ct_apply(engine, bar.lanes, 1, NULL, 0, control) == CT_BOUNDARY_POISONED);
  CHECK(ct_error(engine, message, sizeof message) > 0);
  ct_free(engine);
}

int main(void) {
  double config[CONFIG_COUNT], marks[4], status[CT_STATUS_COUNT];
  record events[3], outputs[8];
  uint32_t layout[2];
  CHECK(ct_layout(layout, 2) > 2 && layout[0] == CT_RECORD_BYTES && layout[1] == CT_RECORD_LANES);
  CHECK(ct_address((const uint64_t *)marks) == (const uint64_t *)marks && ct_address(NULL) == NULL);
  configure(config);
  ct_engine *engine = ct_create(config, CONFIG_COUNT, control);
  CHECK(engine != NULL);
  CHECK(ct_load(engine, columns, 16, counts_and_bases, 1, control) == CT_BOUNDARY_OK);
  CHECK(advance(engine, 1000, 0, marks) == CT_BOUNDARY_OK);
  CHECK(control[0] == 1 && control[1] == 0);
  refuse_bad_arguments(engine, config);

  /* The order is taken in silence, and each repetition is refused. */
  for (int at = 0; at < 3; at++) place(&events[at]);
  CHECK(ct_apply(engine, events[0].lanes, 3, outputs[0].lanes, 1, control) == CT_BOUNDARY_OK);
  CHECK(control[0] == 1 && control[1] >= 1);
  CHECK(ct_read(engine, outputs[1].lanes, 7, control) == CT_BOUNDARY_OK && control[1] == 0);
  CHECK(drive(engine, 1, marks) == CT_BOUNDARY_OK && drive_buffer[CT_DRIVE_STEPS] == 0);
  CHECK(drive_buffer[CT_DRIVE_HORIZON_US] == 2000);

  /* The second engine goes on from here, too. */
  CHECK(ct_snapshot(engine, NULL, 0, control) == CT_BOUNDARY_TOO_SMALL);
  uint32_t size = (uint32_t)control[0];
  uint8_t *bytes = malloc(size);
  CHECK(bytes != NULL && ct_snapshot(engine, bytes, size, control) == CT_BOUNDARY_OK);
  ct_engine *second = ct_create(config, CONFIG_COUNT, control);
  CHECK(second != NULL && ct_restore(second, bytes, size) == CT_BOUNDARY_OK);
  free(bytes);
  CHECK(ct_load(second, columns, 16, counts_and_bases, 1, control) == CT_BOUNDARY_OK);

  ct_engine *both[2] = {engine, second};
  for (int at = 0; at < 2; at++) {
    CHECK(advance(both[at], INFINITY, 1, marks) == CT_BOUNDARY_OK && control[0] == 1);
    CHECK(ct_status(both[at], status, CT_STATUS_COUNT) == CT_BOUNDARY_OK);
    printf("%.0f %.0f %.0f %.0f %.0f\n", status[CT_STATUS_SEQUENCE], status[CT_STATUS_CASH], status[CT_STATUS_VALUE],
           status[CT_STATUS_CHAIN_LOW], status[CT_STATUS_CHAIN_HIGH]);
    ct_free(both[at]);
  }
  survive_a_failure(config);
  return 0;
}
