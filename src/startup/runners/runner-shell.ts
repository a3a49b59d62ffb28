import { resolve } from "../../files/tree.ts";
import { parseShell } from "../../parse/shell/parse-shell.ts";
import type { PackageScript } from "./package-json.ts";
import { single } from "../chain.ts";
import type { Field, Value } from "../../shell/state/field.ts";
import type { Chain, How, Situation } from "../situation.ts";
import type { Node, Simple } from "../../parse/shell/script-syntax.ts";
import type { Fault } from "../faults/unrunnable.ts";

/**
 * Follows a script in the shell that is built into yarn 2 and later and deno: it runs each command as a child and
 * knows no `exec`. What goes beyond plain commands joined by `&&` is unknown.
 */
export function launchOwnShell({ file, text }: PackageScript, how: How, situation: Situation): readonly Chain[] {
  const script = parseShell(text);
  const [item, ...rest] = script.list.items;
  const commands =
    item && rest.length === 0 && !item.background && !script.error ? plainCommands(item.node) : undefined;
  const main = commands?.at(-1);
  if (!commands || !main)
    return [single({ hops: [], role: { kind: "unknown", why: { kind: "runner", gap: { is: "shell", file } } } })];
  let { cwd } = situation;
  for (const {
    words: [name, folder],
  } of commands.slice(0, -1)) {
    if (name?.literal === "cd")
      cwd = cwd === "unknown" || folder?.literal === undefined ? "unknown" : resolve(cwd, folder.literal);
  }
  const env = new Map<string, Value>(situation.env);
  for (const { name, value } of main.assignments) env.set(name, { value: value?.literal ?? "unknown", fixed: true });
  const argv = main.words.map((word): Field => ({
    value: word.literal ?? "unknown",
    text: text.slice(word.start, word.end),
    fixed: true,
  }));
  const at = text.locate(main.start, main.end);
  if (argv[0]?.value === "exec") {
    const fault: Fault = { code: "builtin", name: "exec", runner: file };
    return [single({ hops: [], role: { kind: "unrunnable", problem: { fault, at, file: undefined } } })];
  }
  return situation.launch(argv, { ...how, at }, { ...situation, cwd, env });
}

function plainCommands(node: Node): readonly Simple[] | undefined {
  const nodes = node.kind === "andor" && node.operators.every((operator) => operator === "&&") ? node.commands : [node];
  const commands = nodes.filter((each) => each.kind === "simple");
  const plain = commands.every(
    ({ redirects, words }) => redirects.length === 0 && words.every((word) => word.literal !== undefined),
  );
  return plain && commands.length === nodes.length ? commands : undefined;
}
