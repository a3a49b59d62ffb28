import type { Note, TrapNote } from "../reason.ts";

/** What a process does with the signal, in the few words that stand beside it in the tree. */
export function noteWords(note: Note): string {
  switch (note.kind) {
    case "forwards":
      if (note.to === "nobody waits") return `forwards ${note.signal} without waiting`;
      return note.to === "everyone"
        ? `forwards ${note.signal} to everything it started and waits`
        : `forwards ${note.signal} and waits`;
    case "kills":
      return `forwards ${note.signal}, kills after ${note.after} s`;
    case "keeps":
      return `does not forward ${note.signal}`;
    case "drops":
      return `drops ${note.signal}`;
    case "gets":
      return `gets ${note.signal}`;
    case "handles":
      return `handles ${note.signal}`;
    case "exits":
      return `exits on ${note.signal}`;
    case "is killed":
      return `is killed by ${note.signal}`;
    case "other":
      return `does not stop on ${note.signal}`;
    case "ignores":
      if (note.how === "perhaps") return `may ignore ${note.signal}`;
      return `ignores ${note.signal}${note.how === "as PID 1" ? " as PID 1" : ""}`;
    case "trap":
      return trapWords(note.signal, note.then);
    case "exits first":
      return "exits before its child";
    case "may stay":
      return "may stay, or exec its last command";
    case "exits by itself":
    case "cannot start":
    case "waits for what it serves":
      return note.kind;
  }
}

function trapWords(signal: string, then: TrapNote): string {
  const runs = `runs its trap on ${signal}`;
  switch (then) {
    case "runs":
      return runs;
    case "ends":
      return `${runs} and exits`;
    case "goes on":
      return `${runs} and goes on`;
    case "misses":
      return `${runs}, which does not reach its child`;
    case "waits":
      return `its trap on ${signal} waits for its child`;
    case "deferred":
      return `defers its trap on ${signal} until its child exits`;
    case "late":
      return `defers its trap on ${signal} until \`sleep\` ends`;
    case "unknown":
      return `has a trap on ${signal}`;
    case "perhaps":
      return `may have a trap on ${signal}`;
  }
}
