import type { Evidence } from "./evidence.ts";
import { sourced, unsourced } from "./sources.ts";

/** A tool that makes programs from sources. */
export interface Builder {
  readonly names: readonly string[];
  /** The words that make it build, one of which its arguments have; undefined: it always does. */
  readonly verbs: RegExp | undefined;
  /** Options whose value is the file that it makes, or the folder where it makes several. */
  readonly output: readonly string[];
  /** Words of its arguments with which it puts programs into folders of the system, and those folders. */
  readonly installs: { readonly verbs: RegExp; readonly folders: readonly string[] } | undefined;
  /** An operand that names what somebody else has published: what it makes of that is no program of this build's. */
  readonly published: RegExp | undefined;
  /** Paths that only it makes, wherever its settings put them. */
  readonly makes: RegExp | undefined;
  readonly evidence: Evidence;
}

interface Facts {
  readonly verbs?: RegExp;
  readonly output?: string;
  readonly installs?: readonly [verbs: RegExp, ...folders: readonly string[]];
  readonly published?: RegExp;
  readonly makes?: RegExp;
}

function builder(names: string, facts: Facts, evidence: Evidence = unsourced): Builder {
  const [verbs, ...folders] = facts.installs ?? [];
  return {
    names: names.split(" "),
    verbs: facts.verbs,
    output: facts.output?.split(" ") ?? [],
    installs: verbs && { verbs, folders },
    published: facts.published,
    makes: facts.makes,
    evidence,
  };
}

const local: readonly string[] = ["/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin", "/usr/games"];

/** Tools that make programs: they write below the folder in which they run, unless an option says where. */
export const builders: readonly Builder[] = [
  builder(
    "go tinygo garble xx-go",
    {
      verbs: /^(build|install)$/,
      output: "-o",
      installs: [/^install$/, "/go/bin", "/root/go/bin"],
      published: /@[\w.-]+$/,
    },
    sourced("go help build, go help install; GOPATH of docker-library/golang 1.26/trixie/Dockerfile"),
  ),
  builder(
    "cargo xx-cargo cross cargo-zigbuild",
    {
      verbs: /^(build|b|install|zigbuild|rustc|auditable|chef|leptos)$/,
      output: "--target-dir --artifact-dir --out-dir --root",
      installs: [/^install$/, "/usr/local/cargo/bin", "/root/.cargo/bin"],
    },
    sourced("cargo-build(1), cargo-install(1); CARGO_HOME of rust-lang/docker-rust stable/trixie/Dockerfile"),
  ),
  builder(
    "gcc g++ cc c++ clang clang++ tcc xx-clang xx-clang++ musl-gcc ld gfortran ghc ocamlfind ocamlopt ldc2 gdc " +
      "rustc crystal valac ponyc gnatmake fpc gccgo",
    { output: "-o --output" },
    sourced("their manuals: -o names the program"),
  ),
  builder("dmd", { output: "-of" }, sourced("dmd(1)")),
  builder("shards", { verbs: /^build$/ }, sourced("shards(1): bin/ of the project")),
  builder("nim nimble", { verbs: /^(c|cc|cpp|compile|build|install)$/, output: "-o: --out:" }),
  builder("zig", { verbs: /^(build|build-exe|cc|c\+\+)$/, output: "-o --prefix -p" }),
  builder("v odin", { output: "-o -out:" }),
  builder(
    "make gmake ninja samu",
    { installs: [/^install/, ...local] },
    sourced("GNU Coding Standards: prefix is /usr/local by default"),
  ),
  builder(
    "cmake meson",
    { output: "-B --prefix", installs: [/^(install|--install)$/, ...local] },
    sourced("cmake(1): --build, --install; CMAKE_INSTALL_PREFIX is /usr/local by default"),
  ),
  builder("bazel bazelisk buck2 scons waf autoreconf nix-build nix qmake xmake premake5 mage task just earthly", {}),
  builder("stack cabal", {
    verbs: /^(build|install)$/,
    output: "--local-bin-path --installdir",
    installs: [/^install$|^--copy-bins$/, "/root/.local/bin", "/root/.cabal/bin"],
  }),
  builder("dune opam jbuilder", { verbs: /^(build|install|exec)$/ }),
  builder("swift swiftc", { verbs: /^(build|-o)$/, output: "-o --scratch-path --build-path" }),
  builder(
    "dotnet",
    { verbs: /^(publish|build)$/, output: "-o --output" },
    sourced("learn.microsoft.com dotnet-publish: the host of an executable has the project's name"),
  ),
  builder("gradle gradlew mvn mvnw sbt sbtn mill lein ant native-image scala-cli kotlinc-native", { output: "-o" }),
  builder(
    "mix rebar3",
    {
      verbs: /^(release|escript.build|compile|as|tar|escriptize)$/,
      output: "--path -o",
      makes: /\/_build\/[^/]+\/rel\//,
    },
    sourced("hexdocs.pm/mix Mix.Tasks.Release: _build/MIX_ENV/rel/NAME; build_path of mix.exs puts _build elsewhere"),
  ),
  builder("pyinstaller nuitka nuitka3 pex shiv pyoxidizer", { output: "-o --distpath -c --output-dir" }),
  builder("bun", { verbs: /^--compile$/, output: "--outfile" }, sourced("bun.com/docs/bundler/executables")),
  builder("dart", { verbs: /^compile$/, output: "-o --output" }, sourced("dart.dev/tools/dart-compile")),
  builder("deno", { verbs: /^compile$/, output: "-o --output" }, sourced("docs.deno.com: deno compile")),
  builder("pkg nexe", { output: "-o --output --out-path -t" }),
  builder("npm yarn pnpm rush nx turbo", { verbs: /^(build|compile|package|dist)(:|$)/ }),
  builder("rake", { verbs: /^(build|install|compile)/ }),
];

const byName = new Map(builders.flatMap((each) => each.names.map((name) => [name, each] as const)));

/** The builder of a name; undefined for other commands. */
export function builderNamed(name: string): Builder | undefined {
  return byName.get(name);
}
