/**
 * The pictures of the pages of indicators, each a file of docs/indicators/pictures.
 *
 * @module
 */

import { PANE_PICTURES } from "./pane_pictures.ts";
import type { Picture } from "./picture.ts";
import { PRICE_PICTURES } from "./price_pictures.ts";

/** The pictures. */
export const PICTURES: readonly Picture[] = [...PRICE_PICTURES, ...PANE_PICTURES];
