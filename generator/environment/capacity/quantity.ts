/** Powers of ten that decimal suffixes stand for. */
const decimal: Readonly<Record<string, number>> = { m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** Powers of two that binary suffixes stand for. */
const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** Decimal digits that are kept: like Kubernetes, which rounds finer fractions up to the next billionth. */
const digits = 9;
const one = 10n ** BigInt(digits);

const notation = /^([0-9]+)(?:\.([0-9]+))?([A-Za-z]*)$/;

export const isQuantity = (text: string): boolean => {
  const suffix = notation.exec(text)?.[3];
  return suffix !== undefined && (Object.hasOwn(decimal, suffix) || Object.hasOwn(binary, suffix));
};

/**
 * Reads a Kubernetes quantity, such as 250m or 1.5Gi, exactly.
 * @returns billionths: of a core for CPU, of a byte for memory
 * @throws RangeError for what isn't a quantity
 */
export function quantityOf(text: string): bigint {
  const [, whole = '', fraction = '', suffix = ''] = notation.exec(text) ?? [];
  if (!isQuantity(text)) throw new RangeError(`${JSON.stringify(text)} is no Kubernetes quantity`);
  const number = BigInt(whole + fraction) * 2n ** BigInt(binary[suffix] ?? 0);
  return shiftUp(number, digits - fraction.length + (decimal[suffix] ?? 0));
}

/** Multiplies by a power of ten, rounding up where it is negative. */
const shiftUp = (number: bigint, power: number): bigint =>
  power >= 0 ? number * 10n ** BigInt(power) : divideUp(number, 10n ** BigInt(-power));

const divideUp = (number: bigint, divisor: bigint): bigint => (number + divisor - 1n) / divisor;

/** Converts a quantity to a floating-point number of cores or bytes, for estimates. */
export const estimateOf = (text: string): number => Number(quantityOf(text)) / Number(one);

/** Writes billionths of a byte as whole Gi where they are, else as Mi, rounded up: 12Gi, 11776Mi. */
export function bytesText(amount: bigint): string {
  const gibibyte = one * 2n ** 30n;
  return amount >= gibibyte && amount % gibibyte === 0n
    ? `${amount / gibibyte}Gi`
    : `${divideUp(amount, one * 2n ** 20n)}Mi`;
}

/** Formats billionths of a core for people, rounded up to a thousandth: 2.25. */
export const coresText = (amount: bigint): string => `${Number(divideUp(amount * 1000n, one)) / 1000}`;

/** Writes an amount of CPU as cores, and of anything else as bytes. */
export const coresOrBytes = (name: string, amount: bigint): string =>
  name === 'cpu' ? coresText(amount) : bytesText(amount);
