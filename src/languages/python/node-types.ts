/** pyright's node numbers (`ParseNodeType`), const enums upstream; a test compares this table with the pinned package. */
export const T = {
  Error: 0, Argument: 1, Assert: 2, Assignment: 3, AssignmentExpression: 4, AugmentedAssignment: 5, Await: 6, BinaryOperation: 7,
  Break: 8, Call: 9, Class: 10, Comprehension: 11, ComprehensionFor: 12, ComprehensionIf: 13, Constant: 14, Continue: 15,
  Decorator: 16, Del: 17, Dictionary: 18, DictionaryExpandEntry: 19, DictionaryKeyEntry: 20, Ellipsis: 21, If: 22, Import: 23,
  ImportAs: 24, ImportFrom: 25, ImportFromAs: 26, Index: 27, Except: 28, For: 29, FormatString: 30, Function: 31, Global: 32,
  Lambda: 33, List: 34, MemberAccess: 35, Module: 36, ModuleName: 37, Name: 38, Nonlocal: 39, Number: 40, Parameter: 41, Pass: 42,
  Raise: 43, Return: 44, Set: 45, Slice: 46, StatementList: 47, StringList: 48, String: 49, Suite: 50, Ternary: 51, Tuple: 52,
  Try: 53, TypeAnnotation: 54, UnaryOperation: 55, Unpack: 56, While: 57, With: 58, WithItem: 59, Yield: 60, YieldFrom: 61,
  FunctionAnnotation: 62, Match: 63, Case: 64, PatternSequence: 65, PatternAs: 66, PatternLiteral: 67, PatternClass: 68,
  PatternCapture: 69, PatternMapping: 70, PatternMappingKeyEntry: 71, PatternMappingExpandEntry: 72, PatternValue: 73,
  PatternClassArgument: 74, TypeParameter: 75, TypeParameterList: 76, TypeAlias: 77,
} as const;

/** pyright's operator numbers (`OperatorType`), as far as they occur in trees. */
export const O = {
  Add: 0, AddEqual: 1, BitwiseAnd: 3, BitwiseAndEqual: 4, BitwiseInvert: 5, BitwiseOr: 6, BitwiseOrEqual: 7, BitwiseXor: 8,
  BitwiseXorEqual: 9, Divide: 10, DivideEqual: 11, Equals: 12, FloorDivide: 13, FloorDivideEqual: 14, GreaterThan: 15,
  GreaterThanOrEqual: 16, LeftShift: 17, LeftShiftEqual: 18, LessThan: 20, LessThanOrEqual: 21, MatrixMultiply: 22,
  MatrixMultiplyEqual: 23, Mod: 24, ModEqual: 25, Multiply: 26, MultiplyEqual: 27, NotEquals: 28, Power: 29, PowerEqual: 30,
  RightShift: 31, RightShiftEqual: 32, Subtract: 33, SubtractEqual: 34, And: 36, Or: 37, Not: 38, Is: 39, IsNot: 40, In: 41, NotIn: 42,
} as const;

/** pyright's keyword numbers (`KeywordType`) of constants. */
export const K = { Debug: 9, False: 15, None: 27, True: 34 } as const;

/** pyright's `StringTokenFlags`. */
export const S = { Triplicate: 4, Raw: 8, Bytes: 32, Unterminated: 65536 } as const;
