/** The part of pyright's parse tree that we read. Ranges are UTF-16 offsets and include enclosing parentheses; `bare` does not. */
import type { T } from "./node-types.ts";

interface Base<N extends number, D> {
  readonly nodeType: N;
  readonly start: number;
  readonly length: number;
  readonly bare?: { readonly start: number; readonly end: number };
  readonly d: D;
}
export interface Token { readonly start: number; readonly length: number }
export interface StringToken extends Token { readonly flags: number; readonly prefixLength: number; readonly quoteMarkLength: number }

export type ErrorNode = Base<typeof T.Error, { child?: AnyNode; decorators?: DecoratorNode[] }>;
export type ArgumentNode = Base<typeof T.Argument, { argCategory: 0 | 1 | 2; name?: NameNode; valueExpr: ExprNode }>;
export type AssignmentNode = Base<typeof T.Assignment, { leftExpr: ExprNode; rightExpr: ExprNode }>;
export type WalrusNode = Base<typeof T.AssignmentExpression, { name: NameNode; rightExpr: ExprNode }>;
export type AugmentedNode = Base<typeof T.AugmentedAssignment, { leftExpr: ExprNode; operator: number; rightExpr: ExprNode }>;
export type AwaitNode = Base<typeof T.Await, { expr: ExprNode }>;
export type BinaryNode = Base<typeof T.BinaryOperation, { leftExpr: ExprNode; operator: number; rightExpr: ExprNode; hasParens: boolean }>;
export type CallNode = Base<typeof T.Call, { leftExpr: ExprNode; args: ArgumentNode[] }>;
export type ComprehensionNode = Base<typeof T.Comprehension, { expr: ExprNode | DictEntryNode; forIfNodes: (ComprehensionForNode | ComprehensionIfNode)[]; isGenerator: boolean }>;
export type ComprehensionForNode = Base<typeof T.ComprehensionFor, { isAsync?: boolean; targetExpr: ExprNode; iterableExpr: ExprNode }>;
export type ComprehensionIfNode = Base<typeof T.ComprehensionIf, { testExpr: ExprNode }>;
export type ConstantNode = Base<typeof T.Constant, { constType: number }>;
export type DecoratorNode = Base<typeof T.Decorator, { expr: ExprNode }>;
export type ExpandEntryNode = Base<typeof T.DictionaryExpandEntry, { expr: ExprNode }>;
export type KeyEntryNode = Base<typeof T.DictionaryKeyEntry, { keyExpr: ExprNode; valueExpr: ExprNode }>;
export type DictEntryNode = ExpandEntryNode | KeyEntryNode;
export type DictionaryNode = Base<typeof T.Dictionary, { items: (DictEntryNode | ComprehensionNode)[] }>;
export type EllipsisNode = Base<typeof T.Ellipsis, object>;
export type IndexNode = Base<typeof T.Index, { leftExpr: ExprNode; items: ArgumentNode[]; trailingComma: boolean }>;
export type LambdaNode = Base<typeof T.Lambda, { params: ParameterNode[]; expr: ExprNode }>;
export type ListNode = Base<typeof T.List, { items: ExprNode[] }>;
export type MemberNode = Base<typeof T.MemberAccess, { leftExpr: ExprNode; member: NameNode }>;
export type NameNode = Base<typeof T.Name, { value: string }>;
export type NumberNode = Base<typeof T.Number, { value: number | bigint; isInteger: boolean; isImaginary: boolean }>;
export type SetNode = Base<typeof T.Set, { items: ExprNode[] }>;
export type SliceNode = Base<typeof T.Slice, { startValue?: ExprNode; endValue?: ExprNode; stepValue?: ExprNode }>;
export type StringListNode = Base<typeof T.StringList, { strings: (StringNode | FormatStringNode)[] }>;
export type StringNode = Base<typeof T.String, { token: StringToken }>;
export interface FormatField { readonly start: number; readonly length: number; readonly expr: ExprNode; readonly format?: FormatSpec; readonly closed: boolean }
export interface FormatSpec { readonly start: number; readonly end: number; readonly fields: FormatField[] }
export type FormatStringNode = Base<typeof T.FormatString, { token: StringToken; middleTokens: Token[]; fieldExprs: FormatField[] }>;
export type TernaryNode = Base<typeof T.Ternary, { ifExpr: ExprNode; testExpr: ExprNode; elseExpr: ExprNode }>;
export type TupleNode = Base<typeof T.Tuple, { items: ExprNode[] }>;
export type TypeAnnotationNode = Base<typeof T.TypeAnnotation, { valueExpr: ExprNode; annotation: ExprNode }>;
export type UnaryNode = Base<typeof T.UnaryOperation, { expr: ExprNode; operator: number }>;
export type UnpackNode = Base<typeof T.Unpack, { expr: ExprNode }>;
export type YieldNode = Base<typeof T.Yield, { expr?: ExprNode }>;
export type YieldFromNode = Base<typeof T.YieldFrom, { expr: ExprNode }>;

