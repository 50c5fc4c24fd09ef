/**
 * The order-state table: the effect of every event on an order in every state.
 *
 * A cell is the next state, or one of four words. `derived`: back to the state that follows from filled and triggered.
 * `late`: a fill after the end is applied, and the order becomes Filled if nothing is left. `same`: nothing to do but a
 * diagnostic. `illegal`: a diagnostic, state unchanged. Both engines and the reference page read this one table.
 *
 * A fill that completes the quantity while a replacement is pending leaves the order pending until the replacement is
 * decided, since a replacement may add lots. Three rules of reports are not cells of their own:
 *
 * - Under a cancellation with an undecided replacement, the last lots are a FILL, and the decision that adds none is
 *   the FILL_ALL.
 * - A report that the order was cancelled, rejected or expired while all its lots are filled refuses the replacement:
 *   the order is Filled.
 * - A protective order that sleeps at no venue is cancelled at once: the event is CANCEL, not REQUEST_CANCEL.
 *
 * @module
 */

/** States by number. */
export const ORDER_STATES: Readonly<Record<string, readonly [code: number, doc: string]>> = {
  CREATED: [0, "known, not sent"],
  SUBMITTED: [1, "sent, not answered"],
  ACCEPTED: [2, "working"],
  TRIGGERED: [3, "its trigger was reached; works as a limit or market order"],
  PARTIALLY_FILLED: [4, "some lots are filled"],
  FILLED: [5, "all lots are filled"],
  CANCEL_PENDING: [6, "a cancellation is on its way"],
  REPLACE_PENDING: [7, "a replacement is on its way"],
  CANCELLED: [8, "cancelled"],
  REJECTED: [9, "rejected"],
  EXPIRED: [10, "expired"],
};

/** Events of an order, by number. */
export const ORDER_EVENTS: Readonly<Record<string, readonly [code: number, doc: string]>> = {
  SUBMIT: [0, "it is sent"],
  ACCEPT: [1, "it is accepted"],
  TRIGGER: [2, "its trigger is reached"],
  FILL: [3, "some lots fill, some are left"],
  FILL_ALL: [4, "the last lots fill"],
  REQUEST_CANCEL: [5, "a cancellation is asked for"],
  CANCEL: [6, "it is cancelled"],
  REFUSE_CANCEL: [7, "the cancellation is refused"],
  REQUEST_REPLACE: [8, "a replacement is asked for"],
  REPLACE: [9, "it is replaced"],
  REFUSE_REPLACE: [10, "the replacement is refused"],
  REJECT: [11, "it is rejected"],
  EXPIRE: [12, "it expires"],
};

/** Outcomes that are not a state. */
export const ORDER_OUTCOMES: Readonly<Record<string, readonly [code: number, doc: string]>> = {
  DERIVED: [16, "the state that filled and triggered say; REPLACE_PENDING while a replacement is undecided"],
  LATE: [17, "applied to an order that had ended; Filled when nothing is left"],
  SAME: [18, "nothing changes; a diagnostic says so"],
  ILLEGAL: [19, "nothing changes; a diagnostic says that it is not allowed"],
};

const X = "ILLEGAL", S = "SAME", D = "DERIVED", L = "LATE";

// deno-fmt-ignore
/** Rows by state, columns in the order of {@linkcode ORDER_EVENTS}. */
export const ORDER_TABLE: Readonly<Record<string, readonly string[]>> = {
  //                 SUBMIT       ACCEPT      TRIGGER      FILL                FILL_ALL           REQUEST_CANCEL    CANCEL       REFUSE REQUEST_REPLACE    REPLACE           REFUSE            REJECT      EXPIRE
  CREATED:          ["SUBMITTED", X,          X,           X,                  X,                 X,                "CANCELLED", X,     X,                 X,                X,                "REJECTED", "EXPIRED"],
  SUBMITTED:        [S,           "ACCEPTED", "TRIGGERED", "PARTIALLY_FILLED", "FILLED",          "CANCEL_PENDING", "CANCELLED", X,     "REPLACE_PENDING", S,                X,                "REJECTED", "EXPIRED"],
  ACCEPTED:         [S,           S,          "TRIGGERED", "PARTIALLY_FILLED", "FILLED",          "CANCEL_PENDING", "CANCELLED", S,     "REPLACE_PENDING", S,                S,                "REJECTED", "EXPIRED"],
  TRIGGERED:        [S,           S,          S,           "PARTIALLY_FILLED", "FILLED",          "CANCEL_PENDING", "CANCELLED", S,     "REPLACE_PENDING", S,                S,                "REJECTED", "EXPIRED"],
  PARTIALLY_FILLED: [S,           S,          S,           "PARTIALLY_FILLED", "FILLED",          "CANCEL_PENDING", "CANCELLED", S,     "REPLACE_PENDING", S,                S,                X,          "EXPIRED"],
  FILLED:           [X,           S,          S,           X,                  L,                 X,                S,           S,     X,                 S,                S,                X,          S],
  CANCEL_PENDING:   [S,           S,          S,           "CANCEL_PENDING",   "FILLED",          S,                "CANCELLED", D,     X,                 "CANCEL_PENDING", "CANCEL_PENDING", "REJECTED", "EXPIRED"],
  REPLACE_PENDING:  [S,           S,          S,           "REPLACE_PENDING",  "REPLACE_PENDING", "CANCEL_PENDING", "CANCELLED", X,     S,                 D,                D,                "REJECTED", "EXPIRED"],
  CANCELLED:        [X,           S,          S,           L,                  L,                 X,                S,           S,     X,                 S,                S,                X,          S],
  REJECTED:         [X,           X,          X,           L,                  L,                 X,                S,           S,     X,                 S,                S,                S,          X],
  EXPIRED:          [X,           S,          S,           L,                  L,                 X,                S,           S,     X,                 S,                S,                X,          S],
};

