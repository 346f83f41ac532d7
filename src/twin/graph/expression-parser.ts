import { EmbeddedActionsParser } from "chevrotain";
import type { IToken, ParserMethod, TokenType } from "chevrotain";
import { isServedFunction } from "./functions.ts";
import { readText, readVerbatim } from "./literals.ts";
import { notServed } from "./query-error.ts";
import type { Expression, Key, NamedExpression, TextOperator } from "./query.ts";
import { OTHER_TESTS } from "./served-words.ts";
import * as token from "./tokens.ts";
import { comparisonOf } from "./comparison.ts";

const TEXT_OPERATORS: readonly TextOperator[] = ["has", "contains", "startswith", "endswith"];

/**
 * The rules of the language's expressions. Each gives what it read; inside `ACTION` nothing happens while the
 * parser learns its own grammar.
 */
export class ExpressionParser extends EmbeddedActionsParser {
  constructor() {
    super([...token.TOKENS], { recoveryEnabled: false });
  }

  readonly expression: ParserMethod<[], Expression> = this.RULE("expression", (): Expression => {
    const first = this.SUBRULE(this.conjunction);
    const more: Expression[] = [];
    this.MANY(() => {
      this.CONSUME(token.Or);
      more.push(this.SUBRULE2(this.conjunction));
    });
    return more.length === 0 ? first : { kind: "some", of: [first, ...more] };
  });

  readonly namedExpression: ParserMethod<[], NamedExpression> = this.RULE("namedExpression", (): NamedExpression =>
    this.OR<NamedExpression>([
      {
        ALT: () => {
          const name = this.CONSUME(token.Word).image;
          this.CONSUME(token.Assign);
          return { name, expression: this.SUBRULE(this.expression) };
        },
      },
      { ALT: () => ({ name: undefined, expression: this.SUBRULE2(this.expression) }) },
    ]),
  );

  private readonly conjunction: ParserMethod<[], Expression> = this.RULE("conjunction", (): Expression => {
    const first = this.SUBRULE(this.test);
    const more: Expression[] = [];
    this.MANY(() => {
      this.CONSUME(token.And);
      more.push(this.SUBRULE2(this.test));
    });
    return more.length === 0 ? first : { kind: "every", of: [first, ...more] };
  });

  private readonly test: ParserMethod<[], Expression> = this.RULE("test", (): Expression => {
    const left = this.SUBRULE(this.path);
    let tested = left;
    this.OPTION(() => {
      tested = this.OR<Expression>([
        { ALT: () => this.SUBRULE(this.comparison, { ARGS: [left] }) },
        { ALT: () => this.SUBRULE(this.textTest, { ARGS: [left] }) },
        { ALT: () => this.SUBRULE(this.membership, { ARGS: [left] }) },
        { ALT: () => this.refuseOther(this.CONSUME(token.Arithmetic), left) },
        { ALT: () => this.refuseOther(this.CONSUME(token.OtherNegation), left) },
        { GATE: () => OTHER_TESTS.has(this.LA(1).image), ALT: () => this.refuseOther(this.CONSUME(token.Name), left) },
      ]);
    });
    return tested;
  });

  private readonly comparison: ParserMethod<[Expression], Expression> = this.RULE(
    "comparison",
    (left: Expression): Expression => {
      const operator = comparisonOf(this.CONSUME(token.Comparison).image);
      return { kind: "comparison", operator, left, right: this.SUBRULE(this.path) };
    },
  );

  private readonly textTest: ParserMethod<[Expression], Expression> = this.RULE(
    "textTest",
    (left: Expression): Expression => {
      const { image } = this.CONSUME(token.TextTest);
      const operator = TEXT_OPERATORS.find((name) => image.endsWith(name)) ?? "has";
      return { kind: "text", operator, isNegated: image.startsWith("!"), left, right: this.SUBRULE(this.path) };
    },
  );

  private readonly membership: ParserMethod<[Expression], Expression> = this.RULE(
    "membership",
    (left: Expression): Expression => {
      const { image } = this.CONSUME(token.Membership);
      const of: Expression[] = [];
      this.CONSUME(token.OpenParenthesis);
      this.MANY_SEP({ SEP: token.Comma, DEF: () => of.push(this.SUBRULE(this.expression)) });
      this.CONSUME(token.CloseParenthesis);
      return { kind: "membership", isNegated: image.startsWith("!"), isCaseBlind: image.endsWith("~"), left, of };
    },
  );

