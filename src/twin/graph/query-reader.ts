import { Lexer } from "chevrotain";
import type { IToken } from "chevrotain";
import { notServed, QueryError } from "./query-error.ts";
import { QueryParser } from "./query-parser.ts";
import type { Query } from "./query.ts";
import { CloseBracket, CloseParenthesis, OpenBracket, OpenParenthesis, TOKENS } from "./tokens.ts";

/** Deeper than any query people write, and shallow enough for the parser's own stack. */
const MAX_DEPTH = 64;

interface Grammar {
  readonly lexer: Lexer;
  readonly parser: QueryParser;
}

/** Reads queries. The grammar takes a moment to build: that happens once, at the first query. */
export class QueryReader {
  #grammar: Grammar | undefined;

  /** Throws QueryError, and nothing else, for text that is no query or holds what is not served. */
  read(text: string): Query {
    this.#grammar ??= { lexer: new Lexer([...TOKENS]), parser: new QueryParser() };
    const { lexer, parser } = this.#grammar;
    const { tokens, errors } = lexer.tokenize(text);
    const unknown = errors[0];
    // What stands before a strange character is read first: its own fault comes first.
    const readable = unknown === undefined ? tokens : tokens.filter((token) => token.startOffset < unknown.offset);
    refuseDepth(readable);
    parser.input = readable;
    const query = parser.query();
    const fault = parser.errors[0];
    if (fault !== undefined && Number.isFinite(fault.token.startOffset)) {
      throw syntaxError(text, fault.token.startOffset, fault.token.image);
    }
    if (unknown !== undefined) throw syntaxError(text, unknown.offset, text.charAt(unknown.offset));
    if (fault !== undefined) throw syntaxError(text, text.length, "<EOF>");
    return query;
  }
}

function refuseDepth(tokens: readonly IToken[]): void {
  let depth = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === OpenParenthesis || tokenType === OpenBracket) depth += 1;
    if (tokenType === CloseParenthesis || tokenType === CloseBracket) depth -= 1;
    if (depth > MAX_DEPTH) throw notServed(`nesting deeper than ${MAX_DEPTH} levels`);
  }
}

/** As recorded: lines count from 1, characters from 0. */
function syntaxError(text: string, offset: number, token: string): QueryError {
  const before = text.slice(0, offset).split("\n");
  return new QueryError({ kind: "syntax", line: before.length, character: before.at(-1)?.length ?? 0, token });
}
