/* What the byte fuzzer stands on: random numbers from a seed, buffers whose bounds are watched, engines with what their
 * caller has to remember of them, and checks that name the round. */
#ifndef BYTE_FUZZ_SUPPORT_H
#define BYTE_FUZZ_SUPPORT_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cracktrader.h"

#define ENGINES 3
#define CALLS_A_ROUND 120
#define EVENTS_MOST 40
#define BARS_MOST 12
#define GUARD_BYTE 0x5a
#define STATUSES 12

typedef union {
  double floats[CT_RECORD_LANES];
  uint64_t lanes[CT_RECORD_LANES];
  uint32_t words[CT_RECORD_WORDS];
} record;

/* An engine and what its caller has to remember. */
typedef struct {
  ct_engine *engine;
  double config[CT_CONFIG_INSTRUMENTS + 4 * CT_INSTRUMENT_STRIDE];
  uint32_t config_count, instruments;
  double *columns;
  uint32_t columns_count;
  /* Whether it was given what no engine wrote: a snapshot or columns that were tampered with. It may then fail. */
  int tainted;
  int poisoned;
  int open;
  double now;
  uint32_t next_order, next_number;
} client;

/* A buffer of just so many bytes, between guards unless the tool that runs this checks the bounds. */
typedef struct {
  unsigned char *base, *at;
  size_t size;
} buffer;

static client clients[ENGINES];
static uint64_t state, seed = 1, round_number, rounds_done;
static size_t guard = 64;
static double control_lanes[CT_CONTROL_LANES];
static unsigned long statuses[STATUSES], calls, taken, tainted_failures;
static uint32_t folded;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "Found in round %llu of seed %llu: ", (unsigned long long)round_number, (unsigned long long)seed);
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\n");
  va_end(arguments);
  exit(1);
}

#define CHECK(condition, ...) \
  do {                        \
    if (!(condition)) fail(__VA_ARGS__); \
  } while (0)

/* SplitMix64. */
static uint64_t next64(void) {
  uint64_t mixed = (state += 0x9e3779b97f4a7c15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

static uint32_t below(uint32_t limit) { return (uint32_t)(next64() >> 32) % limit; }
static int chance(uint32_t percent) { return below(100) < percent; }

static double edge_number(void) {
  static const double edges[] = {0,      -0.0,    1,     -1,   0.5,  2,         255,      9007199254740991.0,
      -9007199254740991.0,
                                 1e308,  -1e308,  5e-324, 3e9, 1e18, 4294967295.0, 4294967296.0, 2147483648.0, 65536};
  uint32_t pick = below((uint32_t)(sizeof edges / sizeof *edges) + 4);
  if (pick < sizeof edges / sizeof *edges) return edges[pick];
  if (chance(30)) return (double)NAN;
  return chance(50) ? (double)INFINITY : -(double)INFINITY;
}

static buffer make(size_t size) {
  buffer made = {malloc(size + 2 * guard + 1), NULL, size};
  CHECK(made.base != NULL, "there is no memory for %lu bytes", (unsigned long)size);
  if (guard == 0) {
    /* Of just the size, so that a byte behind it is out of bounds; an empty one is not looked at. */
    free(made.base);
    made.base = malloc(size == 0 ? 1 : size);
    CHECK(made.base != NULL, "there is no memory for %lu bytes", (unsigned long)size);
  }
  made.at = made.base + guard;
  memset(made.base, GUARD_BYTE, guard);
  memset(made.at + size, GUARD_BYTE, guard);
  return made;
}

static void release(buffer made, const char *what) {
  for (size_t at = 0; at < guard; at++) {
    CHECK(made.base[at] == GUARD_BYTE, "%s writes before its buffer", what);
    CHECK(made.at[made.size + at] == GUARD_BYTE, "%s writes behind its buffer", what);
  }
  free(made.base);
}

/* Makes what depends on bytes depend on them here too, so that valgrind tells of those that were never written. */
static void look_at(const void *bytes, size_t size) {
  for (size_t at = 0; at < size; at++) folded = (folded ^ ((const unsigned char *)bytes)[at]) * 16777619u;
  if (folded == 0) folded = 1;
}

static void noise(void *bytes, size_t size) {
  for (size_t at = 0; at < size; at++) ((unsigned char *)bytes)[at] = (unsigned char)next64();
}

/* Flips a bit, or puts a number at the edge of something into a lane or a word. */
static void mutate(unsigned char *bytes, size_t size) {
  if (size < 8) return;
  size_t lane = below((uint32_t)(size / 8)) * 8;
  if (chance(40)) {
    bytes[below((uint32_t)size)] ^= (unsigned char)(1u << below(8));
  } else if (chance(60)) {
    double edge = edge_number();
    memcpy(bytes + lane, &edge, 8);
  } else {
    static const uint32_t edges[] = {0, 1, 4, 255, 65535, 0x7fffffffu, 0x80000000u, 0xffffffffu};
    uint32_t word = edges[below(8)];
    memcpy(bytes + lane + 4 * below(2), &word, 4);
  }
}

/* Everything that can be seen of an engine, as one number. */
static uint64_t fingerprint(ct_engine *engine) {
  double status[CT_STATUS_COUNT];
  CHECK(ct_status(engine, status, CT_STATUS_COUNT) == CT_BOUNDARY_OK, "a status is refused");
  CHECK(ct_snapshot(engine, NULL, 0, control_lanes) == CT_BOUNDARY_TOO_SMALL, "a snapshot fits into nothing");
  buffer bytes = make((size_t)control_lanes[0]);
  CHECK(ct_snapshot(engine, bytes.at, (uint32_t)bytes.size, control_lanes) == CT_BOUNDARY_OK, "no snapshot can be had");
  uint64_t hash = 1469598103934665603u;
  for (size_t at = 0; at < sizeof status; at++) hash = (hash ^ ((unsigned char *)status)[at]) * 1099511628211u;
  for (size_t at = 0; at < bytes.size; at++) hash = (hash ^ bytes.at[at]) * 1099511628211u;
  release(bytes, "ct_snapshot");
  return hash;
}

/* Takes note of a status: a poisoned engine says so, and an engine fails only for a reason. */
static void saw(client *of, const char *what, int32_t status) {
  CHECK(status <= 0 && status > -STATUSES, "%s returns %d, which is no status", what, (int)status);
  statuses[-status]++;
  calls++;
  if (of == NULL) return;
  CHECK(!of->poisoned || status == CT_BOUNDARY_POISONED || status == CT_BOUNDARY_NULL_POINTER ||
            status == CT_BOUNDARY_MISALIGNED,
        "%s returns %d although the engine is poisoned", what, (int)status);
  CHECK(of->poisoned || status != CT_BOUNDARY_POISONED, "%s says that a good engine is poisoned", what);
  if (status != CT_BOUNDARY_PANIC) return;
  char message[400];
  uint32_t length = ct_error(of->engine, (uint8_t *)message, sizeof message - 1);
  CHECK(length > 0, "%s fails without a message", what);
  message[length < sizeof message ? length : sizeof message - 1] = 0;
  /* To advance to another time while a step is open, past the end of the run or to bars from before the last step is the caller's
   * error. */
  CHECK(of->tainted || strstr(message, "Cannot advance ") == message, "%s fails: %s", what, message);
  if (of->tainted) tainted_failures++;
  of->poisoned = 1;
}

#endif
