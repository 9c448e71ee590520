import test from 'ava';
import { commentMarker, diffComment } from '../../../tools/pipeline/comment.js';

const diff = `--- rendered/dev/chart/values.yaml
+++ rendered/dev/chart/values.yaml
@@ -1,3 +1,3 @@
 replicas:
-  max: 3
+  max: 4
`;

test('a comment starts with the marker that the next run looks for', (t) => {
  t.true(diffComment('').startsWith(commentMarker));
  t.true(diffComment(diff).startsWith(commentMarker));
});

test('no difference is said in a word', (t) => {
  t.regex(diffComment('\n'), /Nothing\.\n$/);
});

test('a diff is counted and shown whole', (t) => {
  const comment = diffComment(diff);
  t.true(comment.includes('<summary>1 file, 1 lines added, 1 removed</summary>'));
  t.true(comment.includes(diff));
});

test('a diff that holds a fence does not break out of its own', (t) => {
  const comment = diffComment(`${diff}+\`\`\`\`\n+<img src=x>\n`);
  t.is(comment.match(/^`{5}/gm)?.length, 2);
});

test("a diff too long for a comment is cut at a line's end, and the comment says so", (t) => {
  const comment = diffComment(diff.repeat(2000));
  t.true(comment.length < 65_536);
  t.true(comment.includes('The diff goes on'));
  t.regex(comment, /\n`{3}\n\n<\/details>/);
});

test('one endless line is cut too', (t) => {
  t.true(diffComment(`+${'x'.repeat(100_000)}`).length < 65_536);
});