const N = "", ILLEGAL = "ILLEGAL_TRANSITION", DUPLICATE = "DUPLICATE_REPORT", ENDED = "ALREADY_ENDED";
const CANCELS = "BY_REQUEST REPORTED OCO NOTHING_TO_CLOSE BRACKET";
const REJECTS = "REPORTED INSUFFICIENT_CASH BELOW_LOT DUST AMOUNT_LIMIT PROTECTIVE_PRICE";
const CANCEL_ASKED = "REQUESTED OCO POSITION_CLOSED";

// deno-fmt-ignore
/**
 * The reason in an order's notice, or in the diagnostic, for each cell of {@linkcode ORDER_TABLE}: names of reasons
 * separated by blanks, or nothing where no event log leads. A fill or a replacement that is refused before the table is
 * read carries the reason of its refusal.
 */
export const ORDER_REASONS: Readonly<Record<string, readonly string[]>> = {
  //                 SUBMIT                 ACCEPT             TRIGGER             FILL         FILL_ALL                           REQUEST_CANCEL     CANCEL                                          REFUSE_CANCEL      REQUEST_REPLACE             REPLACE                REFUSE_REPLACE              REJECT                     EXPIRE
  CREATED:          ["PLACED TO_BE_PLACED", ILLEGAL,           ILLEGAL,            "OVERFILL",  "OVERFILL",                        ILLEGAL,           "BY_REQUEST REPORTED OCO PARENT_ENDED NOTHING_OPENED", ILLEGAL,           `NOT_SUPPORTED ${ILLEGAL}`, ILLEGAL,               ILLEGAL,                    "REPORTED",                "REPORTED"],
  SUBMITTED:        [N,                     "PLACED REPORTED", "REPORTED",         "FILLED",    "FILLED",                          CANCEL_ASKED,      "BY_REQUEST REPORTED",                          ILLEGAL,           "REQUESTED",                DUPLICATE,             ILLEGAL,                    "REPORTED MARGIN BRACKET PROTECTIVE_PRICE", "REPORTED"],
  ACCEPTED:         [N,                     DUPLICATE,         "TRIGGER REPORTED", "FILLED",    "FILLED",                          CANCEL_ASKED,      `${CANCELS} POSITION_CLOSED PARENT_ENDED NOTHING_OPENED ON_TARGET`, DUPLICATE,         "REQUESTED",                DUPLICATE,             DUPLICATE,                  REJECTS,                   "VALIDITY_OVER REPORTED"],
  TRIGGERED:        [N,                     DUPLICATE,         DUPLICATE,          "FILLED",    "FILLED",                          CANCEL_ASKED,      CANCELS,                                        DUPLICATE,         "REQUESTED",                DUPLICATE,             DUPLICATE,                  REJECTS,                   "VALIDITY_OVER REPORTED"],
  PARTIALLY_FILLED: [N,                     DUPLICATE,         DUPLICATE,          "FILLED",    "FILLED CUT_TO_CASH",              CANCEL_ASKED,      "REPORTED INSUFFICIENT_CASH DUST AMOUNT_LIMIT", DUPLICATE,         "REQUESTED",                DUPLICATE,             DUPLICATE,                  ILLEGAL,                   "REPORTED"],
  FILLED:           [N,                     DUPLICATE,         DUPLICATE,          "OVERFILL",  "OVERFILL LATE_FILL",              "LATE_CANCEL",     "LATE_CANCEL",                                  DUPLICATE,         ENDED,                      DUPLICATE,             DUPLICATE,                  ILLEGAL,                   "STALE_REPORT"],
  CANCEL_PENDING:   [N,                     DUPLICATE,         DUPLICATE,          "FILLED",    "FILLED REPORTED REQUEST_REFUSED", "ALREADY_PENDING", "REPORTED",                                     "REQUEST_REFUSED", ILLEGAL,                    "REPORTED",            "REQUEST_REFUSED",          "REPORTED",                "REPORTED"],
  REPLACE_PENDING:  [N,                     DUPLICATE,         DUPLICATE,          "FILLED",    "FILLED",                          CANCEL_ASKED,      "REPORTED",                                     ILLEGAL,           "ALREADY_PENDING",          "BY_REQUEST REPORTED", "REQUEST_REFUSED REPORTED", "REPORTED",                "REPORTED"],
  CANCELLED:        [N,                     DUPLICATE,         DUPLICATE,          "LATE_FILL", "LATE_FILL",                       ENDED,             DUPLICATE,                                      DUPLICATE,         ENDED,                      DUPLICATE,             DUPLICATE,                  ILLEGAL,                   "STALE_REPORT"],
  REJECTED:         [N,                     ILLEGAL,           ILLEGAL,            "LATE_FILL", "LATE_FILL",                       ENDED,             "STALE_REPORT",                                 DUPLICATE,         ENDED,                      DUPLICATE,             DUPLICATE,                  DUPLICATE,                 ILLEGAL],
  EXPIRED:          [N,                     DUPLICATE,         DUPLICATE,          "LATE_FILL", "LATE_FILL",                       ENDED,             "STALE_REPORT",                                 DUPLICATE,         ENDED,                      DUPLICATE,             DUPLICATE,                  ILLEGAL,                   DUPLICATE],
};
