import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { editEnvironment, writeEdited } from '../../../generator/input/edit-environment.js';
import { readRepository } from '../../../generator/input/repository.js';
import { environmentFiles, folderWith, shippedFiles, writeFiles } from '../../helpers/repository.js';

const edits = [{ path: ['workloads', 'ml-inference', 'replicas', 'max'], value: 3 }];

test('a file that somebody writes in between keeps what they wrote', (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  const edited = editEnvironment(readRepository(root), 'prod', edits);
  const theirs = `${shippedFiles.prod}# saved by an editor\n`;
  writeFiles(root, { 'environments/prod.yaml': theirs });
  t.throws(() => writeEdited(root, edited), {
    message: /^environments\/prod\.yaml was changed while this ran\. It is left as it is: run this again\.$/,
  });
  t.is(readFileSync(join(root, 'environments/prod.yaml'), 'utf8'), theirs);
});

test('a link where the new text is written first leads nowhere', (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  symlinkSync(join(root, 'elsewhere'), join(root, 'environments/prod.yaml.new'));
  writeEdited(root, editEnvironment(readRepository(root), 'prod', edits));
  t.regex(readFileSync(join(root, 'environments/prod.yaml'), 'utf8'), /max: 3/);
  t.false(existsSync(join(root, 'elsewhere')));
});
