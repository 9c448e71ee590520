import Handlebars from 'handlebars';
import { markOf } from './outline.js';

/** Node types that templates must not contain: each would let data become structure. */
const refused: Readonly<Record<string, string>> = {
  PartialStatement: 'Partials are not supported.',
  PartialBlockStatement: 'Partials are not supported.',
  Decorator: 'Decorators are not supported.',
  DecoratorBlock: 'Decorators are not supported.',
};

/** The blocks that are allowed: any other would print what a helper returns without escaping it. */
const blocks: readonly string[] = ['if', 'unless', 'each', 'with'];

/** Makes an error with its position in the same properties as Handlebars' own errors. */
function mistake(message: string, { start }: hbs.AST.SourceLocation): Error {
  return Object.assign(new Error(message), { lineNumber: start.line, column: start.column });
}

/**
 * Puts a mark with text, line and column before each `{{expression}}`, and rewrites the arguments of blocks to
 * `(defined argument …)`, so that a missing value is an error with a position.
 */
export function rewrite(program: hbs.AST.Program, helperNames: readonly string[]): hbs.AST.Program {
  new Rewriter(new Set([...helperNames, 'lookup'])).accept(program);
  return program;
}

class Rewriter extends Handlebars.Visitor {
  private readonly helperNames: ReadonlySet<string>;

  constructor(helperNames: ReadonlySet<string>) {
    super();
    this.helperNames = helperNames;
  }

  override accept(node: hbs.AST.Node): void {
    const reason = refused[node.type];
    if (reason) throw mistake(reason, node.loc);
    super.accept(node);
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    if (!statement.escaped) {
      throw mistake('There is no unescaped form: write {{…}}, and data arrives as a literal.', statement.loc);
    }
    this.assertKnown(statement);
  }

  override Program(program: hbs.AST.Program): void {
    super.Program(program);
    program.body = program.body.flatMap((statement) =>
      statement.type === 'MustacheStatement'
        ? [marked(statement as hbs.AST.MustacheStatement), statement]
        : [statement],
    );
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    const name = textOf(block.path);
    if (!blocks.includes(name)) throw mistake(`There is no block «${name}» (${blocks.join(', ')} exist).`, block.loc);
    block.params = block.params.map((parameter) =>
      parameter.type === 'PathExpression' ? checked(parameter as hbs.AST.PathExpression) : parameter,
    );
    this.accept(block.program);
    if (block.inverse) this.accept(block.inverse);
  }

  private assertKnown({ path, params, loc }: hbs.AST.MustacheStatement): void {
    if (path.type !== 'PathExpression') return;
    const name = (path as hbs.AST.PathExpression).original;
    const isCall = params.length > 0;
    if (isCall === this.helperNames.has(name)) return;
    if (isCall) throw mistake(`There is no helper «${name}» (${[...this.helperNames].join(', ')} exist).`, loc);
    throw mistake(`«${name}» is a helper: it needs arguments.`, loc);
  }
}

/** Makes the mark of an expression, as constant text of the template. */
function marked({ path, loc }: hbs.AST.MustacheStatement): hbs.AST.ContentStatement {
  const { line, column } = loc.start;
  const value = markOf({ expression: textOf(path), line, column: column + 1 });
  return { type: 'ContentStatement', value, original: value as never, loc };
}

function checked(parameter: hbs.AST.PathExpression): hbs.AST.SubExpression {
  const { loc } = parameter;
  const params = [parameter, ...origin(parameter, loc)];
  return { type: 'SubExpression', path: pathTo('defined', loc), params, hash: undefined as never, loc };
}

function origin(expression: hbs.AST.PathExpression, loc: hbs.AST.SourceLocation): hbs.AST.Expression[] {
  const text = textOf(expression);
  return [
    { type: 'StringLiteral', value: text, original: text, loc } as hbs.AST.StringLiteral,
    { type: 'NumberLiteral', value: loc.start.line, original: loc.start.line, loc } as hbs.AST.NumberLiteral,
    { type: 'NumberLiteral', value: loc.start.column, original: loc.start.column, loc } as hbs.AST.NumberLiteral,
  ];
}

/** Gives the source text of a path, or of a literal in its place. */
const textOf = (expression: hbs.AST.PathExpression | hbs.AST.Literal): string =>
  String((expression as hbs.AST.PathExpression).original);

function pathTo(name: string, loc: hbs.AST.SourceLocation): hbs.AST.PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc };
}
