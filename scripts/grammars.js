import { readFileSync } from "node:fs";

const packages = new URL("../node_modules/", import.meta.url);

/** The packages that the files in `grammars` are of, by their paths in package-lock.json. */
export const grammarPackages = ["node_modules/web-tree-sitter", "node_modules/@vscode/tree-sitter-wasm"];

/**
 * The parser of sources and its grammars, by their paths: whoever runs pid1lint from its repository installs nothing,
 * and an installation brings four languages instead of sixteen.
 *
 * @param {readonly string[]} names of the grammars
 * @returns {Readonly<Record<string, Buffer | string>>}
 */
export function grammarFiles(names) {
  const library = readFileSync(new URL("web-tree-sitter/web-tree-sitter.js", packages), "utf8");
  return {
    "grammars/web-tree-sitter.js": library.replace(/^\/\/# sourceMappingURL=.*\n?/m, ""),
    "grammars/web-tree-sitter.wasm": readFileSync(new URL("web-tree-sitter/web-tree-sitter.wasm", packages)),
    ...Object.fromEntries(
      names.map((name) => [
        `grammars/tree-sitter-${name}.wasm`,
        readFileSync(new URL(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`, packages)),
      ]),
    ),
  };
}
