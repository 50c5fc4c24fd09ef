/* Calls of the byte fuzzer that drive an engine: applying, reading, loading and advancing, with pointers that are good,
 * null or misaligned. */
#ifndef BYTE_FUZZ_DRIVING_H
#define BYTE_FUZZ_DRIVING_H

#include "byte_fuzz_inputs.h"

/* What is wrong with the pointers of a call, if anything is: one of them is null or misaligned. */
enum fault { FINE, NULL_ENGINE, NULL_IN, NULL_OUT, NULL_CONTROL, CROOKED_IN, CROOKED_OUT, CROOKED_CONTROL, FAULTS };

static enum fault pick_fault(void) { return chance(90) ? FINE : (enum fault)(1 + below(FAULTS - 1)); }

static int32_t expected_of(enum fault fault) {
  return fault >= CROOKED_IN ? CT_BOUNDARY_MISALIGNED : CT_BOUNDARY_NULL_POINTER;
}

/* The control of a call: lanes of its own, or what the fault says. */
static double *control_of(enum fault fault, buffer crooked) {
  if (fault == NULL_CONTROL) return NULL;
  if (fault == CROOKED_CONTROL) return (double *)(void *)(crooked.at + 1 + below(7));
  return control_lanes;
}

/* A call with a bad pointer is refused for it and did nothing. */
static void refused(client *of, const char *what, enum fault fault, int32_t status, uint64_t before) {
  if (of->poisoned && status == CT_BOUNDARY_POISONED) return;
  CHECK(status == expected_of(fault), "%s returns %d for fault %d, not %d", what, (int)status, (int)fault,
        (int)expected_of(fault));
  CHECK(of->poisoned || fingerprint(of->engine) == before, "%s was refused and did something", what);
}

static void call_apply(client *of) {
  uint32_t count = chance(10) ? 0 : below(EVENTS_MOST), capacity = chance(20) ? 0 : below(2 * EVENTS_MOST);
  enum fault fault = pick_fault();
  if (count == 0 && (fault == NULL_IN || fault == CROOKED_IN)) fault = FINE;
  if (capacity == 0 && (fault == NULL_OUT || fault == CROOKED_OUT)) fault = FINE;
  buffer in = make(count * sizeof(record)), out = make(capacity * sizeof(record)), crooked = make(64);
  if (chance(3)) noise(in.at, in.size);
  else fill_events(of, (record *)(void *)in.at, count);
  buffer copy = make(in.size);
  memcpy(copy.at, in.at, in.size);
  buffer wide = make(in.size + out.size + 16);
  memcpy(wide.at + 4, in.at, in.size);
  const uint64_t *events = fault == NULL_IN ? NULL : (const uint64_t *)(void *)(fault == CROOKED_IN
      ? wide.at + 4 : in.at);
  uint64_t *room = fault == NULL_OUT ? NULL : (uint64_t *)(void *)(fault == CROOKED_OUT ? wide.at + 4 : out.at);
  double *control = control_of(fault, crooked);
  /* The control may lie anywhere, within the outputs too. */
  if (fault == FINE && capacity > 0 && chance(5)) control = (double *)(void *)(out.at + 8 * below(16 * capacity - 3));
  uint64_t before = fault == FINE || of->poisoned ? 0 : fingerprint(of->engine);
  int32_t status = ct_apply(fault == NULL_ENGINE ? NULL : of->engine, events, count, room, capacity, control);
  saw(fault == NULL_ENGINE ? NULL : of, "ct_apply", status);
  CHECK(memcmp(copy.at, in.at, in.size) == 0, "ct_apply writes to its events");
  if (fault != FINE) refused(of, "ct_apply", fault, status, before);
  else if (status == CT_BOUNDARY_OK) {
    double written = control[0], waiting = control[1], lanes[CT_STATUS_COUNT];
    CHECK(written >= 0 && written <= capacity && waiting >= 0, "ct_apply tells of %g and %g records", written, waiting);
    CHECK(written == capacity || waiting == 0, "ct_apply leaves room for %g records that wait", waiting);
    CHECK(ct_status(of->engine, lanes, CT_STATUS_COUNT) == CT_BOUNDARY_OK && lanes[CT_STATUS_PENDING] == waiting,
          "ct_apply and ct_status do not agree");
    look_at(out.at, (size_t)written * sizeof(record));
    for (size_t at = 0; control == control_lanes && at < (size_t)written; at++) {
      uint32_t kind = ((record *)(void *)out.at)[at].words[CT_OUT_CODE] & 255;
      CHECK(kind >= 1 && kind <= CT_OUTPUT_EXECUTION, "ct_apply writes an output of kind %lu", (unsigned long)kind);
    }
    taken += count;
  }
  release(wide, "ct_apply");
  release(copy, "ct_apply");
  release(crooked, "ct_apply");
  release(out, "ct_apply");
  release(in, "ct_apply");
}

