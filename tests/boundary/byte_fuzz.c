/* Fuzzes every function of the C interface with bytes: records, configurations, columns and snapshots that are valid,
 * nearly valid or noise, lengths of all kinds, and pointers that are null or misaligned. Everything stays within what
 * the header allows, so whatever goes wrong is the library's fault. It checks what the header promises (statuses, what
 * a refused call leaves as it was, what is written and what is not) and leaves reads and writes out of bounds to
 * valgrind or a sanitizer; every buffer is an allocation of its own, of just the size that is told.
 *
 *   byte_fuzz [--seed S] [--seconds N] [--rounds N] [--first-round R] [--exact]
 *
 * Round R of seed S does the same on every run. --exact leaves out the guards around buffers, for valgrind. Exit code 0
 * when nothing was found, 1 for a finding, 2 for a wrong argument. */
#include "byte_fuzz_driving.h"

static void call_status(client *of) {
  uint32_t count = below(2 * CT_STATUS_COUNT);
  buffer out = make(count * sizeof(double));
  memset(out.at, GUARD_BYTE, out.size);
  int32_t status = ct_status(of->engine, (double *)(void *)out.at, count);
  saw(of, "ct_status", status);
  if (!of->poisoned) {
    CHECK((status == CT_BOUNDARY_OK) == (count >= CT_STATUS_COUNT), "ct_status returns %d for %lu lanes", (int)status,
          (unsigned long)count);
  }
  size_t written = status == CT_BOUNDARY_OK ? CT_STATUS_COUNT * sizeof(double) : 0;
  look_at(out.at, written);
  for (size_t at = written; at < out.size; at++) CHECK(out.at[at] == GUARD_BYTE, "ct_status writes past its lanes");
  if (chance(20)) saw(of, "ct_status", ct_status(of->engine, NULL, CT_STATUS_COUNT));
  release(out, "ct_status");
}

/* The sum that ends a snapshot, over all lanes before it. */
static void sum_up(unsigned char *bytes, size_t size, uint32_t sum[2]) {
  uint32_t low = 0x243f6a88, high = 0x85a308d3;
  for (size_t at = 0; at + 16 <= size; at += 8) {
    uint32_t words[2];
    memcpy(words, bytes + at, 8);
    uint32_t first = (low ^ words[0]) * 0x9e3779b1u, second = (high ^ words[1]) * 0x85ebca77u;
    low = ((first << 13) | (first >> 19)) + second;
    high = ((second << 17) | (second >> 15)) ^ first;
  }
  sum[0] = low;
  sum[1] = high;
}

/* A good snapshot of an engine. */
static buffer snapshot_of(client *of) {
  CHECK(ct_snapshot(of->engine, NULL, 0, control_lanes) == CT_BOUNDARY_TOO_SMALL, "a snapshot fits into nothing");
  buffer bytes = make((size_t)control_lanes[0]);
  CHECK(ct_snapshot(of->engine, bytes.at, (uint32_t)bytes.size, control_lanes) == CT_BOUNDARY_OK,
      "no snapshot can be had");
  look_at(bytes.at, bytes.size);
  uint32_t sum[2];
  sum_up(bytes.at, bytes.size, sum);
  CHECK(memcmp(sum, bytes.at + bytes.size - 8, 8) == 0, "the sum of a snapshot is not the one that this program knows");
  return bytes;
}

static void call_snapshot(client *of) {
  if (of->poisoned) {
    saw(of, "ct_snapshot", ct_snapshot(of->engine, NULL, 0, control_lanes));
    return;
  }
  buffer whole = snapshot_of(of), some = make(below((uint32_t)whole.size));
  memset(some.at, GUARD_BYTE, some.size);
  int32_t status = ct_snapshot(of->engine, some.at, (uint32_t)some.size, control_lanes);
  saw(of, "ct_snapshot", status);
  CHECK(status == CT_BOUNDARY_TOO_SMALL && control_lanes[0] == (double)whole.size,
      "ct_snapshot writes into too little room");
  for (size_t at = 0; at < some.size; at++) CHECK(some.at[at] == GUARD_BYTE, "ct_snapshot writes part of a snapshot");
  if (chance(20)) saw(of, "ct_snapshot", ct_snapshot(of->engine, NULL, (uint32_t)whole.size, control_lanes));
  release(some, "ct_snapshot");
  release(whole, "ct_snapshot");
}

static int same_meaning(const client *one, const client *other) {
  if (one->config_count != other->config_count) return 0;
  for (uint32_t lane = 0; lane < one->config_count; lane++) {
    int conduct = lane >= CT_CONFIG_MARKS_TO_RECORDS && lane <= CT_CONFIG_INPUT_HASH;
    if (!conduct && memcmp(&one->config[lane], &other->config[lane], 8) != 0) return 0;
  }
  return 1;
}

