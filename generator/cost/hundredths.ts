/** Rounds to hundredths, without a remainder of binary fractions: cents of USD, parts of nodes. */
export const hundredths = (amount: number): number => Math.round(amount * 100) / 100;
