interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The five fields of a schedule, with the bounds of Argo CD's parser (robfig/cron, standard). */
const fields: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: ['', ...months] },
  { name: 'day of the week', min: 0, max: 6, words: days },
];

/** Explains what is wrong with a cron expression of five fields; undefined when nothing is. */
export function cronMistake(expression: string): string | undefined {
  const parts = expression.split(/\s+/).filter(Boolean);
  if (parts.length !== fields.length) return `it has ${parts.length} fields, not five`;
  const wrong = fields.find((field, index) => !isField(parts[index] as string, field));
  return wrong && `its ${wrong.name} must be *, a number from ${wrong.min} to ${wrong.max}, a range, a list or a step`;
}

const isField = (text: string, field: Field): boolean => text.split(',').every((part) => isPart(part, field));

/** Accepts `*`, `5` and `1-5`, each with or without a step: `0-59/15`, `10-20/2`. */
function isPart(text: string, field: Field): boolean {
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9][0-9]*$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  const [first, last = first] = ends;
  return ends.length <= 2 && first !== undefined && last !== undefined && first <= last;
}

function numberOf(text: string, { min, max, words = [] }: Field): number | undefined {
  const word = text === '' ? -1 : words.indexOf(text.toLowerCase());
  const value = word >= 0 ? word : /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