  private readonly path: ParserMethod<[], Expression> = this.RULE("path", (): Expression => {
    const of = this.SUBRULE(this.primary);
    const keys: Key[] = [];
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(token.Dot);
            this.OR2([
              { ALT: () => keys.push(this.CONSUME(token.Word).image) },
              { ALT: () => keys.push(this.SUBRULE(this.bracket)) },
            ]);
          },
        },
        { ALT: () => keys.push(this.SUBRULE2(this.bracket)) },
      ]);
    });
    return keys.length === 0 ? of : { kind: "path", of, keys };
  });

  private readonly bracket: ParserMethod<[], Key> = this.RULE("bracket", (): Key => {
    this.CONSUME(token.OpenBracket);
    const key = this.OR<Key>([
      { ALT: () => this.SUBRULE(this.text) },
      { ALT: () => this.SUBRULE(this.number) },
      {
        ALT: () => {
          this.CONSUME(token.Name);
          this.ACTION(() => {
            throw notServed("an index that is computed");
          });
          return "";
        },
      },
    ]);
    this.CONSUME(token.CloseBracket);
    return key;
  });

  private readonly primary: ParserMethod<[], Expression> = this.RULE("primary", (): Expression =>
    this.OR<Expression>([
      { ALT: () => ({ kind: "literal", value: this.SUBRULE(this.text) }) },
      { ALT: () => ({ kind: "literal", value: this.SUBRULE(this.number) }) },
      { ALT: () => ({ kind: "literal", value: this.take(token.True, true) }) },
      { ALT: () => ({ kind: "literal", value: this.take(token.False, false) }) },
      { ALT: () => ({ kind: "literal", value: this.take(token.Null, null) }) },
      { ALT: () => this.SUBRULE(this.columnOrCall) },
      { ALT: () => this.refuseOther(this.CONSUME(token.Timespan)) },
      { ALT: () => this.refuseOther(this.CONSUME(token.Star)) },
      { ALT: () => this.SUBRULE(this.parenthesis) },
    ]),
  );

  private readonly parenthesis: ParserMethod<[], Expression> = this.RULE("parenthesis", (): Expression => {
    this.CONSUME(token.OpenParenthesis);
    const inner = this.SUBRULE(this.expression);
    this.CONSUME(token.CloseParenthesis);
    return inner;
  });

  private readonly columnOrCall: ParserMethod<[], Expression> = this.RULE("columnOrCall", (): Expression => {
    const { image: name } = this.CONSUME(token.Name);
    let read: Expression = { kind: "column", name };
    this.OPTION(() => {
      const parameters: Expression[] = [];
      this.CONSUME(token.OpenParenthesis);
      this.ACTION(() => {
        if (!isServedFunction(name)) throw notServed(`the function ${name}()`);
      });
      this.MANY_SEP({ SEP: token.Comma, DEF: () => parameters.push(this.SUBRULE(this.expression)) });
      this.CONSUME(token.CloseParenthesis);
      read = { kind: "call", name, parameters };
    });
    return read;
  });

  private readonly text: ParserMethod<[], string> = this.RULE("text", (): string =>
    this.OR([
      { ALT: () => readText(this.CONSUME(token.Text).image) },
      { ALT: () => readVerbatim(this.CONSUME(token.Verbatim).image) },
    ]),
  );

  private readonly number: ParserMethod<[], number> = this.RULE("number", (): number => {
    let sign = 1;
    this.OPTION(() => {
      this.CONSUME(token.Minus);
      sign = -1;
    });
    return sign * Number(this.CONSUME(token.NumberLiteral).image);
  });

  /** Takes a token that says all by being there. */
  protected take<T>(type: TokenType, meaning: T): T {
    this.CONSUME(type);
    return meaning;
  }

  private refuseOther(found: IToken, read: Expression = { kind: "literal", value: null }): Expression {
    this.ACTION(() => {
      throw notServed(`'${found.image}'`);
    });
    return read;
  }
}
