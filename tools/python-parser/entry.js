// What is bundled into dist/python-parser.mjs: pyright's parser, told to record errors as plain ranges, to remember which
// tokens it skipped, and to give up at a fixed depth of nesting instead of wherever this machine's stack happens to end.
import { ParseOptions, Parser } from "@zzzen/pyright-internal/dist/parser/parser.js";
import { ErrorNode } from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { pythonVersion3_15 } from "@zzzen/pyright-internal/dist/common/pythonVersion.js";

// Upstream's const enums: TokenType.EndOfStream, TokenType.NewLine, ErrorExpressionCategory.MissingExpression.
const endOfStream = 1;
const newLine = 2;
const missingExpression = 2;

export class LimitError extends Error {}

class RecordingParser extends Parser {
  depth = 0;
  limits = { depth: 0, tokens: 0 };
  errors = [];

  _startNewParse(...args) {
    super._startNewParse(...args);
    if (this._tokenCount > this.limits.tokens) throw new LimitError(`the file has more than ${this.limits.tokens / 1e6} million tokens`);
  }

  deeper() {
    if (++this.depth > this.limits.depth) throw new LimitError(`the code nests more than ${this.limits.depth} levels deep`);
  }

  _addSyntaxError(message, range) {
    if (this._areErrorsSuppressed) return;
    this.errors.push({ start: range.start, end: range.start + range.length, why: message.text, key: message.key });
  }

  /** Stops at the end of the line whatever it looks for: upstream may skip to a colon many functions further down. */
  _consumeTokensUntilType(terminators) {
    const first = this._tokenIndex;
    let token = this._peekToken();
    while (token.type !== newLine && token.type !== endOfStream && !terminators.includes(token.type)) {
      this._getNextToken();
      token = this._peekToken();
    }
    if (!this._areErrorsSuppressed && this._tokenIndex !== first) {
      const { start, length } = this._tokens.getItemAt(this._tokenIndex - 1);
      this.errors.push({ start: this._tokens.getItemAt(first).start, end: start + length, why: "", key: "skipped" });
    }
    return terminators.includes(token.type);
  }

  /** Upstream leaves nothing in the tree for an `async` before something else. */
  _parseAsyncStatement() {
    const first = this._peekToken();
    const node = super._parseAsyncStatement();
    if (node !== undefined) return node;
    this._consumeTokensUntilType([newLine]);
    const last = this._peekToken();
    if (last.type === newLine) this._getNextToken();
    return ErrorNode.create(this._getOwnerKey(), { start: first.start, length: last.start - first.start }, missingExpression);
  }

  _parseTupleAtom() { this.deeper(); const node = super._parseTupleAtom(); this.depth--; return node; }
  _parseListAtom() { this.deeper(); const node = super._parseListAtom(); this.depth--; return node; }
  _parseDictionaryOrSetAtom() { this.deeper(); const node = super._parseDictionaryOrSetAtom(); this.depth--; return node; }
  _parseArgList() { this.deeper(); const node = super._parseArgList(); this.depth--; return node; }
  _parseSubscriptList() { this.deeper(); const node = super._parseSubscriptList(); this.depth--; return node; }
  _parseFormatString(token) { this.deeper(); const node = super._parseFormatString(token); this.depth--; return node; }
  _parseLambdaExpression(conditional) { this.deeper(); const node = super._parseLambdaExpression(conditional); this.depth--; return node; }
  _parsePatternAtom() { this.deeper(); const node = super._parsePatternAtom(); this.depth--; return node; }
  _parseIfStatement(keyword) { this.deeper(); const node = super._parseIfStatement(keyword); this.depth--; return node; }
  _parseSuite(isFunction, skipBody, callback) { this.deeper(); const node = super._parseSuite(isFunction, skipBody, callback); this.depth--; return node; }
}

export function parsePython(text, limits) {
  const parser = new RecordingParser();
  parser.limits = limits;
  const options = new ParseOptions();
  options.pythonVersion = pythonVersion3_15;
  const { parserOutput } = parser.parseSourceFile(text, options, undefined, 0);
  return { tree: parserOutput.parseTree, errors: parser.errors };
}
