import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { interpreter } from "./measured-programs.ts";

/** A program of docs/your-code.md. */
export interface PageProgram {
  /** The heading above it. */
  readonly title: string;
  readonly language: Language;
  readonly file: string;
  readonly text: string;
  /** Libraries of others that it needs. */
  readonly libraries: readonly string[];
}

/** As the page marks its blocks. */
export type Language = keyof typeof starts;

/** What is run to start a file of a language; what is built before lands in the folder. */
const starts = {
  js: (file: string) => [process.execPath, file],
  ts: (file: string) => [process.execPath, file.replace("src/", "dist/").replace(/ts$/, "js")],
  py: (file: string) => [process.env["PID1LINT_PYTHON"] ?? interpreter(), file],
  go: (file: string, folder: string) => {
    execFileSync("go", ["build", "-o", "app", file], { cwd: folder });
    return ["./app"];
  },
  java: (file: string, folder: string) => {
    execFileSync("javac", [file], { cwd: folder });
    return ["java", file.replace(/\.java$/, "")];
  },
  ruby: (file: string) => ["ruby", file],
  php: (file: string) => ["php", file],
  perl: (file: string) => ["perl", file],
  rust: (_: string, folder: string) => {
    const crate = process.env["PID1LINT_CRATE"] ?? "";
    for (const name of ["Cargo.toml", "Cargo.lock"]) copyFileSync(join(crate, name), join(folder, name));
    const target = join(crate, "target");
    execFileSync("cargo", ["build", "--quiet", "--offline", "--target-dir", target], { cwd: folder });
    return [join(target, "debug/app")];
  },
};

/** Commands that succeed where the runtime is there; left out: it says its version. */
const asks: Partial<Record<Language, readonly string[]>> = {
  go: ["go", "version"],
  java: ["javac", "-version"],
  php: ["php", "-r", "exit(function_exists('pcntl_signal') ? 0 : 1);"],
};

/** Makes what runs of a program in a folder, and says how to start it. */
export function startOf({ language, file }: PageProgram): (folder: string) => readonly string[] {
  return (folder) => starts[language](file, folder);
}

/**
 * What says where libraries are: a folder of Node's, an interpreter of Python that has some, a crate named "app" whose
 * dependencies are there and that may be built in.
 */
const variables: Partial<Record<Language, string>> = {
  js: "PID1LINT_LIBRARIES",
  ts: "PID1LINT_LIBRARIES",
  py: "PID1LINT_PYTHON",
  rust: "PID1LINT_CRATE",
};

/** Whether this machine has what a program needs. */
export function isAtHand({ language, libraries }: PageProgram): boolean {
  if (libraries.includes("Redis") && process.env["REDIS_HOST"] === undefined) return false;
  const variable = variables[language];
  if (variable !== undefined) return libraries.length === 0 || process.env[variable] !== undefined;
  const [command = "", ...args] = asks[language] ?? [language, "--version"];
  return spawnSync(command, args).status === 0;
}

/** The programs of the page: blocks that name their file, as in "js server.js with express". */
export const pagePrograms: readonly PageProgram[] = readPrograms();

function readPrograms(): readonly PageProgram[] {
  const page = readFileSync("docs/your-code.md", "utf8");
  return page.split(/^### /m).flatMap((section) => {
    const title = section.slice(0, section.indexOf("\n"));
    return [...section.matchAll(/^```(\w+) (\S+)(?: with (.+))?\n([^]*?)^```$/gm)].map(
      ([, language = "", file = "", libraries, text = ""]) => {
        if (!isLanguage(language)) throw new Error(`nothing starts the program of "${title}": ${language}`);
        return { title, language, file, text, libraries: libraries?.split(" and ") ?? [] };
      },
    );
  });
}

function isLanguage(name: string): name is Language {
  return Object.hasOwn(starts, name);
}