static void call_read(client *of) {
  uint32_t capacity = below(2 * EVENTS_MOST);
  enum fault fault = pick_fault();
  if (fault == NULL_IN || fault == CROOKED_IN || (capacity == 0 && (fault == NULL_OUT ||
      fault == CROOKED_OUT))) fault = FINE;
  buffer out = make(capacity * sizeof(record) + 8), crooked = make(64);
  uint64_t *room = fault == NULL_OUT ? NULL : (uint64_t *)(void *)(fault == CROOKED_OUT ? out.at + 4 : out.at);
  uint64_t before = fault == FINE || of->poisoned ? 0 : fingerprint(of->engine);
  int32_t status = ct_read(fault == NULL_ENGINE ? NULL : of->engine, room, capacity, control_of(fault, crooked));
  saw(fault == NULL_ENGINE ? NULL : of, "ct_read", status);
  if (fault != FINE) refused(of, "ct_read", fault, status, before);
  else if (status == CT_BOUNDARY_OK) look_at(out.at, (size_t)control_lanes[0] * sizeof(record));
  release(crooked, "ct_read");
  release(out, "ct_read");
}

static void call_load(client *of) {
  uint32_t counts[8] = {0}, count, instruments = chance(95) ? of->instruments : below(4);
  enum fault fault = pick_fault();
  double *columns = near_columns(of, counts, &count);
  if (chance(20)) mutate((unsigned char *)columns, count * sizeof *columns);
  if ((count == 0 && (fault == NULL_IN || fault == CROOKED_IN)) || fault == NULL_OUT ||
      fault == CROOKED_OUT) fault = FINE;
  buffer in = make(count * sizeof *columns), crooked = make(64), wide = make(in.size + 8);
  buffer words = make(2 * instruments * sizeof(uint32_t));
  memcpy(in.at, columns, in.size);
  memcpy(wide.at + 4, columns, in.size);
  memset(words.at, 0, words.size);
  memcpy(words.at, counts, (instruments < 4 ? instruments : 4) * sizeof(uint32_t));
  if (chance(10)) mutate(words.at, words.size);
  const double *given = fault == NULL_IN ? NULL : (const double *)(void *)(fault == CROOKED_IN ? wide.at + 4 : in.at);
  uint64_t before = of->poisoned ? 0 : fingerprint(of->engine);
  /* Who vouches for columns wrongly gets wrong results and does no harm to memory. */
  int vouches = chance(15);
  for (int lane = 0; lane < CT_CONTROL_LANES; lane++) control_lanes[lane] = chance(50) ? 0 : edge_number();
  control_lanes[0] = vouches ? 1 : control_lanes[0] == 1 ? 0 : control_lanes[0];
  int32_t status = ct_load(fault == NULL_ENGINE ? NULL : of->engine, given, count, (const uint32_t *)(void *)words.at,
                           instruments, control_of(fault, crooked));
  saw(fault == NULL_ENGINE ? NULL : of, "ct_load", status);
  if (fault != FINE) refused(of, "ct_load", fault, status, before);
  else if (status == CT_BOUNDARY_OK) {
    look_at(control_lanes, sizeof control_lanes);
    of->tainted = of->tainted || vouches;
    free(of->columns);
    of->columns = columns;
    of->columns_count = count;
    columns = NULL;
  } else if (!of->poisoned) {
    CHECK(fingerprint(of->engine) == before, "ct_load was refused and did something");
  }
  free(columns);
  release(words, "ct_load");
  release(wide, "ct_load");
  release(crooked, "ct_load");
  release(in, "ct_load");
}

/* The columns of an engine as a call gets them: good, null, misaligned, or now and then not those that were loaded. */
static const double *columns_for(client *of, enum fault fault, buffer in, buffer wide) {
  if (in.size > 0) memcpy(in.at, of->columns, in.size);
  if (in.size > 0) memcpy(wide.at + 4, of->columns, in.size);
  if (chance(3)) {
    /* Others than were loaded break the caller's promise, but must not break the bounds. */
    of->tainted = 1;
    mutate(in.at, in.size);
  }
  return fault == NULL_IN ? NULL : (const double *)(void *)(fault == CROOKED_IN ? wide.at + 4 : in.at);
}

