import Handlebars from 'handlebars';

type Statement = hbs.AST.MustacheStatement | hbs.AST.BlockStatement;

/** The literal ways to leave the language: each would let data become structure. */
const refused: Readonly<Record<string, string>> = {
  PartialStatement: 'Partials are not supported.',
  PartialBlockStatement: 'Partials are not supported.',
  Decorator: 'Decorators are not supported.',
  DecoratorBlock: 'Decorators are not supported.',
};

/** A mistake in a template, shaped as Handlebars shapes its own. */
function mistake(message: string, { start }: hbs.AST.SourceLocation): Error {
  return Object.assign(new Error(message), { lineNumber: start.line, column: start.column });
}

/**
 * Rewrites `{{expression}}` into `{{literal expression …}}` and the arguments of blocks into `(defined argument …)`, each with its text and
 * place, so that a missing value is an error with a position and every value is printed by the language.
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
    const original = this.isCall(statement) ? asSubExpression(statement) : statement.path;
    statement.path = pathTo('literal', statement.loc);
    statement.params = [original, ...origin(original, statement.loc)];
    statement.hash = undefined as never;
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    block.params = block.params.map((parameter) =>
      parameter.type === 'PathExpression' ? checked(parameter as hbs.AST.PathExpression) : parameter,
    );
    this.accept(block.program);
    if (block.inverse) this.accept(block.inverse);
  }

  private isCall(statement: Statement): boolean {
    const { path, params } = statement;
    if (path.type !== 'PathExpression') return false;
    const name = (path as hbs.AST.PathExpression).original;
    if (params.length > 0 && !this.helperNames.has(name)) {
      throw mistake(`There is no helper «${name}» (${[...this.helperNames].join(', ')} exist).`, statement.loc);
    }
    return params.length > 0;
  }
}

function asSubExpression({ path, params, hash, loc }: Statement): hbs.AST.SubExpression {
  return { type: 'SubExpression', path: path as hbs.AST.PathExpression, params, hash, loc };
}

function checked(parameter: hbs.AST.PathExpression): hbs.AST.SubExpression {
  const { loc } = parameter;
  const params = [parameter, ...origin(parameter, loc)];
  return { type: 'SubExpression', path: pathTo('defined', loc), params, hash: undefined as never, loc };
}

function origin(expression: hbs.AST.Expression, loc: hbs.AST.SourceLocation): hbs.AST.Expression[] {
  const text =
    expression.type === 'SubExpression'
      ? ((expression as hbs.AST.SubExpression).path as hbs.AST.PathExpression).original
      : String((expression as hbs.AST.PathExpression).original);
  return [
    { type: 'StringLiteral', value: text, original: text, loc } as hbs.AST.StringLiteral,
    { type: 'NumberLiteral', value: loc.start.line, original: loc.start.line, loc } as hbs.AST.NumberLiteral,
    { type: 'NumberLiteral', value: loc.start.column, original: loc.start.column, loc } as hbs.AST.NumberLiteral,
  ];
}

function pathTo(name: string, loc: hbs.AST.SourceLocation): hbs.AST.PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc };
}
