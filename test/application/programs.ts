import { readFileSync } from "node:fs";

/** A small program: its files, the command that starts it, and what is said of it. */
export interface Program {
  readonly title: string;
  /** What the signal did to it with a request in flight: nothing, it ended with the answer given, or without. */
  readonly measured: "dropped" | "answered" | "cut";
  /** The outcome that its source tells, where that is less than what was measured. */
  readonly says?: "delivered";
  /** The stop signal, where it is not SIGTERM. */
  readonly signal?: "SIGINT" | "SIGQUIT" | "SIGHUP" | "SIGUSR2";
  /** It runs below an init instead of being PID 1. */
  readonly below?: true;
  /** Behind `node`. */
  readonly entry: string;
  /** Libraries of others that it needs: measured where these are at hand. */
  readonly libraries?: readonly string[];
  /** Sources of TypeScript in `src`, from which `dist` is made. */
  readonly typed?: true;
  readonly files: Readonly<Record<string, string>>;
}

interface Written extends Omit<Program, "files"> {
  /** By lines. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

const written: readonly Written[] = JSON.parse(readFileSync(new URL("programs.json", import.meta.url), "utf8"));

/** Small programs of Node. Those that serve do so at the socket that PORT names, and answer after 0.7 s. */
export const programs: readonly Program[] = written.map((each) => ({
  ...each,
  files: Object.fromEntries(Object.entries(each.files).map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
}));
