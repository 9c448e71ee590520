import { elementType } from '@inference-gitops/service/model/element-types.js';
import test from 'ava';

const LARGEST_FLOAT = 3.4028234663852886e38;
/** Halfway to the next number that 32 bits would have: rounded to infinity. */
const ROUNDED_UP = 3.4028235677973366e38;
const JUST_BELOW = 3.4028235677973362e38;

interface Cells {
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
}

const integers = (least: number, greatest: number): Cells => ({
  accepted: [least, greatest, 0, -0],
  refused: [least - 1, greatest + 1, 0.5, '1', String(greatest)],
});

const NOT_NUMBERS = [null, undefined, true, '1', [], [1], {}, Number.NaN, Infinity, -Infinity];

/** The limits of every element type, from both sides. */
const TYPES: Readonly<Record<string, Cells>> = {
  float32: {
    accepted: [0, -0, 0.1, 1e-300, LARGEST_FLOAT, -LARGEST_FLOAT, JUST_BELOW, -JUST_BELOW],
    refused: [ROUNDED_UP, -ROUNDED_UP, 1e300, ...NOT_NUMBERS],
  },
  float64: { accepted: [0, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324], refused: NOT_NUMBERS },
  int8: integers(-128, 127),
  int16: integers(-32_768, 32_767),
  int32: integers(-2_147_483_648, 2_147_483_647),
  uint8: integers(0, 255),
  uint16: integers(0, 65_535),
  uint32: integers(0, 4_294_967_295),
  int64: {
    accepted: [
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      '9007199254740992',
      '-9007199254740992',
      '9223372036854775807',
      '-9223372036854775808',
    ],
    refused: [
      2 ** 53,
      -(2 ** 53),
      0.5,
      '1',
      '9007199254740991',
      '9223372036854775808',
      '-9223372036854775809',
      '+9007199254740992',
      '09007199254740992',
      '9007199254740992.0',
      ' 9007199254740992',
    ],
  },
  uint64: {
    accepted: [0, Number.MAX_SAFE_INTEGER, '9007199254740992', '18446744073709551615'],
    refused: [-1, 2 ** 53, '9007199254740991', '18446744073709551616', '-9223372036854775808'],
  },
  float16: {
    accepted: [0, -0.1, 65_519, -65_519, 1e-9],
    refused: [65_520, -65_520, ...NOT_NUMBERS],
  },
  bool: { accepted: [true, false], refused: [0, 1, 'true', null] },
  string: { accepted: ['', 'Köln', '😀'], refused: ['\ud800', 'a\udc00b', 1, null, true] },
};

for (const [name, { accepted, refused }] of Object.entries(TYPES)) {
  test(`${name} accepts exactly its range`, (t) => {
    const { accepts } = elementType(name) ?? t.fail();
    for (const value of accepted) t.true(accepts(value), `${String(value)} is accepted`);
    for (const value of refused) t.false(accepts(value), `${String(value)} is refused`);
  });
}

for (const name of ['bfloat16', 'complex64', 'uint4', '']) {
  test(`${name || 'no type'} cannot be served`, (t) => t.is(elementType(name), undefined));
}

test('the accepted limits are copied exactly', (t) => {
  const copied = (name: string, cells: readonly (number | string)[]) => {
    const type = elementType(name) ?? t.fail();
    const storage = type.allocate(cells.length);
    type.copy(storage, [['before', ...cells]], { offset: 1, width: cells.length });
    return Array.from(storage as ArrayLike<number | bigint>);
  };
  t.deepEqual(copied('float32', [LARGEST_FLOAT, JUST_BELOW]), [LARGEST_FLOAT, LARGEST_FLOAT]);
  t.deepEqual(copied('int64', ['-9223372036854775808', 7]), [-(2n ** 63n), 7n]);
  t.deepEqual(copied('uint64', ['18446744073709551615', 0]), [2n ** 64n - 1n, 0n]);
});
