/**
 * Commands that a runner of GitHub's knows (its classes that implement IActionCommandExtension, and `stop-commands`).
 */
const registered: readonly string[] = [
  "stop-commands",
  "internal-set-repo-path",
  "set-env",
  "set-output",
  "save-state",
  "add-mask",
  "add-path",
  "add-matcher",
  "remove-matcher",
  "warning",
  "error",
  "notice",
  "debug",
  "group",
  "endgroup",
  "echo",
];

/** A command as a runner has read it from a line. */
export interface Executed {
  readonly name: string;
  readonly data: string;
  readonly line: string;
}

/**
 * What a runner of GitHub's would execute of a log, after TryParseV2, TryParse and TryProcessCommand of
 * https://github.com/actions/runner. It compares texts as a language does: what has no weight in that is left out here,
 * which is more than it does. Those that switch commands off and on are not among them. Throws if commands stay
 * switched off.
 */
export function executed(log: string): readonly Executed[] {
  const commands: Executed[] = [];
  let token: string | undefined;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const known = token === undefined ? registered : [...registered, token];
    const command = parseSecond(line, known) ?? parseFirst(line, known);
    if (!command) continue;
    if (token !== undefined) {
      if (command.name === token) token = undefined;
    } else if (command.name === "stop-commands") token = command.data;
    else commands.push({ ...command, line });
  }
  if (token !== undefined) throw new Error("commands were not switched on again");
  return commands;
}

type Parsed = Pick<Executed, "name" | "data">;

function weighty(line: string): string {
  return line.replace(/[\p{C}\p{M}\p{DI}]/gu, "");
}

function parseSecond(line: string, known: readonly string[]): Parsed | undefined {
  const message = weighty(line).trimStart();
  const end = message.indexOf("::", 2);
  if (!message.startsWith("::") || end < 0) return undefined;
  const [name = ""] = message.slice(2, end).split(" ");
  return known.includes(name.toLowerCase())
    ? { name: name.toLowerCase(), data: unescaped(message.slice(end + 2)) }
    : undefined;
}

function parseFirst(line: string, known: readonly string[]): Parsed | undefined {
  const message = weighty(line);
  const start = message.indexOf("##[");
  const end = message.indexOf("]", start);
  if (start < 0 || end < 0) return undefined;
  const [name = ""] = message.slice(start + 3, end).split(" ");
  return known.includes(name.toLowerCase()) ? { name: name.toLowerCase(), data: message.slice(end + 1) } : undefined;
}

function unescaped(data: string): string {
  return data.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

/**
 * Whether an agent of Azure's or TeamCity's would read a command in a log: `##vso[` or `##teamcity[`, anywhere in a
 * line.
 */
export function hasMarker(log: string): boolean {
  return /##(?:vso|teamcity)\[/.test(weighty(log));
}

/** Characters that nobody sees or that act, but for the line ends of the format and the selector of a picture. */
export function unseen(text: string): readonly string[] {
  return text.replaceAll(/(\p{Extended_Pictographic})\ufe0f/gu, "$1").match(/[^\P{C}\n]|[\p{Zl}\p{Zp}\p{DI}]/gu) ?? [];
}
