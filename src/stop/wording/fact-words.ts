import type { Known } from "../../text/diagnostic.ts";
import type { Facts } from "../facts.ts";
import type { Note } from "../reason.ts";
import { noteWords } from "./note-words.ts";

/** What the main program does with the signal that it gets, with what is known of its work in hand. */
export function factWords(note: Note, { handles, waits }: Facts): string {
  switch (note.kind) {
    case "gets":
    case "handles":
      if (handles !== true) return noteWords(note);
      return `handles ${note.signal}${workWords(waits)}`;
    case "exits":
    case "is killed":
      return `${noteWords(note)}${waits === "unknown" ? "" : workWords(waits)}`;
    default:
      return noteWords(note);
  }
}

function workWords(waits: Known<boolean>): string {
  if (waits === "unknown") return "; whether it finishes its work is not known";
  return waits ? ", finishes its work" : ", does not finish its work";
}
