import type { IToken, ParserMethod } from "chevrotain";
import { ExpressionParser } from "./expression-parser.ts";
import { notServed } from "./query-error.ts";
import type { NamedExpression, Operator, Query, SortKey } from "./query.ts";
import { OTHER_OPERATORS } from "./served-words.ts";
import * as token from "./tokens.ts";

/** The rules of a whole query: an optional table, then operators behind each other. */
export class QueryParser extends ExpressionParser {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly query: ParserMethod<[], Query> = this.RULE("query", (): Query => {
    let table: string | undefined;
    const operators: Operator[] = [];
    this.OR([
      { ALT: () => this.refuse(this.CONSUME(token.SharedQuery), "a shared query") },
      { ALT: () => operators.push(this.SUBRULE(this.operator)) },
      {
        ALT: () => {
          const word = this.CONSUME(token.Identifier);
          table = word.image;
          this.refuseStatement(word);
        },
      },
    ]);
    this.MANY(() => {
      this.CONSUME(token.Pipe);
      this.OR2([
        { ALT: () => operators.push(this.SUBRULE2(this.operator)) },
        { ALT: () => this.refuse(this.CONSUME(token.Hyphenated)) },
        {
          GATE: () => OTHER_OPERATORS.has(this.LA(1).image),
          ALT: () => this.refuse(this.CONSUME2(token.Identifier)),
        },
      ]);
    });
    this.OPTION(() => this.refuse(this.CONSUME(token.Semicolon), "more than one statement (';')"));
    return { table, operators };
  });

  private readonly operator: ParserMethod<[], Operator> = this.RULE("operator", (): Operator =>
    this.OR<Operator>([
      { ALT: () => this.SUBRULE(this.where) },
      { ALT: () => this.SUBRULE(this.columns) },
      { ALT: () => this.SUBRULE(this.projectAway) },
      { ALT: () => this.SUBRULE(this.sort) },
      { ALT: () => this.SUBRULE(this.limit) },
      { ALT: () => this.SUBRULE(this.top) },
      { ALT: () => this.SUBRULE(this.summarize) },
      {
        ALT: () => {
          this.CONSUME(token.Count);
          return { kind: "count" };
        },
      },
    ]),
  );

  private readonly where: ParserMethod<[], Operator> = this.RULE("where", (): Operator => {
    this.CONSUME(token.Where);
    return this.OR<Operator>([
      {
        // Recorded: in `where where` it is the end that is wrong, not the second word. A name could have been given.
        ALT: () => {
          this.CONSUME(token.Reserved);
          this.refuse(this.CONSUME(token.Assign), "a predicate with a name");
          return { kind: "count" };
        },
      },
      { ALT: () => ({ kind: "where", predicate: this.SUBRULE(this.expression) }) },
    ]);
  });

  private readonly columns: ParserMethod<[], Operator> = this.RULE("columns", (): Operator => {
    const kind = this.OR<"project" | "extend" | "distinct">([
      { ALT: () => this.take(token.Project, "project") },
      { ALT: () => this.take(token.Extend, "extend") },
      { ALT: () => this.take(token.Distinct, "distinct") },
    ]);
    return { kind, columns: this.SUBRULE(this.namedExpressions) };
  });

  private readonly namedExpressions: ParserMethod<[], readonly NamedExpression[]> = this.RULE(
    "namedExpressions",
    (): readonly NamedExpression[] => {
      const named: NamedExpression[] = [];
      this.AT_LEAST_ONE_SEP({ SEP: token.Comma, DEF: () => named.push(this.SUBRULE(this.namedExpression)) });
      return named;
    },
  );

  private readonly projectAway: ParserMethod<[], Operator> = this.RULE("projectAway", (): Operator => {
    const names: string[] = [];
    this.CONSUME(token.ProjectAway);
    this.AT_LEAST_ONE_SEP({
      SEP: token.Comma,
      DEF: () => {
        names.push(this.CONSUME(token.Word).image);
        this.OPTION(() => this.refuse(this.CONSUME(token.Star)));
      },
    });
    return { kind: "projectAway", names };
  });

