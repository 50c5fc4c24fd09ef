/** Bars for which the slow strategy holds: in a file of its own, which another version may have changed. */
export const holdBars = 20;
