import { binOf, quantileCuts } from '@inference-gitops/service/forest/bins.js';
import test from 'ava';

test('a value that is an edge is in the bin below it', (t) => {
  t.deepEqual(
    [29, 30, 31, 44, 45, 46].map((value) => binOf([30, 45], value)),
    [0, 0, 1, 1, 1, 2],
  );
  t.is(binOf([], 7), 0);
});

test('cuts between quantiles ascend, and equal values share a bin', (t) => {
  t.deepEqual([...quantileCuts(Float32Array.of(4, 1, 3, 2), 4)], [1.5, 2.5, 3.5]);
  t.deepEqual([...quantileCuts(Float32Array.of(1, 1, 1, 2), 4)], [1.5]);
  t.deepEqual([...quantileCuts(Float32Array.of(1, 1, 1, 1), 4)], []);
});
