const SECRET_NAME = /(?:key|secret|token|pass(?:word|phrase|wd)?|pwd|credential|mnemonic)s?$/i;

/** The command as it is written down: values of options and variables that name a secret are left out. */
export function withoutSecrets(command: readonly string[]): string[] {
  return command.map((word, i) => {
    const assigned = /^([^=\s]+)=./.exec(word);
    if (assigned && SECRET_NAME.test(assigned[1]!)) return `${assigned[1]}=***`;
    const before = command[i - 1] ?? "";
    return i > 0 && /^--?[a-z]/i.test(before) && SECRET_NAME.test(before) && !word.startsWith("-") ? "***" : word;
  });
}
