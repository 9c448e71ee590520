import ipaddr from 'ipaddr.js';

/** An IPv4 range as numbers: its first and last address. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const asNumber = (address: ipaddr.IPv4): number => address.octets.reduce((sum, octet) => sum * 256 + octet, 0);

/** `text` must be valid CIDR notation, which the schema has checked. */
export function rangeOf(text: string): AddressRange {
  return {
    first: asNumber(ipaddr.IPv4.networkAddressFromCIDR(text)),
    last: asNumber(ipaddr.IPv4.broadcastAddressFromCIDR(text)),
  };
}

/** The range with its host bits cleared, as AWS wants it. */
export const canonical = (text: string): string => `${ipaddr.IPv4.networkAddressFromCIDR(text)}/${text.split('/')[1]}`;

export const overlaps = (a: AddressRange, b: AddressRange): boolean => a.first <= b.last && b.first <= a.last;

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

export const sizeOf = ({ first, last }: AddressRange): number => last - first + 1;