  private readonly sort: ParserMethod<[], Operator> = this.RULE("sort", (): Operator => {
    this.OR([{ ALT: () => this.CONSUME(token.Order) }, { ALT: () => this.CONSUME(token.Sort) }]);
    this.CONSUME(token.By);
    return { kind: "sort", keys: this.SUBRULE(this.sortKeys) };
  });

  private readonly sortKeys: ParserMethod<[], readonly SortKey[]> = this.RULE("sortKeys", (): readonly SortKey[] => {
    const keys: SortKey[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: token.Comma, DEF: () => keys.push(this.SUBRULE(this.sortKey)) });
    return keys;
  });

  /** Descending unless said otherwise; nulls are the smallest (documented for Kusto). */
  private readonly sortKey: ParserMethod<[], SortKey> = this.RULE("sortKey", (): SortKey => {
    const expression = this.SUBRULE(this.expression);
    let isAscending = false;
    this.OPTION(() => {
      isAscending = this.OR([
        { ALT: () => this.take(token.Ascending, true) },
        { ALT: () => this.take(token.Descending, false) },
      ]);
    });
    let areNullsFirst = isAscending;
    this.OPTION2(() => {
      this.CONSUME(token.Nulls);
      areNullsFirst = this.OR2([
        { ALT: () => this.take(token.First, true) },
        { ALT: () => this.take(token.Last, false) },
      ]);
    });
    return { expression, isAscending, areNullsFirst };
  });

  private readonly limit: ParserMethod<[], Operator> = this.RULE("limit", (): Operator => {
    this.OR([{ ALT: () => this.CONSUME(token.Take) }, { ALT: () => this.CONSUME(token.Limit) }]);
    return { kind: "take", count: Number(this.CONSUME(token.NumberLiteral).image) };
  });

  private readonly top: ParserMethod<[], Operator> = this.RULE("top", (): Operator => {
    this.CONSUME(token.Top);
    const count = Number(this.CONSUME(token.NumberLiteral).image);
    this.CONSUME(token.By);
    return { kind: "top", count, keys: this.SUBRULE(this.sortKeys) };
  });

  private readonly summarize: ParserMethod<[], Operator> = this.RULE("summarize", (): Operator => {
    const counts: (string | undefined)[] = [];
    let by: readonly NamedExpression[] = [];
    this.CONSUME(token.Summarize);
    this.OR([
      {
        ALT: () => {
          this.AT_LEAST_ONE_SEP({ SEP: token.Comma, DEF: () => counts.push(this.SUBRULE(this.aggregate)) });
          this.OPTION(() => {
            this.CONSUME(token.By);
            by = this.SUBRULE(this.namedExpressions);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME2(token.By);
          by = this.SUBRULE2(this.namedExpressions);
        },
      },
    ]);
    return { kind: "summarize", counts, by };
  });

  private readonly aggregate: ParserMethod<[], string | undefined> = this.RULE("aggregate", (): string | undefined => {
    let name: string | undefined;
    this.OPTION(() => {
      name = this.CONSUME(token.Word).image;
      this.CONSUME(token.Assign);
    });
    const { image } = this.CONSUME(token.Name);
    this.CONSUME(token.OpenParenthesis);
    this.ACTION(() => {
      if (image !== "count") throw notServed(`the aggregate ${image}()`);
    });
    this.CONSUME(token.CloseParenthesis);
    return name;
  });

  private refuse(found: IToken, what = `the operator ${found.image}`): void {
    this.ACTION(() => {
      throw notServed(what);
    });
  }

  /** A query that begins with `let`, `union` and the like; any other word there is a table. */
  private refuseStatement(word: IToken): void {
    this.ACTION(() => {
      if (OTHER_OPERATORS.has(word.image) && this.LA(1).image !== "|") throw notServed(`the operator ${word.image}`);
    });
  }
}
