/**
 * Changes to the parser's own text. Each `find` must occur exactly once, or the build stops: then upstream has moved and a
 * person has to look. `file` is relative to the package's dist/.
 */
export const patches = [
  // Chains of any length: links deeper than 256 became error nodes, and the map behind it cost a tenth of the time.
  {
    file: "parser/parser.js",
    find: "this._maxChildDepthMap = new Map();",
    replace: "this._maxChildDepthMap = { get: () => 0, set: () => {} };",
  },
  // Recursion that no bracket announces is counted too (see entry.js).
  ...[
    ["const notExpr = this._parseNotTest();", ""],
    ["const expression = this._parseArithmeticFactor();", ""],
    ["const rightExpr = this._parseComparison();", ""],
    ["const elseExpr = this._parseTestExpression(/* allowAssignmentExpression */ true);", ""],
    ["const rightExpr = this._parseArithmeticFactor();\n            return this._createBinaryOperationNode(leftExpr, rightExpr, peekToken, 29", "power"],
  ].map(([find, power]) => ({
    file: "parser/parser.js",
    find,
    replace: power
      ? find.replace(";\n", "; this.depth--;\n").replace("const", "this.deeper(); const")
      : `this.deeper(); ${find} this.depth--;`,
  })),
  // Spans without the enclosing parentheses, as `bare`.
  {
    file: "parser/parser.js",
    find: "(0, parseNodes_1.extendRange)(tupleOrExpression, startParen);",
    replace: "if (exprListResult.list.length === 1 && !exprListResult.trailingComma) markBare(tupleOrExpression); (0, parseNodes_1.extendRange)(tupleOrExpression, startParen);",
  },
  {
    file: "parser/parser.js",
    find: "(0, parseNodes_1.extendRange)(yieldExpr, this._getNextToken());",
    replace: "markBare(yieldExpr); (0, parseNodes_1.extendRange)(yieldExpr, startParen); (0, parseNodes_1.extendRange)(yieldExpr, this._getNextToken());",
  },
  {
    file: "parser/parser.js",
    find: "(0, parseNodes_1.extendRange)(casePattern, nextToken);",
    replace: "if (casePattern === patternList.list[0]) markBare(casePattern); (0, parseNodes_1.extendRange)(casePattern, nextToken);",
  },
  {
    file: "parser/parser.js",
    find: "const maxChildNodeDepth = 256;",
    replace: "const maxChildNodeDepth = Infinity;\nfunction markBare(node) { if (node.bare === undefined) node.bare = { start: node.start, end: node.start + node.length }; }",
  },
  // A tuple without parentheses ends after its last comma.
  {
    file: "parser/parser.js",
    find: "tupleNode.d.items = exprListResult.list;",
    replace: "tupleNode.d.items = exprListResult.list; if (exprListResult.trailingComma && !enclosedInParens) (0, parseNodes_1.extendRange)(tupleNode, this._peekToken(-1));",
  },
  // `case {}:` is a pattern.
  {
    file: "parser/parser.js",
    find: "if (itemList.list.length > 0) {\n            // Verify there's at most one ** entry.",
    replace: "if (itemList.list.length > 0 || !itemList.parseError) {\n            // Verify there's at most one ** entry.",
  },
  // A class pattern ends after its closing parenthesis.
  {
    file: "parser/parser.js",
    find: "const classPattern = parseNodes_1.PatternClassNode.create(this._getOwnerKey(), classNameExpr, args);",
    replace:
      "const classPattern = parseNodes_1.PatternClassNode.create(this._getOwnerKey(), classNameExpr, args); if (this._peekTokenType() === 14) (0, parseNodes_1.extendRange)(classPattern, this._peekToken());",
  },
  // Replacement fields keep their place and their format; upstream flattens nested fields and drops the format's text.
  {
    file: "parser/parser.js",
    find: "fieldExpressions.push(expr);",
    replace: "const field = { start: nextToken.start, length: 1, expr, format: undefined, closed: false, parent: undefined }; fieldExpressions.push(field);",
  },
  {
    file: "parser/parser.js",
    find: "this._parseFStringFormatString(fieldExpressions, middleTokens, formatExpressions, nestingDepth);",
    replace:
      "field.format = { start: nextToken.start + 1, end: 0, fields: [] }; this.deeper(); this._parseFStringFormatString(field.format.fields, middleTokens, formatExpressions, nestingDepth); this.depth--; field.format.end = this._peekToken().start;",
  },
  {
    file: "parser/parser.js",
    find: "// Indicate success.",
    replace: "field.length = nextToken.start + nextToken.length - field.start; field.closed = true;",
  },
  // Annotations in quotes and `# type:` comments are not parsed.
  { file: "parser/parser.js", find: "if (this._isParsingTypeAnnotation) {", replace: "if (false) {" },
  { file: "parser/parser.js", find: "_getTypeAnnotationCommentText() {", replace: "_getTypeAnnotationCommentText() { return undefined;" },
  // String values are decoded when lowered, from the text (upstream loses `\\N{...}`, astral `\\U` and what follows a `\\x03`).
  {
    file: "parser/parser.js",
    find: "const unescapedResult = StringTokenUtils.getUnescapedString(stringToken);",
    replace: "const unescapedResult = { value: '' };",
  },
  // A keyword that can only start a statement ends an unclosed bracket: what follows the damage is kept.
  {
    file: "parser/tokenizer.js",
    find: "_handleNewLine(length, newLineType) {",
    replace:
      "_handleNewLine(length, newLineType) {\n        if (this._parenDepth > 0 && startsStatement(this._cs.getText(), this._cs.position + length)) { this._endFStrings(); this._parenDepth = 0; }",
  },
  {
    file: "parser/tokenizer.js",
    find: "    _addLineRange() {",
    replace: `    _endFStrings() {
        for (; this._activeFString; this._activeFString = this._fStringStack.pop()) {
            this._tokens.push(tokenizerTypes_1.FStringEndToken.create(this._cs.position, 0, this._activeFString.startToken.flags | 65536));
        }
    }
    _addLineRange() {`,
  },
  // The format of a field ends with its line, unless the quotes are triple; and so does an unterminated f-string's field.
  {
    file: "parser/tokenizer.js",
    find: "if (!isFString || !this._activeFString?.activeReplacementField) {",
    replace: "if (!isFString || inFormatSpecifier || !this._activeFString?.activeReplacementField) {",
  },
  {
    file: "parser/tokenizer.js",
    find: "else if (isUnterminated) {",
    replace:
      "else if (isUnterminated) {\n            const outer = activeFString.replacementFieldStack[0] ?? activeFString.activeReplacementField; if (outer) this._parenDepth = outer.parenDepth - 1;",
  },
  {
    file: "parser/tokenizer.js",
    find: "const _byteOrderMarker = 0xfeff;",
    replace: `const _byteOrderMarker = 0xfeff;
const _statementStart = /[ \\t\\f]*(?:assert|break|class|continue|def|del|elif|except|finally|global|import|nonlocal|pass|raise|return|try|while|with|async[ \\t]+(?:def|with)|from[ \\t]+[\\w.]+[ \\t]+import)(?![\\w=])/y;
function startsStatement(text, position) { _statementStart.lastIndex = position; return _statementStart.test(text); }`,
  },
];

const noop = "class Nothing { constructor() {} addError() {} addMessage() {} getString() { return ''; } fetchAndClear() { return []; } }";

/** Modules that the parser imports and hardly uses, replaced as a whole. */
export const stubs = {
  "common/diagnostic.js": `${noop} export { Nothing as DiagnosticAddendum };`,
  "common/diagnosticSink.js": `${noop} export { Nothing as DiagnosticSink };`,
  "common/positionUtils.js": "export const convertOffsetsToRange = () => undefined;",
  "common/stringUtils.js": "export const getStringFingerprint = () => 0;",
  "common/timing.js": "const stat = { timeOperation: (run) => run() }; export const timingStats = { tokenizeFileTime: stat, parseFileTime: stat };",
  "common/debug.js": "export function assert(condition) { if (!condition) throw new Error('parser assertion failed'); } export const assertNever = assert; export const fail = (why) => { throw new Error(why); };",
};
