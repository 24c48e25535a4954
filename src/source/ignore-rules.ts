import ignore, { type Ignore } from "ignore";

/** The .gitignore files from the root down to one directory; a deeper one may overrule what stands above it. */
export interface IgnoreRules {
  readonly parent: IgnoreRules | null;
  /** Of the .gitignore, relative to the root, "" or ending in "/". */
  readonly base: string;
  readonly rules: Ignore;
}

/** Lines that no pattern needs: a hostile .gitignore must not cost more than an honest one. */
const LONGEST_PATTERN = 1000;
const MOST_PATTERNS = 2000;
/** More stars in one segment make the matcher try too much; such a pattern is left out, so more is read, never less. */
const TOO_MANY_STARS = /(?:\*[^*/]+){4}\*/;

export function withRules(parent: IgnoreRules | null, base: string, text: string): IgnoreRules | null {
  const patterns = text.split("\n").filter((line) => line.trim() !== "" && line.length <= LONGEST_PATTERN && !TOO_MANY_STARS.test(line)).slice(0, MOST_PATTERNS);
  if (patterns.length === 0) return parent;
  const rules = ignore({ allowRelativePaths: true });
  for (const pattern of patterns) {
    try {
      rules.add(pattern.endsWith("\r") ? pattern.slice(0, -1) : pattern);
    } catch {
      continue; // git, too, goes on after a pattern that it cannot read
    }
  }
  return { parent, base, rules };
}

/** `path` is relative to the root; a directory's ends in "/". Directories above it are known not to be ignored. */
export function isIgnored(rules: IgnoreRules | null, path: string): boolean {
  for (let at = rules; at; at = at.parent) {
    const { ignored, unignored } = at.rules.test(path.slice(at.base.length));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** Git would ignore a module or package of that path (without `.py`), or a directory above it. */
export function ignoresModule(all: readonly IgnoreRules[], path: string): boolean {
  const nearest = all.filter((one) => path.startsWith(one.base)).reduce((best: IgnoreRules | null, one) => (best && best.base.length > one.base.length ? best : one), null);
  const below = (at: number): string => path.slice(0, at + 1);
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) if (isIgnored(nearest, below(at))) return true;
  return isIgnored(nearest, `${path}.py`) || isIgnored(nearest, `${path}/`) || isIgnored(nearest, `${path}/__init__.py`);
}

/** The patterns of golive.yaml as one matcher; null when there are none. */
export function patternMatcher(patterns: readonly string[] | undefined): ((path: string) => boolean) | null {
  if (!patterns || patterns.length === 0) return null;
  const rules = withRules(null, "", patterns.join("\n"));
  return (path) => isIgnored(rules, path);
}
