import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Import } from "../source-facts.ts";
import { bare, textOf } from "./values.ts";

/** The modules that a file loads: with `import`, `export from`, `require` and `import()`. Types load nothing. */
export function importsIn(root: Syntax): readonly Import[] {
  const found: Import[] = [];
  const add = (at: Syntax, source: Syntax | undefined): void => {
    found.push({ specifier: source && textOf(bare(source)), start: at.start, end: at.end });
  };
  for (const node of root.all("import_statement", "export_statement", "call_expression")) {
    if (node.kind === "call_expression") {
      if (loads(node)) add(node, node.part("arguments")?.parts[0]);
      continue;
    }
    const source =
      node.part("source") ?? node.parts.find(({ kind }) => kind === "import_require_clause")?.part("source");
    if (source && !onlyTypes(node)) add(node, source);
  }
  return found;
}

function loads(call: Syntax): boolean {
  const callee = call.part("function");
  return callee?.kind === "import" || (callee?.kind === "identifier" && callee.text === "require");
}

/** `import type`, and an import of nothing but types. */
function onlyTypes(node: Syntax): boolean {
  if (/^(?:import|export)\s+type\b(?!\s*(?:from\b|,))/.test(node.text)) return true;
  const named = node.all("import_specifier", "export_specifier");
  const others = node.all("namespace_import", "identifier").filter(({ parent }) => parent?.kind === "import_clause");
  return named.length > 0 && others.length === 0 && named.every(({ text }) => /^type\s+\w/.test(text));
}
