import { daemonizes, family, once, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { inHand, measured, measured1, unsourced } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const both: Effects = { handled: "TERM INT" };
const measured2 = measured("SIGTERM, SIGINT");
const webpackWork = inHand("webpack-dev-server 5.2", "SIGTERM: a request cut, end after 0.1 s");

/** Servers and process managers that are written for Node, by their commands. */
export const nodeServers = [
  family(
    "next",
    {},
    serves("start", both, measured2, {
      waits: "TERM",
      work: inHand("next 16.4 start", "SIGTERM: a request answered, end after 1.5 s, exit 143"),
    }),
    serves("dev", both, measured("SIGTERM, SIGINT", "next 16.4 dev")),
    serves("preview", term, unsourced),
    once("build|export|lint|generate|prepare"),
  ),
  family(
    "nuxt",
    {},
    serves("start|preview", term, unsourced),
    serves("dev", {}, unsourced),
    once("build|export|lint|generate|prepare"),
  ),
  family(
    "vite",
    { serves: "operands" },
    once("build|optimize"),
    serves("", { handled: "TERM", ignored: "INT" }, measured("SIGTERM, SIGINT", "vite 8.3, dev and preview")),
  ),
  family(
    "react-scripts vue-cli-service ng",
    {},
    once("build|test|lint|e2e|eject"),
    serves("start|serve|dev", {}, unsourced),
  ),
  family(
    "serve",
    { serves: "operands" },
    serves("", both, measured2, {
      waits: "TERM INT",
      work: inHand("serve 14.2", "SIGTERM, SIGINT: a slow download of 60 MB arrives whole, end after 2.3 s"),
    }),
  ),
  family(
    "http-server",
    { serves: "operands" },
    serves("", both, measured2, {
      cuts: "TERM INT",
      work: inHand("http-server 14.1", "SIGTERM, SIGINT: a slow download of 60 MB cut at once"),
    }),
  ),
  family("json-server", { serves: "operands" }, serves("", { ignored: "TERM INT" }, measured2)),
  family("live-server", { serves: "operands" }, serves("", { ignored: "TERM" }, measured1)),
  family("sirv", { serves: "operands" }, serves("", { ignored: "TERM INT" }, measured("SIGTERM, SIGINT", "sirv-cli"))),
  family("browser-sync", {}, serves("start", { ignored: "TERM" }, measured1, { name: "browser-sync start" })),
  family(
    "webpack-dev-server",
    { serves: "operands" },
    serves("", both, measured2, { cuts: "TERM", work: webpackWork }),
  ),
  family(
    "webpack webpack-cli",
    {},
    serves("serve|server|s", term, measured1, { name: "webpack serve", cuts: "TERM", work: webpackWork }),
    serves("-w|--watch", term, measured1, { name: "webpack --watch" }),
    serves("watch|w", term, unsourced, { name: "webpack --watch" }),
    once("$"),
    once("build|test|compile|package|assembly|gh-deploy"),
  ),
  family(
    "micro",
    { serves: "operands" },
    serves("", both, measured2, {
      cuts: "TERM",
      work: inHand("micro 10.0", "SIGTERM: a request cut, end after 0.1 s"),
    }),
  ),
  family(
    "fastify",
    {},
    serves("start", both, measured2, {
      name: "fastify start",
      cuts: "TERM",
      work: inHand("fastify-cli 8.0", "SIGTERM: a request of 1.5 s cut when its close delay of 0.5 s is over"),
    }),
    once("version|generate|generate-plugin|readme|print-routes|print-plugins|eject|help"),
  ),
  family("nest", {}, once("build|generate|g|new"), serves("start", {}, unsourced, { name: "nest start" })),
  family(
    "pm2",
    {},
    serves("start --no-daemon", { ignored: "TERM" }, measured1, { name: "pm2 start --no-daemon", reaps: false }),
    serves("--no-daemon start", { ignored: "TERM" }, measured1, { name: "pm2 start --no-daemon", reaps: false }),
    daemonizes("start|resurrect|restart|reload", "pm2-runtime", measured1),
    serves("logs|monit", {}, unsourced),
    once(""),
  ),
];
