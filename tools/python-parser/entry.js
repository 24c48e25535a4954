// What is bundled into dist/python-parser.mjs: pyright's parser, told to record errors as plain ranges, to remember which
// tokens it skipped, and to give up at a fixed depth of nesting instead of wherever this machine's stack happens to end.
import { ParseOptions, Parser } from "@zzzen/pyright-internal/dist/parser/parser.js";
import { pythonVersion3_15 } from "@zzzen/pyright-internal/dist/common/pythonVersion.js";

export class NestingError extends Error {}

class RecordingParser extends Parser {
  depth = 0;
  maxDepth = 0;
  errors = [];

  deeper() {
    if (++this.depth > this.maxDepth) throw new NestingError(`nested more than ${this.maxDepth} levels deep`);
  }

  _addSyntaxError(message, range) {
    if (this._areErrorsSuppressed) return;
    this.errors.push({ start: range.start, end: range.start + range.length, why: message.text, key: message.key });
  }

  _consumeTokensUntilType(terminators) {
    const first = this._tokenIndex;
    const found = super._consumeTokensUntilType(terminators);
    if (this._areErrorsSuppressed || this._tokenIndex === first) return found;
    const start = this._tokens.getItemAt(first).start;
    const last = this._tokens.getItemAt(this._tokenIndex - 1);
    this.errors.push({ start, end: last.start + last.length, why: "", key: "skipped" });
    return found;
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

export function parsePython(text, maxDepth) {
  const parser = new RecordingParser();
  parser.maxDepth = maxDepth;
  const options = new ParseOptions();
  options.pythonVersion = pythonVersion3_15;
  const { parserOutput } = parser.parseSourceFile(text, options, undefined, 0);
  return { tree: parserOutput.parseTree, errors: parser.errors };
}
