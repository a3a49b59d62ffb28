import { contexts } from "../measured/contexts.ts";
import { holdAgainstEngine } from "./agreement.ts";
import type { Base } from "./bases.ts";

/** Columns of the tables, and what stands for their base image. zsh is no shell of a base image. */
const bases: Readonly<Record<string, Base>> = {
  "dash": "dash",
  "bash-posix(sh)": "bash",
  "bash": "dash",
  "busybox-ash": "ash",
};

/** In shell form, as most of them are written; bash by name for its scripts only, since it is bash in both columns. */
const chosen = contexts.filter(({ column, kind }) =>
  column === "bash" ? kind === "script" : column in bases && kind !== "text in exec form",
);

holdAgainstEngine(
  chosen.map(({ title, column, files }) => ({
    title,
    files,
    base: bases[column] ?? "dash",
    service: undefined,
    servers: [],
    reaps: true,
    slow: Object.values(files).some((file) => typeof file === "string" && /\bsu root\b/.test(file)),
  })),
);