/* What advancing did: marks from a row on, and a step as the last time. */
static void advanced(client *of, const char *what, const unsigned char *marks, double rows, double row, double steps) {
  double lanes[CT_STATUS_COUNT];
  CHECK(steps >= 0 && row + steps <= rows, "%s tells of %g steps from row %g on of %g", what, steps, row, rows);
  look_at(marks + (size_t)row * 8, (size_t)steps * 8);
  look_at(marks + (size_t)(rows + row) * 8, (size_t)steps * 8);
  CHECK(ct_status(of->engine, lanes, CT_STATUS_COUNT) == CT_BOUNDARY_OK, "a status is refused");
  of->now = fmax(of->now, lanes[CT_STATUS_STEP_US]);
}

/* A call that is refused for a count did nothing. */
static void miscounted(client *of, const char *what, int32_t status, uint64_t before) {
  CHECK(status == CT_BOUNDARY_BAD_COUNT, "%s returns %d for a bad count", what, (int)status);
  CHECK(fingerprint(of->engine) == before, "%s was refused and did something", what);
}

static void call_advance(client *of) {
  enum fault fault = pick_fault();
  uint32_t count = of->columns_count, rows = below(2 * BARS_MOST), marks_count = 2 * rows;
  if ((count == 0 && (fault == NULL_IN || fault == CROOKED_IN)) || (rows == 0 && (fault == NULL_OUT ||
      fault == CROOKED_OUT))) {
    fault = FINE;
  }
  buffer in = make(count * sizeof(double)), wide = make(in.size + 8), crooked = make(64);
  const double *columns = columns_for(of, fault, in, wide);
  double until = chance(80) ? of->now + below(20000) : edge_number(), row = chance(80)
      ? below(rows + 1) : edge_number();
  int bad_count = fault == FINE && (isnan(until) || !(row >= 0 && row <= rows && floor(row) == row));
  if (fault == FINE && chance(5)) {
    bad_count = 1;
    if (count > 0 && chance(50)) count--;
    else marks_count++;
  }
  buffer marks = make(marks_count * sizeof(double) + 8);
  double *room = fault == NULL_OUT ? NULL : (double *)(void *)(fault == CROOKED_OUT ? marks.at + 4 : marks.at);
  uint64_t before = of->poisoned || (fault == FINE && !bad_count) ? 0 : fingerprint(of->engine);
  control_lanes[0] = until;
  control_lanes[1] = row;
  for (int lane = 2; lane < CT_CONTROL_LANES; lane++) control_lanes[lane] = edge_number();
  int32_t status = ct_advance(fault == NULL_ENGINE ? NULL : of->engine, columns, count, room, marks_count,
                              control_of(fault, crooked));
  saw(fault == NULL_ENGINE ? NULL : of, "ct_advance", status);
  if (fault != FINE) refused(of, "ct_advance", fault, status, before);
  else if (bad_count && !of->poisoned) miscounted(of, "ct_advance", status, before);
  else if (!of->poisoned) {
    CHECK(status == CT_BOUNDARY_OK, "ct_advance returns %d", (int)status);
    advanced(of, "ct_advance", marks.at, rows, row, control_lanes[0]);
  }
  release(marks, "ct_advance");
  release(crooked, "ct_advance");
  release(wide, "ct_advance");
  release(in, "ct_advance");
}

