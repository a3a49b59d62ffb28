import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Import } from "../source-facts.ts";
import { argumentNamed, argumentsOf } from "./python-names.ts";
import { wordsOf } from "./signal-values.ts";
import type { Names } from "./python-names.ts";

/**
 * The modules that a file loads, lazy imports in functions among them. A specifier is "pkg.mod"; "..pkg:name" for what
 * is taken from a module, of which the name may be a module as well; "" is a call that loads what only the running
 * program knows.
 */
export function importsIn(names: Names, runs: (node: Syntax) => boolean): readonly Import[] {
  const found: Import[] = [];
  for (const node of names.root.all("import_statement", "import_from_statement").filter(runs)) {
    const module = node.part("module_name");
    for (const part of node.parts) {
      if (part.start === module?.start) continue;
      const name = part.kind === "aliased_import" ? (part.part("name")?.text ?? "") : part.text;
      found.push({
        specifier: !module ? name : part.kind === "wildcard_import" ? module.text : `${module.text}:${name}`,
        start: node.start,
        end: node.end,
      });
    }
  }
  for (const call of names.root.all("call").filter(runs))
    for (const specifier of loadedBy(call, names)) found.push({ specifier, start: call.start, end: call.end });
  return found;
}

/** What a call loads that is given the name of a module, one or each of a list; undefined: not known. */
function loadedBy(call: Syntax, names: Names): readonly (string | undefined)[] {
  const callee = call.part("function");
  const full = callee && (names.resolve(callee) ?? callee.text);
  if (!full || !loaders.test(full)) return [];
  const [first, second] = argumentsOf(call);
  const within = second ?? argumentNamed(call, "package");
  const specifiers = (first && wordsOf(first, names)) ?? [undefined];
  return specifiers.map((each) => (each?.startsWith(".") && within?.text !== "__package__" ? undefined : each));
}

const loaders = new RegExp(
  "(?:^|\\.)load_extensions?$|^(?:importlib\\.import_module|__import__|runpy\\.run_\\w+|" +
    "(?:imp|importlib\\.util)\\.(?:load_source|find_spec|spec_from_file_location)|" +
    "importlib\\.metadata\\.entry_points|pkg_resources\\.iter_entry_points|" +
    "pkgutil\\.(?:iter_modules|walk_packages)|exec|execfile)$",
);
