/* The C interface of the Cracktrader engine.
 *
 * An engine is a deterministic state machine: event records go in, output records come out. A record is CT_RECORD_BYTES
 * bytes, little-endian; cracktrader_contract.h, which is generated, names its lanes and words, all codes and limits, and
 * the statuses CT_BOUNDARY_... that functions return.
 *
 * What holds for all functions
 *
 *   Ownership   Every buffer belongs to the caller. The library reads or writes it during the call and keeps no address
 *               beyond it. The only thing that the library allocates for the caller is the engine itself.
 *   Pointers    A pointer must not be null unless its count is zero; then it is not looked at. Buffers of lanes (double,
 *               uint64_t) are aligned to 8 bytes, those of uint32_t to 4. Buffers that a call writes to must not overlap
 *               others of that call, except that `control` may lie anywhere.
 *   Counts      are in values of the pointer's type; those of records say so.
 *   Control     `control` always has 4 lanes. It takes and gives the scalars of a call. Lanes that a function does not
 *               name are undefined after the call, and so are all when it fails in a way that it does not name.
 *   Statuses    CT_BOUNDARY_OK (0) or a negative number. A refusal of an event or an order is not one of them: it is an
 *               output record. A call that returns CT_BOUNDARY_NULL_POINTER, CT_BOUNDARY_BAD_COUNT or
 *               CT_BOUNDARY_MISALIGNED did nothing.
 *   Failures    A failure inside returns CT_BOUNDARY_PANIC and poisons the engine: from then on every function returns
 *               CT_BOUNDARY_POISONED, but for ct_error, which gives the message, and ct_free.
 *   Threads     An engine is used by one thread at a time. Different engines are independent.
 */
#ifndef CRACKTRADER_H
#define CRACKTRADER_H

#include <stdint.h>

#include "cracktrader_contract.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An engine. Its content is the library's own. */
typedef struct ct_engine ct_engine;

/* Lanes of every `control` buffer. */
#define CT_CONTROL_LANES 4

/* Copies the layout table, which is every lane and code of the contract in order, and returns its number of entries. A
 * caller that was built from another contract finds a difference and must not go on.
 *
 *   out       out, caller's: room for `capacity` entries; what does not fit is left out. May be null if that is 0.
 */
uint32_t ct_layout(uint32_t *out, uint32_t capacity);

/* Returns the address that it is given, and looks at nothing there: for a caller whose language passes a buffer and does
 * not tell where it lies.
 *
 *   buffer    in, caller's; may be null
 */
const uint64_t *ct_address(const uint64_t *buffer);

/* Makes an engine, which the caller frees with ct_free. Returns null if it is refused.
 *
 *   config    in, caller's: `count` lanes, the head CT_CONFIG_..., then CT_INSTRUMENT_STRIDE lanes per instrument
 *   control   out, caller's, if null is returned: [0] status; with CT_BOUNDARY_BAD_CONFIGURATION [1] CT_REASON_... and
 *             [2] the lane of `config` that it is about
 */
ct_engine *ct_create(const double *config, uint32_t count, double *control);

/* Frees an engine.
 *
 *   engine    in, given back to the library; null does nothing
 */
void ct_free(ct_engine *engine);

/* Applies events, all of them, then copies as many of the waiting outputs as there is room for. The others wait.
 *
 *   engine         in, caller's
 *   events         in, caller's: `count` records
 *   out            out, caller's: room for `out_capacity` records
 *   control        out, caller's: [0] records copied, [1] records that still wait
 */
int32_t ct_apply(ct_engine *engine, const uint64_t *events, uint32_t count, uint64_t *out, uint32_t out_capacity,
                 double *control);

/* Copies waiting outputs, oldest first; those that were copied no longer wait.
 *
 *   engine    in, caller's
 *   out       out, caller's: room for `capacity` records
 *   control   out, caller's: [0] records copied, [1] records that still wait
 */
int32_t ct_read(ct_engine *engine, uint64_t *out, uint32_t capacity, double *control);

