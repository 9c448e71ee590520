import ipaddr from 'ipaddr.js';

/** An IPv4 range: its first and last address as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const asNumber = (address: ipaddr.IPv4): number => address.octets.reduce((sum, octet) => sum * 256 + octet, 0);

const ranges = new Map<string, AddressRange>();

/**
 * Parses CIDR notation. Several rules ask for the same few ranges, so each result is kept.
 * @param text valid CIDR notation: the schema has checked it
 */
export function rangeOf(text: string): AddressRange {
  const known = ranges.get(text);
  if (known) return known;
  const first = asNumber(ipaddr.IPv4.networkAddressFromCIDR(text));
  const range = { first, last: first + 2 ** (32 - Number(text.split('/')[1])) - 1 };
  ranges.set(text, range);
  return range;
}

/** Clears the host bits of a range: AWS refuses one that has any set. */
export function canonical(text: string): string {
  const { first } = rangeOf(text);
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join('.')}/${text.split('/')[1]}`;
}

export const overlaps = (a: AddressRange, b: AddressRange): boolean => a.first <= b.last && b.first <= a.last;

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

export const sizeOf = ({ first, last }: AddressRange): number => last - first + 1;