static void call_restore(client *of) {
  client *from = &clients[chance(60) ? of - clients : below(ENGINES)];
  if (of->poisoned) {
    saw(of, "ct_restore", ct_restore(of->engine, (const uint8_t *)&seed, sizeof seed));
    return;
  }
  if (from->engine == NULL || from->poisoned) from = of;
  buffer whole = snapshot_of(from);
  uint32_t way = below(10);
  size_t size = way == 7 ? below((uint32_t)whole.size) : way == 8 ? whole.size + 1 + below(64) : whole.size;
  /* Bytes of any alignment. */
  uint32_t shift = below(8);
  buffer in = make(size + shift);
  unsigned char *bytes = in.at + shift;
  memset(in.at, 0, in.size);
  memcpy(bytes, whole.at, size < whole.size ? size : whole.size);
  int changed = way >= 3;
  if (way >= 3 && way <= 6) {
    for (uint32_t times = 1 + below(3); times > 0; times--) mutate(bytes, size);
    changed = memcmp(bytes, whole.at, size) != 0;
  }
  if (way == 9) noise(bytes, size);
  int summed = way >= 5 && size >= 16 && chance(80);
  if (summed) {
    uint32_t sum[2];
    size_t end = size / 8 * 8;
    sum_up(bytes, end, sum);
    memcpy(bytes + end - 8, sum, 8);
  }
  uint64_t before = fingerprint(of->engine);
  int32_t status = ct_restore(of->engine, bytes, (uint32_t)size);
  saw(of, "ct_restore", status);
  if (status == CT_BOUNDARY_OK) {
    CHECK(summed || !changed, "ct_restore takes a snapshot that was tampered with in way %lu", (unsigned long)way);
    of->tainted = from->tainted || of->tainted || changed;
    if (from != of) {
      of->now = from->now;
      of->next_order = from->next_order;
      of->next_number = from->next_number;
    }
    of->open = from->open;
    free(of->columns);
    of->columns = NULL;
    of->columns_count = 0;
    /* What it took over it tells again. */
    if (!changed) {
      buffer again = snapshot_of(of);
      CHECK(again.size == whole.size && memcmp(again.at, whole.at, whole.size) == 0,
          "a restored state has other bytes");
      release(again, "ct_snapshot");
    }
  } else if (status != CT_BOUNDARY_PANIC) {
    CHECK(changed || !same_meaning(from, of), "ct_restore returns %d for a good snapshot", (int)status);
    CHECK(fingerprint(of->engine) == before, "ct_restore was refused and did something");
  }
  release(in, "ct_restore");
  release(whole, "ct_snapshot");
}

static void call_error(client *of) {
  uint32_t capacity = below(200);
  buffer out = make(capacity);
  uint32_t length = ct_error(of->engine, out.at, capacity);
  CHECK((length > 0) == of->poisoned, "ct_error tells of %lu bytes", (unsigned long)length);
  look_at(out.at, length < capacity ? length : capacity);
  CHECK(ct_error(of->engine, NULL, 0) == length && ct_error(NULL, out.at, capacity) == 0, "ct_error changes its mind");
  CHECK(ct_error(of->engine, NULL, 9) == length, "ct_error changes its mind for null");
  calls += 4;
  release(out, "ct_error");
}

static void call_layout(void) {
  uint32_t capacity = below(3000), count = ct_layout(NULL, 0);
  buffer out = make(capacity * sizeof(uint32_t));
  CHECK(ct_layout((uint32_t *)(void *)out.at, capacity) == count && ct_layout(NULL, 5) == count, "the layout changes");
  look_at(out.at, (capacity < count ? capacity : count) * sizeof(uint32_t));
  calls += 3;
  release(out, "ct_layout");
}

/* Configurations that are nearly right or plain noise make an engine or say why not. */
static void call_create(void) {
  uint32_t instruments = chance(97) ? 1 + below(4) : chance(50) ? 4096 : 4097;
  uint32_t count = CT_CONFIG_INSTRUMENTS + instruments * CT_INSTRUMENT_STRIDE, told = count;
  double *config = malloc(count * sizeof *config);
  CHECK(config != NULL, "there is no memory for a configuration");
  near_configuration(config, instruments);
  for (uint32_t times = below(3); times > 0; times--) mutate((unsigned char *)config, count * sizeof *config);
  if (chance(10)) told = below(count);
  if (chance(5)) noise(config, count * sizeof *config);
  buffer in = make(told * sizeof *config), wide = make(in.size + 8);
  memcpy(in.at, config, in.size);
  memcpy(wide.at + 4, config, in.size);
  control_lanes[0] = 77;
  int crooked = told > 0 && chance(4), null = told > 0 && !crooked && chance(4), mute = chance(4);
  const double *given = null ? NULL : (const double *)(void *)(crooked ? wide.at + 4 : in.at);
  ct_engine *engine = ct_create(given, told, mute ? NULL : control_lanes);
  calls++;
  if (mute || crooked || null) CHECK(engine == NULL, "ct_create makes an engine of bad pointers");
  if (engine == NULL && !mute) {
    int32_t expected = null ? CT_BOUNDARY_NULL_POINTER : crooked
        ? CT_BOUNDARY_MISALIGNED : CT_BOUNDARY_BAD_CONFIGURATION;
    CHECK(control_lanes[0] == expected, "ct_create says %g, not %d", control_lanes[0], (int)expected);
    CHECK(expected != CT_BOUNDARY_BAD_CONFIGURATION || (control_lanes[1] > 0 && control_lanes[2] >= 0 &&
        control_lanes[2] <= told),
          "ct_create gives reason %g and lane %g", control_lanes[1], control_lanes[2]);
  }
  ct_free(engine);
  ct_free(NULL);
  release(wide, "ct_create");
  release(in, "ct_create");
  free(config);
}

