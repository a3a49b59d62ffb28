import { fileURLToPath } from "node:url";

/**
 * Packages that few runs need, with what is called of each: `cliui` for the help, `diff` for a patch, `yaml` where
 * there is a compose file, a manifest or a configuration.
 */
const rare = {
  cliui: ["default"],
  diff: ["formatPatch", "structuredPatch"],
  yaml: ["Composer", "Lexer", "Parser", "isAlias", "isMap", "isScalar", "isSeq"],
};

/** Makes each of these packages a file of its own beside a bundle, `yaml.cjs`, which Node reads at the first call. */
export const rarePackages = {
  name: "rare packages",
  setup(build) {
    const namespace = "rare";
    build.onResolve({ filter: new RegExp(`^(?:${Object.keys(rare).join("|")})$`) }, ({ path }) => ({
      path,
      namespace,
    }));
    build.onResolve({ filter: /\.cjs$/, namespace }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: standIns(path) }));
  },
};

/** Functions and classes that stand for those of a package, and load it. */
function standIns(name) {
  const called = rare[name].map(
    (each, index) => `
      function call${index}(...args) {
        return new.target ? new (load().${each})(...args) : load().${each}(...args);
      }
      export { call${index} as ${each} };`,
  );
  return [`let loaded; const load = () => loaded ??= require("./${name}.cjs");`, ...called].join("\n");
}

/** How the files of these packages are made, by esbuild, in a folder. */
export function rareBuilds(options, folder) {
  return Object.entries(rare).map(([name, called]) => ({
    ...options,
    stdin: {
      contents: `export { ${called.join(", ")} } from "${name}";`,
      resolveDir: fileURLToPath(new URL("../", import.meta.url)),
    },
    format: "cjs",
    outfile: `${folder}/${name}.cjs`,
  }));
}