export type ExprNode =
  | ErrorNode | AssignmentNode | WalrusNode | AugmentedNode | AwaitNode | BinaryNode | CallNode | ComprehensionNode | ConstantNode
  | DictionaryNode | EllipsisNode | IndexNode | LambdaNode | ListNode | MemberNode | NameNode | NumberNode | SetNode | SliceNode
  | StringListNode | TernaryNode | TupleNode | TypeAnnotationNode | UnaryNode | UnpackNode | YieldNode | YieldFromNode;

export type AssertNode = Base<typeof T.Assert, { testExpr: ExprNode; exceptionExpr?: ExprNode }>;
export type BreakNode = Base<typeof T.Break, object>;
export type ContinueNode = Base<typeof T.Continue, object>;
export type PassNode = Base<typeof T.Pass, object>;
export type DelNode = Base<typeof T.Del, { targets: ExprNode[] }>;
export type GlobalNode = Base<typeof T.Global, { targets: NameNode[] }>;
export type NonlocalNode = Base<typeof T.Nonlocal, { targets: NameNode[] }>;
export type ModuleNameNode = Base<typeof T.ModuleName, { leadingDots: number; nameParts: NameNode[] }>;
export type ImportAsNode = Base<typeof T.ImportAs, { module: ModuleNameNode; alias?: NameNode }>;
export type ImportNode = Base<typeof T.Import, { list: ImportAsNode[] }>;
export type ImportFromAsNode = Base<typeof T.ImportFromAs, { name: NameNode; alias?: NameNode }>;
export type ImportFromNode = Base<typeof T.ImportFrom, { module: ModuleNameNode; imports: ImportFromAsNode[]; isWildcardImport: boolean }>;
export type RaiseNode = Base<typeof T.Raise, { expr?: ExprNode; fromExpr?: ExprNode }>;
export type ReturnNode = Base<typeof T.Return, { expr?: ExprNode }>;
export type TypeAliasNode = Base<typeof T.TypeAlias, { name: NameNode; expr: ExprNode }>;
export type SmallNode =
  | AssertNode | BreakNode | ContinueNode | PassNode | DelNode | GlobalNode | NonlocalNode | ImportNode | ImportFromNode | RaiseNode
  | ReturnNode | TypeAliasNode | ExprNode;