static void renew(client *of) {
  ct_free(of->engine);
  free(of->columns);
  memset(of, 0, sizeof *of);
  of->instruments = 1 + below(4);
  of->config_count = CT_CONFIG_INSTRUMENTS + of->instruments * CT_INSTRUMENT_STRIDE;
  near_configuration(of->config, of->instruments);
  /* Engines of one configuration can take over each other's snapshots. */
  if (of != clients && clients[0].engine != NULL && chance(50)) {
    memcpy(of->config, clients[0].config, sizeof of->config);
    of->config_count = clients[0].config_count;
    of->instruments = clients[0].instruments;
    of->config[CT_CONFIG_CHECKS] = below(2);
  }
  of->engine = ct_create(of->config, of->config_count, control_lanes);
  CHECK(of->engine != NULL, "a good configuration is refused: status %g, reason %g, lane %g", control_lanes[0],
        control_lanes[1], control_lanes[2]);
}

static void run_round(void) {
  state = seed * 0x2545f4914f6cdd1du + round_number * 0x9e3779b97f4a7c15u;
  for (int at = 0; at < ENGINES; at++) renew(&clients[at]);
  for (int call = 0; call < CALLS_A_ROUND; call++) {
    client *of = &clients[below(ENGINES)];
    uint32_t pick = below(100);
    if (of->poisoned && chance(20)) renew(of);
    if (pick < 40) call_apply(of);
    else if (pick < 48) call_read(of);
    else if (pick < 56) call_load(of);
    else if (pick < 64) call_advance(of);
    else if (pick < 74) call_drive(of);
    else if (pick < 79) call_status(of);
    else if (pick < 83) call_snapshot(of);
    else if (pick < 91) call_restore(of);
    else if (pick < 94) call_error(of);
    else if (pick < 95) call_layout();
    else if (pick < 97) call_create();
    else if (chance(30)) renew(of);
  }
  for (int at = 0; at < ENGINES; at++) {
    ct_free(clients[at].engine);
    free(clients[at].columns);
    memset(&clients[at], 0, sizeof clients[at]);
  }
}

static uint64_t number_of(const char *name, const char *text) {
  char *end = NULL;
  uint64_t number = text == NULL ? 0 : strtoull(text, &end, 10);
  if (text == NULL || end == text || *end != 0 || *text == '-') {
    fprintf(stderr, "Cannot use %s %s: it is a whole number from 0 on\n", name, text == NULL
        ? "without a value" : text);
    exit(2);
  }
  return number;
}

int main(int count, char **arguments) {
  uint64_t seconds = 5, rounds = UINT64_MAX, first = 0;
  for (int at = 1; at < count; at++) {
    const char *name = arguments[at], *value = at + 1 < count ? arguments[at + 1] : NULL;
    if (strcmp(name, "--exact") == 0) guard = 0;
    else if (strcmp(name, "--seed") == 0) seed = number_of(name, value), at++;
    else if (strcmp(name, "--seconds") == 0) seconds = number_of(name, value), at++;
    else if (strcmp(name, "--rounds") == 0) rounds = number_of(name, value), at++;
    else if (strcmp(name, "--first-round") == 0) first = number_of(name, value), at++;
    else {
      fprintf(stderr,
          "Cannot use the argument \"%s\": there are --seed, --seconds, --rounds, --first-round, --exact\n", name);
      return 2;
    }
  }
  const time_t begin = time(NULL);
  for (round_number = first; rounds_done < rounds; round_number++, rounds_done++) {
    if (rounds == UINT64_MAX && difftime(time(NULL), begin) >= (double)seconds) break;
    run_round();
  }
  printf("%llu rounds of seed %llu, %lu calls, %lu events: nothing found\n", (unsigned long long)rounds_done,
         (unsigned long long)seed, calls, taken);
  printf("statuses 0 to -11:");
  for (int at = 0; at < STATUSES; at++) printf(" %lu", statuses[at]);
  printf("; %lu failures after tampering\n", tainted_failures);
  return 0;
}
