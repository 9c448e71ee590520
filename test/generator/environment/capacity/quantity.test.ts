import test from 'ava';
import { bytesText, coresText, isQuantity, quantityOf } from '../../../../generator/environment/capacity/quantity.js';

const exact: Readonly<Record<string, bigint>> = {
  '1': 1_000_000_000n,
  '0.1': 100_000_000n,
  '100m': 100_000_000n,
  '0.000000001': 1n,
  '1.5Gi': 1_610_612_736_000_000_000n,
  '0.5Ki': 512_000_000_000n,
  '3k': 3_000_000_000_000n,
  '7E': 7n * 10n ** 27n,
  '7Ei': 7n * 2n ** 60n * 10n ** 9n,
};

for (const [text, amount] of Object.entries(exact)) {
  test(`${text} is exactly ${amount} billionths`, (t) => t.is(quantityOf(text), amount));
}

test('a fraction finer than a billionth counts for one more, as in Kubernetes', (t) => {
  t.is(quantityOf('0.0000000001'), 1n);
  t.is(quantityOf('0.0000000011'), 2n);
});

test('ten times a tenth is one', (t) => t.is(quantityOf('0.1') * 10n, quantityOf('1')));

for (const text of ['', 'Gi', '1e3', '1.', '.5', '-1', '1gi', '1 Gi', '1Gib', 'toString', '1toString']) {
  test(`${JSON.stringify(text)} is no quantity`, (t) => {
    t.false(isQuantity(text));
    t.throws(() => quantityOf(text), { instanceOf: RangeError });
  });
}

test('amounts are written so that what is written is enough', (t) => {
  t.is(bytesText(quantityOf('11776Mi')), '11776Mi');
  t.is(bytesText(quantityOf('1025Mi')), '1025Mi');
  t.is(bytesText(quantityOf('512Mi')), '512Mi');
  t.is(bytesText(quantityOf('2048Mi')), '2Gi');
  t.is(bytesText(quantityOf('1')), '1Mi');
  t.is(coresText(quantityOf('5.7501')), '5.751');
});
