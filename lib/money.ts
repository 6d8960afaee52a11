/** Amounts of money are whole micro-cents everywhere: millionths of a US cent. */
export const MICRO_CENTS_PER_DOLLAR = 100_000_000;