static void call_drive(client *of) {
  enum fault fault = pick_fault();
  uint32_t count = of->columns_count, rows = below(2 * BARS_MOST), outputs = below(EVENTS_MOST), events = below(6);
  uint32_t spare = below(20), lanes_count = CT_DRIVE_LANES + (outputs + events) * CT_RECORD_LANES + spare;
  if ((count == 0 && (fault == NULL_IN || fault == CROOKED_IN)) || (rows == 0 && (fault == NULL_OUT ||
      fault == CROOKED_OUT))) {
    fault = FINE;
  }
  buffer in = make(count * sizeof(double)), wide = make(in.size + 8), marks = make(2 * rows * sizeof(double) + 8);
  buffer drive_buffer = make(lanes_count * sizeof(double)), crooked = make(drive_buffer.size + 8);
  const double *columns = columns_for(of, fault, in, wide);
  double *room = fault == NULL_OUT ? NULL : (double *)(void *)(fault == CROOKED_OUT ? marks.at + 4 : marks.at);
  double *control = (double *)(void *)drive_buffer.at, row = below(rows + 1);
  memset(drive_buffer.at, 0, drive_buffer.size);
  control[CT_DRIVE_UNTIL_US] = chance(90) ? of->now + below(20000) : (double)INFINITY;
  control[CT_DRIVE_MARKS_COUNT] = 2 * rows;
  control[CT_DRIVE_ROW] = row;
  control[CT_DRIVE_OUTPUTS_ROOM] = outputs;
  control[CT_DRIVE_EVENTS_COUNT] = events;
  control[CT_DRIVE_THEN_US] = events == 0 && chance(50) ? of->now + below(20000) : -(double)INFINITY;
  for (int lane = CT_DRIVE_THEN_US + 1; lane < CT_DRIVE_LANES; lane++) control[lane] = edge_number();
  record *first = (record *)(void *)(drive_buffer.at + 8 * (CT_DRIVE_LANES + outputs * CT_RECORD_LANES));
  fill_events(of, first, events);
  int bad_count = fault == FINE && chance(12);
  if (bad_count) {
    static const double counts[] = {-1, 0.5, 1e300, 4294967296.0, (double)INFINITY, (double)NAN};
    uint32_t pick = below(8);
    if (pick == 6 && count > 0) count--;
    else if (pick == 7) control[CT_DRIVE_THEN_US] = (double)NAN;
    else if (pick == 0 || pick == 6) lanes_count = below(CT_DRIVE_LANES);
    else if (pick == 1) control[CT_DRIVE_UNTIL_US] = (double)NAN;
    else if (pick == 2) control[CT_DRIVE_ROW] = rows + 1;
    else if (pick == 3) control[CT_DRIVE_MARKS_COUNT] = 2 * rows + 1;
    else if (pick == 4) control[CT_DRIVE_EVENTS_COUNT] = events + 3;
    else control[CT_DRIVE_MARKS_COUNT + below(4)] = counts[below(6)];
  }
  memcpy(crooked.at + 4, drive_buffer.at, drive_buffer.size);
  buffer copy = make(drive_buffer.size);
  memcpy(copy.at, drive_buffer.at, drive_buffer.size);
  uint64_t before = of->poisoned || (fault == FINE && !bad_count) ? 0 : fingerprint(of->engine);
  uint64_t *given = (uint64_t *)(void *)(fault == CROOKED_CONTROL ? crooked.at + 4 : drive_buffer.at);
  int32_t status = ct_drive(fault == NULL_ENGINE ? NULL : of->engine, columns, count, room,
                            fault == NULL_CONTROL ? NULL : given, lanes_count);
  saw(fault == NULL_ENGINE ? NULL : of, "ct_drive", status);
  if (fault != FINE) refused(of, "ct_drive", fault, status, before);
  else if (bad_count && !of->poisoned) miscounted(of, "ct_drive", status, before);
  else if (!of->poisoned) {
    double written = control[CT_DRIVE_OUTPUTS], waiting = control[CT_DRIVE_PENDING], lanes[CT_STATUS_COUNT];
    CHECK(status == CT_BOUNDARY_OK && !isnan(control[CT_DRIVE_HORIZON_US]), "ct_drive returns %d", (int)status);
    CHECK(written >= 0 && written <= outputs, "ct_drive writes %g records into room for %lu", written,
        (unsigned long)outputs);
    CHECK(ct_status(of->engine, lanes, CT_STATUS_COUNT) == CT_BOUNDARY_OK && lanes[CT_STATUS_PENDING] == waiting,
          "ct_drive and ct_status do not agree");
    look_at(drive_buffer.at + 8 * CT_DRIVE_LANES, (size_t)written * sizeof(record));
    size_t events_at = 8 * (CT_DRIVE_LANES + (size_t)outputs * CT_RECORD_LANES);
    CHECK(memcmp(drive_buffer.at + events_at, copy.at + events_at, drive_buffer.size - events_at) == 0,
        "ct_drive writes to its events");
    advanced(of, "ct_drive", marks.at, rows, row, control[CT_DRIVE_STEPS]);
    taken += events;
  }
  release(copy, "ct_drive");
  release(crooked, "ct_drive");
  release(drive_buffer, "ct_drive");
  release(marks, "ct_drive");
  release(wide, "ct_drive");
  release(in, "ct_drive");
}

#endif
