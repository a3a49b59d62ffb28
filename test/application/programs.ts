import { readFileSync } from "node:fs";

/** A small program: its files, the command that starts it, and what is said of it. */
export interface Program {
  readonly title: string;
  /**
   * What the signal did to it with a request or job in flight: nothing, it ended with that done, or without; "ended":
   * it had ended by itself before.
   */
  readonly measured: "dropped" | "answered" | "cut" | "ended";
  /** The outcome that its source tells, where that is less than what was measured. */
  readonly says?: "delivered";
  /** What runs it; left out: `node`. */
  readonly runtime?: "node" | "python";
  /** Left out: SIGTERM. */
  readonly signal?: "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGQUIT" | "SIGUSR2";
  /** It runs below an init instead of being PID 1. */
  readonly below?: true;
  /** Behind the runtime. */
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

/**
 * Small programs of Node and Python. Those that serve do so at the socket or port that PORT names, and answer after 0.7
 * s; those with a job write the file "begun" when it begins, and "done" 0.7 s later.
 */
export const programs: readonly Program[] = ["programs.json", "python-programs.json"].flatMap((file) => {
  const written: readonly Written[] = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  return written.map((each) => ({
    ...each,
    files: Object.fromEntries(Object.entries(each.files).map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
  }));
});