export type SuiteNode = Base<typeof T.Suite, { statements: StatementNode[] }>;
export type StatementListNode = Base<typeof T.StatementList, { statements: SmallNode[] }>;
export type IfNode = Base<typeof T.If, { testExpr: ExprNode; ifSuite: SuiteNode; elseSuite?: SuiteNode | IfNode }>;
export type WhileNode = Base<typeof T.While, { testExpr: ExprNode; whileSuite: SuiteNode; elseSuite?: SuiteNode }>;
export type ForNode = Base<typeof T.For, { isAsync?: boolean; targetExpr: ExprNode; iterableExpr: ExprNode; forSuite: SuiteNode; elseSuite?: SuiteNode }>;
export type ExceptNode = Base<typeof T.Except, { typeExpr?: ExprNode; name?: NameNode; exceptSuite: SuiteNode; isExceptGroup: boolean }>;
export type TryNode = Base<typeof T.Try, { trySuite: SuiteNode; exceptClauses: ExceptNode[]; elseSuite?: SuiteNode; finallySuite?: SuiteNode }>;
export type WithItemNode = Base<typeof T.WithItem, { expr: ExprNode; target?: ExprNode }>;
export type WithNode = Base<typeof T.With, { isAsync?: boolean; withItems: WithItemNode[]; suite: SuiteNode }>;
export type MatchNode = Base<typeof T.Match, { expr: ExprNode; cases: CaseNode[] }>;
export type CaseNode = Base<typeof T.Case, { pattern: PatternNode; guardExpr?: ExprNode; suite: SuiteNode }>;
export type ParameterNode = Base<typeof T.Parameter, { category: 0 | 1 | 2; name?: NameNode; annotation?: ExprNode; defaultValue?: ExprNode }>;
export type FunctionDefNode = Base<typeof T.Function, {
  firstToken: Token; decorators: DecoratorNode[]; isAsync: boolean; name: NameNode; params: ParameterNode[]; returnAnnotation?: ExprNode; suite: SuiteNode;
}>;
export type ClassDefNode = Base<typeof T.Class, { firstToken: Token; decorators: DecoratorNode[]; name: NameNode; arguments: ArgumentNode[]; suite: SuiteNode }>;
export type StatementNode =
  | StatementListNode | IfNode | WhileNode | ForNode | TryNode | WithNode | MatchNode | FunctionDefNode | ClassDefNode | TypeAliasNode | ErrorNode;

export type PatternAsNode = Base<typeof T.PatternAs, { orPatterns: PatternNode[]; target?: NameNode }>;
export type PatternLiteralNode = Base<typeof T.PatternLiteral, { expr: ExprNode }>;
export type PatternValueNode = Base<typeof T.PatternValue, { expr: ExprNode }>;
export type PatternCaptureNode = Base<typeof T.PatternCapture, { target: NameNode; isStar: boolean; isWildcard: boolean }>;
export type PatternSequenceNode = Base<typeof T.PatternSequence, { entries: PatternNode[] }>;
export type PatternClassNode = Base<typeof T.PatternClass, { className: ExprNode; args: PatternClassArgumentNode[] }>;
export type PatternClassArgumentNode = Base<typeof T.PatternClassArgument, { name?: NameNode; pattern: PatternNode }>;
export type PatternMappingNode = Base<typeof T.PatternMapping, { entries: (PatternKeyEntryNode | PatternRestNode)[] }>;
export type PatternKeyEntryNode = Base<typeof T.PatternMappingKeyEntry, { keyPattern: PatternLiteralNode | PatternValueNode | ErrorNode; valuePattern: PatternNode }>;
export type PatternRestNode = Base<typeof T.PatternMappingExpandEntry, { target: NameNode }>;
export type PatternNode =
  | PatternAsNode | PatternLiteralNode | PatternValueNode | PatternCaptureNode | PatternSequenceNode | PatternClassNode | PatternMappingNode | ErrorNode;

export type ModuleNode = Base<typeof T.Module, { statements: StatementNode[] }>;
export type AnyNode = ExprNode | StatementNode | SmallNode | PatternNode | ArgumentNode | DecoratorNode | SuiteNode | DictEntryNode;

/** What upstream complained about. `key` is the message's name, "skipped" for tokens that are in no node. */
export interface ParseError { readonly start: number; readonly end: number; readonly why: string; readonly key: string }