/* Checks the packed bars of all instruments and notes how many there are. Later calls must be given the same columns:
 * the library has not kept them.
 *
 *   engine             in, caller's
 *   columns            in, caller's: `columns_count` lanes; for each instrument one column after the other of time, begin,
 *                      session day, open, high, low, close, volume
 *   counts_and_bases   in, caller's: the number of bars of each of `instruments_count` instruments, then the number of
 *                      the first bar of each
 *   control            in, caller's: [0] 1 if the caller vouches that these very values were found good before, in an
 *                      engine of the same rules, else 0; [1], [2] their hash as told then. Values that are vouched for
 *                      wrongly give wrong results and do no harm to memory
 *                      out: [1], [2] the hash of the columns; with CT_BOUNDARY_BAD_COLUMNS: [0] CT_REASON_...,
 *                      [1] instrument, [2] row; the engine is then as it was
 */
int32_t ct_load(ct_engine *engine, const double *columns, uint32_t columns_count, const uint32_t *counts_and_bases,
                uint32_t instruments_count, double *control);

/* Pulls bars from the loaded columns up to a time, and writes the marks of each step. Stops before that when the marks
 * are full. No step may be open.
 *
 *   engine    in, caller's
 *   columns   in, caller's: the columns that were loaded
 *   marks     out, caller's: `marks_count` lanes, an even number: one half for cash, the other for value, a row a step
 *   control   in, caller's: [0] last time in microseconds since the epoch, which may be infinite, [1] row of the marks
 *             that the first step goes to
 *             out: [0] steps, [1] output records that wait
 */
int32_t ct_advance(ct_engine *engine, const double *columns, uint32_t columns_count, double *marks,
                   uint32_t marks_count, double *control);

/* Does what a turn of a strategy takes in one call: pulls bars as ct_advance does, applies event records, pulls the bars
 * behind them, copies waiting output records and tells when something could happen next. No step may be open.
 *
 *   engine     in, caller's
 *   columns    in, caller's: the columns that were loaded
 *   marks      out, caller's: as many lanes as `drive_buffer` says, as for ct_advance
 *   drive_buffer   in and out, caller's: `drive_buffer_count` lanes. At its head CT_DRIVE_LANES lanes for the scalars of the
 *              call, doubles that CT_DRIVE_... name; then room for output records; then the event records. The horizon
 *              is the time of the first step that could make a notice if no intent comes; it may be early and is never
 *              late; infinity if there is none
 *
 * A caller may work out the three addresses once and pass them with many calls. It then keeps the buffers alive and where
 * they are, and works out an address anew once a buffer was replaced by another one.
 */
int32_t ct_drive(ct_engine *engine, const double *columns, uint32_t columns_count, double *marks, uint64_t *drive_buffer,
                 uint32_t drive_buffer_count);

/* Fills in the status.
 *
 *   engine    in, caller's
 *   out       out, caller's: `count` lanes, at least CT_STATUS_COUNT, of which that many are written
 */
int32_t ct_status(ct_engine *engine, double *out, uint32_t count);

/* Copies the whole state in canonical bytes, which any engine of the same configuration restores. Outputs that wait are
 * not part of it.
 *
 *   engine    in, caller's
 *   out       out, caller's: room for `capacity` bytes; nothing is written with CT_BOUNDARY_TOO_SMALL
 *   control   out, caller's: [0] size in bytes, also with CT_BOUNDARY_TOO_SMALL
 */
int32_t ct_snapshot(ct_engine *engine, uint8_t *out, uint32_t capacity, double *control);

/* Takes over the state of a snapshot. Outputs that wait are dropped, and columns must be loaded anew. A snapshot that is
 * refused (CT_BOUNDARY_BAD_SNAPSHOT, CT_BOUNDARY_SNAPSHOT_VERSION, CT_BOUNDARY_SNAPSHOT_CONFIGURATION, or
 * CT_BOUNDARY_BAD_COUNT for a size that no snapshot has) leaves the engine as it was.
 *
 *   engine    in, caller's
 *   bytes     in, caller's: `size` bytes, of any alignment
 */
int32_t ct_restore(ct_engine *engine, const uint8_t *bytes, uint32_t size);

/* Copies the message of the failure that poisoned the engine, in UTF-8 without a zero at its end, and returns its length
 * in bytes; 0 if nothing failed, or the engine is null.
 *
 *   engine    in, caller's
 *   out       out, caller's: room for `capacity` bytes; what does not fit is left out. May be null if that is 0.
 */
uint32_t ct_error(const ct_engine *engine, uint8_t *out, uint32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
