import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A shell of this machine and how it is called. */
export interface Shell {
  readonly name: "dash" | "bash" | "ash";
  readonly program: string;
  readonly args: readonly string[];
}

const known = [
  { name: "dash", program: "dash", args: [] },
  { name: "bash", program: "bash", args: [] },
  { name: "ash", program: "busybox", args: ["ash"] },
] as const;

function find(program: string): string | undefined {
  const { status, stdout } = spawnSync("sh", ["-c", 'command -v "$1"', "sh", program], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Those of dash, bash and busybox ash that are installed. */
export const shells: readonly Shell[] = known.flatMap((shell) => {
  const program = find(shell.program);
  return program === undefined ? [] : [{ ...shell, program }];
});

/** One of them by its name. */
export function shellNamed(name: Shell["name"]): Shell | undefined {
  return shells.find((shell) => shell.name === name);
}

/** A text as one word of a shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Runs a script of one line for each case in one process. What it says to file descriptor 3, and what it says of
 * errors; it ends when all that it started has.
 */
export function runAll(
  shell: Shell,
  lines: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly said: string; readonly errors: string } {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-shell-"));
  try {
    const script = join(folder, "script");
    writeFileSync(script, `${lines.join("\n")}\n`);
    const env = { LC_ALL: "C", ...environment };
    // Whoever still runs holds a pipe open, which is waited for.
    const { error, output } = spawnSync(shell.program, [...shell.args, script], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      encoding: "utf8",
      env,
      maxBuffer: 1 << 29,
      timeout: 200_000,
    });
    if (error) throw error;
    return { said: output[3] ?? "", errors: output[2] ?? "" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const end = "\u0001end";
const refused = "\u0001refused";

/**
 * The argv that a shell passes to a program for each of some texts, each a simple command; undefined for one that it
 * does not understand.
 */
export function wordsOf(shell: Shell, texts: readonly string[]): readonly (readonly string[] | undefined)[] {
  // A subshell each, since a syntax error ends the shell.
  const lines = texts.map(
    (text) =>
      `( eval ${quoted(`printf '%s\\0' ${text}`)} && printf '%s\\0' ${quoted(end)} ) >&3 2> /dev/null || ` +
      `printf '%s\\0' ${quoted(refused)} >&3`,
  );
  const found: (readonly string[] | undefined)[] = [];
  let words: string[] = [];
  for (const word of runAll(shell, lines).said.split("\0").slice(0, -1)) {
    if (word === end) found.push(words);
    else if (word === refused) found.push(undefined);
    else {
      words.push(word);
      continue;
    }
    words = [];
  }
  if (found.length !== texts.length) throw new Error(`${shell.name} answered ${found.length} of ${texts.length} texts`);
  return found;
}

/** What a shell's own reading of each of some texts (`-n`) complains of; undefined for one that it reads. */
export function complaintsAbout(shell: Shell, texts: readonly string[]): readonly (string | undefined)[] {
  const command = [shell.program, ...shell.args].map(quoted).join(" ");
  const lines = texts.map(
    (text) =>
      `said=$( ${command} -n -c ${quoted(text)} 2>&1 ) && said= || said="refused $said"; printf '%s\\0' "$said" >&3`,
  );
  return runAll(shell, lines)
    .said.split("\0")
    .slice(0, -1)
    .map((complaint) => (complaint === "" ? undefined : complaint));
}
