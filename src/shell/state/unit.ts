import type { List, Node, Script } from "../../parse/shell/script-syntax.ts";
import type { Location, Span } from "../../text/source.ts";

/** A piece of shell text that runs: a script file, a `-c` text, a trap's action, a sourced file. */
export interface Unit {
  readonly script: Script;
  /** How people call it: "/entrypoint.sh", "CMD". */
  readonly title: string;
  /** Why no fix may edit its text; undefined if one may. */
  readonly locked: string | undefined;
}

/** What of a script comes behind a command, innermost first, where the command has succeeded. */
export type Rest = { readonly unit: Unit; readonly outer: Rest | undefined } & (
  | { readonly kind: "list"; readonly list: List; readonly from: number }
  | { readonly kind: "andor"; readonly node: Extract<Node, { kind: "andor" }>; readonly from: number }
  /** Behind the condition of a clause. */
  | { readonly kind: "if"; readonly node: Extract<Node, { kind: "if" }>; readonly clause: number }
);

/** A node of a unit as it is written. */
export function written(unit: Unit, node: Span): string {
  return unit.script.text.text.slice(node.start, node.end);
}

/** The location of a node of a unit. */
export function locate(unit: Unit, node: Span): Location {
  return unit.script.text.locate(node.start, node.end);
}
