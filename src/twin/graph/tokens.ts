import { createToken, Lexer } from "chevrotain";
import type { TokenType } from "chevrotain";

/** Any word: what may follow a dot, or name a column before `=`. */
export const Word = createToken({ name: "Word", pattern: Lexer.NA });
/** A word that may stand for a column or a function. */
export const Name = createToken({ name: "Name", pattern: Lexer.NA, categories: Word });
/** A word that begins or joins something, and so stands for no column. */
export const Reserved = createToken({ name: "Reserved", pattern: Lexer.NA, categories: Word });
export const Comparison = createToken({ name: "Comparison", pattern: Lexer.NA });
export const TextTest = createToken({ name: "TextTest", pattern: Lexer.NA });
export const Membership = createToken({ name: "Membership", pattern: Lexer.NA });
/** Valid in Kusto and not served: what it is stands in the text. */
export const Arithmetic = createToken({ name: "Arithmetic", pattern: Lexer.NA });

export const Identifier = createToken({ name: "Identifier", pattern: /[A-Za-z_$][\w$]*/, categories: Name });

function wordToken(word: string, categories: TokenType | TokenType[]): TokenType {
  return createToken({ name: `word ${word}`, pattern: word, longer_alt: Identifier, categories });
}

export const Where = wordToken("where", Reserved);
export const Project = wordToken("project", Reserved);
export const Extend = wordToken("extend", Reserved);
export const Order = wordToken("order", Reserved);
export const Sort = wordToken("sort", Reserved);
export const Take = wordToken("take", Name);
export const Limit = wordToken("limit", Name);
export const Top = wordToken("top", Name);
export const Distinct = wordToken("distinct", Reserved);
export const Count = wordToken("count", Name);
export const Summarize = wordToken("summarize", Reserved);
export const By = wordToken("by", Reserved);
export const Ascending = wordToken("asc", Reserved);
export const Descending = wordToken("desc", Reserved);
export const Nulls = wordToken("nulls", Reserved);
export const First = wordToken("first", Name);
export const Last = wordToken("last", Name);
export const And = wordToken("and", Reserved);
export const Or = wordToken("or", Reserved);
export const True = wordToken("true", Word);
export const False = wordToken("false", Word);
export const Null = wordToken("null", Word);
const In = createToken({ name: "in", pattern: "in", longer_alt: Identifier, categories: [Membership, Reserved] });
const textTests = ["has", "contains", "startswith", "endswith"].map((word) => wordToken(word, [TextTest, Reserved]));

export const ProjectAway = createToken({ name: "project-away", pattern: "project-away" });
export const Hyphenated = createToken({
  name: "Hyphenated",
  pattern: /(?:project|mv|parse|make|sample|top|graph)-[a-z]+(?:-[a-z]+)*/,
});
export const NegatedTextTest = createToken({
  name: "NegatedTextTest",
  pattern: /!(?:has|contains|startswith|endswith)(?![\w$])/,
  categories: TextTest,
});
/** `!between`, `!has_cs` and the like. */
export const OtherNegation = createToken({ name: "OtherNegation", pattern: /![a-z_]+~?/ });
export const Timespan = createToken({
  name: "Timespan",
  pattern: /\d+(?:\.\d+)?(?:d|h|m|s|ms|days?|hours?|minutes?|seconds?|milliseconds?|microseconds?|ticks?)(?![\w$])/,
});
export const NumberLiteral = createToken({ name: "NumberLiteral", pattern: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/ });
export const Verbatim = createToken({ name: "Verbatim", pattern: /@(?:'(?:[^']|'')*'|"(?:[^"]|"")*")/ });
export const Text = createToken({
  name: "Text",
  pattern: /'(?:[^'\\\r\n]|\\[^\r\n])*'|"(?:[^"\\\r\n]|\\[^\r\n])*"/,
});
export const SharedQuery = createToken({ name: "SharedQuery", pattern: "{{" });

const comparisons = ["==", "=~", "!=", "!~", "<>", "<=", ">=", "<", ">"].map((pattern) =>
  createToken({ name: pattern, pattern, categories: Comparison }),
);
const memberships = ["!in~", "in~"].map((pattern) => createToken({ name: pattern, pattern, categories: Membership }));
const NotIn = createToken({ name: "!in", pattern: /!in(?![\w$])/, categories: Membership });

export const Assign = createToken({ name: "Assign", pattern: "=" });
export const Pipe = createToken({ name: "Pipe", pattern: "|" });
export const Comma = createToken({ name: "Comma", pattern: "," });
export const Dot = createToken({ name: "Dot", pattern: "." });
export const Semicolon = createToken({ name: "Semicolon", pattern: ";" });
export const OpenParenthesis = createToken({ name: "OpenParenthesis", pattern: "(" });
export const CloseParenthesis = createToken({ name: "CloseParenthesis", pattern: ")" });
export const OpenBracket = createToken({ name: "OpenBracket", pattern: "[" });
export const CloseBracket = createToken({ name: "CloseBracket", pattern: "]" });
export const Minus = createToken({ name: "Minus", pattern: "-", categories: Arithmetic });
export const Star = createToken({ name: "Star", pattern: "*", categories: Arithmetic });
const arithmetic = ["+", "/", "%"].map((pattern) => createToken({ name: pattern, pattern, categories: Arithmetic }));

/** Every token, in the order in which they are tried: the first that fits is taken. */
export const TOKENS: readonly TokenType[] = [
  createToken({ name: "Space", pattern: /\s+/, group: Lexer.SKIPPED }),
  createToken({ name: "Remark", pattern: /\/\/[^\r\n]*/, group: Lexer.SKIPPED }),
  ...[Verbatim, Text, Timespan, NumberLiteral, SharedQuery, ProjectAway, Hyphenated],
  ...[...memberships, NotIn, NegatedTextTest, ...comparisons, OtherNegation],
  ...[Where, Project, Extend, Order, Sort, Take, Limit, Top, Distinct, Count, Summarize, By, Ascending, Descending],
  ...[Nulls, First, Last, And, Or, True, False, Null, In, ...textTests, Identifier],
  ...[Assign, Pipe, Comma, Dot, Semicolon, OpenParenthesis, CloseParenthesis, OpenBracket, CloseBracket],
  ...[Minus, Star, ...arithmetic],
  ...[Word, Name, Reserved, Comparison, TextTest, Membership, Arithmetic],
];
