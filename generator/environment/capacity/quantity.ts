const powers: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number: cores for CPU, bytes for memory. NaN for what isn't one. */
export function quantityOf(text: string): number {
  const match = /^([0-9]+(?:\.[0-9]+)?)([A-Za-z]*)$/.exec(text);
  const power = match?.[2] ? powers[match[2]] : 1;
  return match && power !== undefined ? Number(match[1]) * power : Number.NaN;
}

/** Bytes as people write them: 12Gi, 512Mi. */
export function bytesText(bytes: number): string {
  const [unit, size] = bytes >= 2 ** 30 ? ['Gi', 2 ** 30] : ['Mi', 2 ** 20];
  return `${Math.ceil((bytes / (size as number)) * 100) / 100}${unit}`;
}
