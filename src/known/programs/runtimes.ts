import { family, once, prompts, runs, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { four, inHand, measured, measured1, measured4, sourced, unsourced, unread } from "../sources.ts";

// Without a handler of the program's own, the kernel drops these at PID 1.
const script: Effects = { own: "TERM INT QUIT HUP USR1 USR2 WINCH" };
const interactive: Effects = { ignored: "TERM QUIT HUP" };
const python = measured(four, "SIGINT raises KeyboardInterrupt, exit 130");
const pythonScript: Effects = { own: "TERM QUIT HUP USR1 USR2 WINCH", handled: "INT" };
const node = measured(four, "node 18 and 20; SIGUSR1 starts the inspector: nodejs.org/api/process.html#signal-events");
const nodeScript: Effects = { own: "TERM INT QUIT HUP USR2 WINCH", other: "USR1" };
const ruby = measured(
  four,
  "exit 1 after a SignalException in the main thread, which runs ensure and at_exit: ruby/ruby signal.c",
);
const rubyScript: Effects = { handled: "TERM INT QUIT HUP" };
const java = measured(four, "shutdown hooks ran, exit 128 + signal; SIGQUIT prints a thread dump");
const noReaping = { reaps: false } as const;
// Measured as a background job of a shell, Debian 12, 2026-11.
const keepsInt = { reaps: false, keeps: "INT" } as const;

/** Interpreters and virtual machines: they run the user's program, or a known program that is written for them. */
export const runtimes = [
  family(
    "pypy luajit",
    { valued: "-W -X -l", final: "-c -m -e", interpreter: true },
    prompts("$", {}, unsourced),
    runs("", { own: "TERM" }, unsourced),
  ),
  family(
    "python",
    { valued: "-W -X --check-hash-based-pycs", final: "-c -m", interpreter: true },
    once("-V|--version|-h|--help"),
    runs("-c", pythonScript, python, keepsInt),
    prompts("$", { ...interactive, handled: "INT" }, python, keepsInt),
    runs("", pythonScript, python, keepsInt),
  ),
  family(
    "http.server SimpleHTTPServer",
    {},
    serves("", { ignored: "TERM QUIT HUP", handled: "INT" }, measured4, {
      name: "python -m http.server",
      ...keepsInt,
      cuts: "INT",
      work: inHand(
        "python 3.11 -m http.server",
        "SIGINT: a slow download of 60 MB, and a CGI script of 2 s cut at once",
      ),
    }),
  ),
  family("venv compileall ensurepip", {}, once("", {}, unsourced, { name: "python" })),
  family(
    "node nodejs",
    {
      valued: "-r --require --import --loader --experimental-loader -C --conditions --env-file",
      final: "-e --eval -p --print",
      interpreter: true,
    },
    once("-v|--version|-h|--help|-c|--check"),
    once("--test", {}, unsourced, { name: "node --test" }),
    runs("-e|--eval|-p|--print", nodeScript, node, noReaping),
    prompts("$", { ignored: "TERM INT QUIT HUP" }, node, noReaping),
    runs("", nodeScript, node, noReaping),
  ),
  family(
    "ts-node",
    { valued: "-P --project -r --require -O", final: "-e --eval -p --print", interpreter: true },
    runs("", nodeScript, unsourced, noReaping),
  ),
  family(
    "bun",
    { valued: "-r --preload --cwd -c --config --env-file", final: "-e --eval -p --print", interpreter: true },
    once("$", {}, unsourced),
    once("install|i|add|remove|update|build|test|link|outdated|pm|create|init|upgrade"),
    runs("-e|--eval|-p|--print", script, measured4, noReaping),
    runs("run|x *.*|*/*", script, measured4, noReaping),
    runs("*.*|*/*", script, measured4, noReaping),
  ),
  family(
    "deno",
    { valued: "-c --config -L --log-level" },
    once("install|add|remove|cache|check|compile|fmt|lint|test|bench|bundle|doc|info|types|upgrade|coverage"),
    runs("run|serve|eval|*.*|*/*", { ends: "TERM INT HUP", own: "QUIT" }, measured4, noReaping),
  ),
  family(
    "java",
    {
      valued: "-cp -classpath --class-path -p --module-path --add-modules --add-opens --add-exports --add-reads",
      final: "-jar -m --module",
      interpreter: true,
    },
    once("-version|--version|-help|--help|-h"),
    runs("-Xrs", { ignored: "TERM INT QUIT HUP" }, measured4, { name: "java -Xrs", reaps: false }),
    runs("", { handled: "TERM INT HUP", other: "QUIT" }, java, keepsInt),
  ),
  family(
    "dotnet",
    { valued: "--roll-forward --additionalprobingpath --depsfile --runtimeconfig --fx-version" },
    once("build|publish|restore|test|pack|clean|tool|ef|new|nuget|add|format|workload|dev-certs"),
    runs(
      "",
      { handled: "TERM INT QUIT" },
      unread("learn.microsoft.com/dotnet, PosixSignalRegistration: unless told otherwise the runtime ends on them"),
    ),
  ),
  family(
    "php",
    { valued: "-d -c -t -z -B -R -E", final: "-r -S -f", interpreter: true },
    once("-v|--version|-i|-m|-l|--ini"),
    serves("-S", { ignored: "TERM QUIT HUP", handled: "INT" }, measured4, {
      name: "php -S",
      reaps: false,
      waits: "INT",
      work: inHand("php 8.2 -S", "SIGINT: a request answered, end after 1.4 s"),
    }),
    prompts("-a|--interactive", { ignored: "TERM" }, unsourced, { name: "php -a" }),
    runs("", script, measured(four, "php-cli"), noReaping),
  ),
  family(
    "artisan",
    {},
    serves("serve", { ignored: "TERM" }, unsourced, { name: "php artisan serve", reaps: false }),
    serves("queue:work|queue:listen|horizon|octane:*|reverb:start|pulse:work", { handled: "TERM" }, unsourced, {
      name: "php artisan",
    }),
    serves("schedule:work|websockets:serve", {}, unsourced, { name: "php artisan" }),
    once("", {}, unsourced, { name: "php artisan" }),
  ),
  family("jruby", { valued: "-I -r -C -E", final: "-e", interpreter: true }, runs("", {}, unsourced)),
  family(
    "ruby",
    { valued: "-I -r -C -E", final: "-e", interpreter: true },
    runs("", rubyScript, ruby, { reaps: false, keeps: "INT QUIT" }),
  ),
  family(
    "perl",
    { valued: "-I -M -m", final: "-e -E", interpreter: true },
    prompts("-de0|-de1|-d", {}, unsourced, { name: "perl -d" }),
    runs("", script, measured4, noReaping),
  ),
  family("lua", { valued: "-l", final: "-e", interpreter: true }, runs("", { own: "TERM" }, measured1, noReaping)),
  family(
    "R",
    { final: "-e -f" },
    runs("--file", { own: "TERM" }, measured1, noReaping),
    prompts("$", {}, unsourced),
    runs("", { own: "TERM" }, measured1, noReaping),
  ),
  family("Rscript", { final: "-e", interpreter: true }, runs("", { own: "TERM" }, measured1, noReaping)),
  family(
    "guile",
    { valued: "-l -L -C", final: "-c -s", interpreter: true },
    runs("", { own: "TERM" }, measured1, noReaping),
  ),
  family(
    "erl",
    { interpreter: true },
    runs("", { handled: "TERM INT QUIT", other: "HUP" }, measured4, { reaps: true }),
  ),
  family(
    "elixir iex",
    { valued: "-S -r -pr -pa -pz --name --sname --cookie --erl", final: "-e --eval" },
    runs("", { handled: "TERM INT QUIT", other: "HUP" }, measured(four, "elixir --no-halt"), { reaps: true }),
  ),
  family(
    "mix",
    {},
    ...["phx.server", "run|do --no-halt", "do * phx.server", "do * * phx.server", "do * * * phx.server"].map(
      (pattern) =>
        serves(
          pattern,
          { handled: "TERM" },
          sourced("the Erlang virtual machine shuts down gracefully on SIGTERM: erl, measured"),
          { reaps: true },
        ),
    ),
    once(""),
  ),
  family(
    "julia",
    { valued: "-J -C -p -t -L", final: "-e -E", interpreter: true },
    prompts("$", {}, unsourced),
    runs("", { own: "TERM" }, unsourced),
  ),
  family("go", {}, once("build|test|install|mod|get|vet|generate|fmt|list|work|tool|version|env")),
];
