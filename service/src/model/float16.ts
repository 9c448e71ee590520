const EXPONENT_BIAS = 15;
const SUBNORMAL_STEP = 2 ** -24;
const LARGEST = 65_504;

/** The least number that rounds to infinity in 16 bits. */
export const FLOAT16_LIMIT = 65_520;

/** Writes a number as the bits of the nearest 16-bit float, ties to even. */
export function toFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= FLOAT16_LIMIT) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.min(size, LARGEST))));
  const steps = roundToEven(size / (SUBNORMAL_STEP * 2 ** (exponent + 14)));
  // A size that rounds up to the next power of two carries over into the exponent by itself.
  return sign | (steps + (exponent + 14) * 1024);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Reads the number of which 16 bits are given. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * SUBNORMAL_STEP;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - EXPONENT_BIAS);
}
