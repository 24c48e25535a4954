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

/** Programs that hand the bot to somebody else's process tree and only wait for it, or not even that. */
const MESSENGERS = new Set(["docker", "docker-compose", "podman", "podman-compose", "nerdctl", "kubectl", "ssh", "systemctl", "systemd-run", "service", "supervisorctl", "pm2", "tmux", "screen"]);
const PREFIXES = new Set(["sudo", "doas", "env", "nohup", "nice", "ionice", "time", "exec"]);

/** The program of the command that starts the bot outside of the process tree that it belongs to; null: the bot is what is started. */
export function messengerOf(command: readonly string[]): string | null {
  const program = command.find((word, i) => !(i > 0 && word.startsWith("-")) && !/^\w+=/.test(word) && !PREFIXES.has(baseName(word)));
  return program !== undefined && MESSENGERS.has(baseName(program)) ? baseName(program) : null;
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");
