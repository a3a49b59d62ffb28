import { family, once, prompts, serves } from "./program-rows.ts";
import type { ProgramFamily } from "./program-rows.ts";
import { sourced, unsourced } from "../sources.ts";

const prompt = (names: string): ProgramFamily =>
  family(names, {}, prompts("$", {}, unsourced), once("--version|--help"));

/** What published images start by themselves, where nothing else starts it. */
export const imagePrograms: readonly ProgramFamily[] = [
  prompt("irb pry jshell ghci csharp pwsh groovysh scala rlwrap"),
  family("swift", {}, prompts("repl|$", {}, unsourced), once("build|test|package|--version|--help")),
  family(
    "s6-overlay-alone",
    {},
    serves(
      "",
      { handled: "TERM INT QUIT" },
      sourced("just-containers/s6-overlay README.md: brings its services down, S6_SERVICES_GRACETIME, then ends"),
      { name: "/init", reaps: true },
    ),
  ),
  family(
    "my_init-alone",
    {},
    serves("", { handled: "TERM INT" }, sourced("phusion/baseimage-docker image/bin/my_init: shuts runit down"), {
      name: "my_init",
      reaps: true,
    }),
  ),
  family("clojure clj", {}, prompts("--repl|-r", {}, unsourced), once("--version|--help")),
  family("lein", {}, prompts("repl", {}, unsourced), once("uberjar|test|deps|compile|install|jar|check|version")),
  family("native-image", {}, once("")),
  family("neo4j", {}, serves("console", { handled: "TERM" }, unsourced, { name: "neo4j console" })),
  family("solr", {}, serves("start -f", { handled: "TERM" }, unsourced, { name: "solr start -f" })),
  family("nexus", {}, serves("run", { handled: "TERM" }, unsourced, { name: "nexus run" })),
  family("odoo odoo-bin openerp-server", {}, serves("", { handled: "TERM INT" }, unsourced)),
  family("couchdb", {}, serves("", { handled: "TERM" }, unsourced)),
  family("frankenphp", {}, serves("run|php-server", { handled: "TERM INT" }, unsourced, { name: "frankenphp run" })),
  family("sqlservr", {}, serves("", { handled: "TERM" }, unsourced)),
  family(
    "otelcol otelcol-contrib",
    {},
    once("validate|components|--version"),
    serves("", { handled: "TERM INT" }, unsourced),
  ),
  family("kong", {}, once("version|migrations|check|prepare|config|health|stop|quit")),
];
