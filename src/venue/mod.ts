/**
 * The port of venues: what an adapter of an exchange implements, the checks that it passes, and clocks for it.
 *
 * An adapter is a {@linkcode VenueFactory}, which `ct.exchange` and `ct.registerExchange` take. {@linkcode checkVenue}
 * tries its promises.
 *
 * @module
 */

export { checkVenue, type CheckVenueOptions, type VenueCheck } from "./check_venue.ts";
export { decimalText, isDecimalText } from "./decimal_text.ts";
export { type OrderPart, ordersNotSupported } from "./market_data_venue.ts";
export type * from "./venue.ts";
export { ManualClock, runningClock, type VenueClock } from "./venue_clock.ts";
export { VenueError, type VenueErrorCode } from "./venue_error.ts";
