"""Reads file names from stdin; prints, for each, how many nodes of each kind CPython's ast has and where they are."""
import ast, json, sys

KINDS = {
    "FunctionDef": "function-def", "AsyncFunctionDef": "function-def", "Lambda": "lambda", "ClassDef": "class-def", "Call": "call",
    "Attribute": "attribute", "Await": "await", "Subscript": "subscript", "BinOp": "binary", "UnaryOp": "unary",
    "IfExp": "conditional", "Dict": "dict", "List": "list", "Set": "set", "Starred": "spread", "Yield": "yield", "YieldFrom": "yield",
    "Return": "return", "Raise": "raise", "If": "if", "While": "while", "For": "for", "AsyncFor": "for", "Try": "try", "TryStar": "try",
    "With": "with", "AsyncWith": "with", "Assign": "assign", "TypeAlias": "assign", "Tuple": "tuple", "AugAssign": "augmented", "Delete": "delete", "Assert": "assert",
    "Global": "scope", "Nonlocal": "scope", "ListComp": "comprehension", "SetComp": "comprehension", "DictComp": "comprehension",
    "Match": "match", "Pass": "pass", "Break": "break", "Continue": "continue", "ImportFrom": "import-from", "ExceptHandler": "handler",
    "MatchClass": "class-pattern", "MatchMapping": "mapping-pattern", "MatchSequence": "sequence-pattern", "MatchValue": "value-pattern",
    "MatchOr": "or-pattern",
}
COUNTED = {"comprehension": "clause", "withitem": "with-item", "match_case": "case", "FormattedValue": "interpolation",
           "GeneratorExp": "comprehension-generator", "Expr": "expression"}

for name in sys.stdin.read().split("\n"):
    with open(name, "rb") as f:
        data = f.read()
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        print("null")
        continue
    starts = [0]
    for i, byte in enumerate(data):
        if byte == 10:
            starts.append(i + 1)
    out = {}
    def add(kind, node=None):
        row = out.setdefault(kind, [0, 0, 0])
        row[0] += 1
        if node is not None:
            row[1] += starts[node.lineno - 1] + node.col_offset
            row[2] += starts[node.end_lineno - 1] + node.end_col_offset
    for node in ast.walk(tree):
        kind = type(node).__name__
        if kind in KINDS:
            add(KINDS[kind], node)
        elif kind in COUNTED:
            add(COUNTED[kind])
        elif kind == "Compare":
            for _ in node.ops:
                add("compare")
            for _ in node.ops[1:]:
                add("logical")
                add("bind")
        elif kind == "BoolOp":
            for _ in node.values[1:]:
                add("logical")
        elif kind == "NamedExpr":
            add("bind")
        elif kind == "Import":
            for _ in node.names:
                add("import")
        elif kind == "AnnAssign":
            add("assign" if node.value else "declare", node)
        elif kind == "Constant" and type(node.value) in (int, float, complex):
            add("number", node)
    print(json.dumps(out))
