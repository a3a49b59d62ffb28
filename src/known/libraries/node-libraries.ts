import type { Evidence } from "../evidence.ts";
import { sourced, unread, unsourced } from "../sources.ts";
import { may, sets } from "./library-rows.ts";
import type { LibraryRow } from "./library-rows.ts";

const most = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"];

const inFlight = (version: string, what: string): Evidence => ({
  kind: "measured",
  source: `version ${version} as PID 1 with a request in flight, Debian 12, 2026-11: ${what}`,
});
const answered = "SIGTERM: it is answered, then the program ends";

/** Libraries of Node that set handlers, or may. */
export const settingNodeLibraries: readonly LibraryRow[] = [
  sets("@nestjs/core", { calls: "enableShutdownHooks", signals: most, waits: true }, inFlight("12.5.1", answered)),
  sets(
    "@apollo/server",
    { calls: "ApolloServer" },
    sourced(
      "@apollo/server 5.5.1 ApolloServer.js: stops itself and raises the signal again, " +
        "unless stopOnTerminationSignals is false",
    ),
  ),
  ...["apollo-server", "apollo-server-express", "apollo-server-core", "apollo-server-koa", "apollo-server-fastify"].map(
    (name) =>
      sets(
        name,
        { calls: "ApolloServer" },
        sourced("apollo-server-core 3.13.0 ApolloServer.js: stops itself and raises the signal again"),
      ),
  ),
  sets(
    "@godaddy/terminus",
    { calls: "createTerminus", signals: ["SIGTERM"] },
    inFlight("4.12.1", "it depends on its options"),
  ),
  sets("lightship", { calls: "createLightship" }, inFlight("9.0.3", "it waits for the handlers it is given")),
  sets("http-graceful-shutdown", { calls: "used", waits: true }, inFlight("4.0.0", answered)),
  sets("fastify-graceful-shutdown", { calls: "used", waits: true }, inFlight("5.0.0", answered)),
  sets(
    "close-with-grace",
    { calls: "used", signals: ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"] },
    inFlight("2.5.0", "what it is given to do is done, then the program ends"),
  ),
  sets("exit-hook", { calls: "used" }, inFlight("5.1.0", "SIGTERM: its hooks run, and the program ends")),
  sets(
    "node-graceful-shutdown",
    { signals: ["SIGTERM", "SIGINT", "SIGQUIT"] },
    sourced("node-graceful-shutdown 1.1.5, loaded: it listens to SIGTERM, SIGINT and SIGQUIT"),
  ),
  sets(
    "express-graceful-shutdown",
    { calls: "used", signals: ["SIGTERM"] },
    sourced("express-graceful-shutdown 1.1.3 index.js"),
  ),
  sets("srvx", { calls: "serve" }, inFlight("1.0.8", answered)),
  sets("h3", { calls: "serve" }, inFlight("2.0.8", answered)),
  sets("listhen", { calls: "used" }, inFlight("1.10.1", "SIGTERM: it is cut")),
  sets(
    "moleculer",
    { calls: "ServiceBroker" },
    sourced("moleculer 0.14.36 src/service-broker.js: its broker stops, and the program ends"),
  ),
  sets(
    "log4js",
    { calls: "used", signals: ["SIGHUP"] },
    sourced("log4js 6.9.1 lib/appenders/file.js: it opens its files again"),
  ),
  sets("ftp-srv", { calls: "FtpSrv FtpServer" }, sourced("ftp-srv 4.6.3 src/index.js")),
  ...may(
    "puppeteer puppeteer-core playwright playwright-core",
    sourced("puppeteer-core 24.43, playwright-core 1.65: launch() handles SIGTERM unless handleSIGTERM is false"),
  ),
  ...may(
    "@opentelemetry/auto-instrumentations-node",
    sourced("0.81.2 build/src/register.js: it shuts down what it has set up, and the program goes on"),
  ),
  ...may("@prisma/client", sourced("before version 5 its engine ended the program on SIGTERM")),
  ...may("async-exit-hook", sourced("2.0.1 index.js: with its first hook")),
  ...may(
    "graphql-yoga @whatwg-node/server",
    sourced("@whatwg-node/server 0.11.0 cjs/utils.js: with disposeOnProcessTerminate"),
  ),
  ...may("node-telegram-bot-api", sourced("2.1.0 dist/node/run.js")),
  ...may("node-media-server", sourced("4.4.3 src/store/lightweight_store.js")),
  ...may(
    "next nuxt nitropack vite astro",
    sourced("next 16.4 dist/server/lib/start-server.js, nitro, vite 8: their servers do"),
  ),
  ...may(
    "@fastify/autoload consign express-load require-dir require-all include-all awilix routing-controllers",
    unread("they load files of the program by their folders, as their manuals say"),
  ),
  ...may(
    "throng death node-cleanup total.js total4 homebridge hubot egg midway whatsapp-web.js venom-bot chrome-launcher",
    unsourced,
  ),
  ...may("dd-trace newrelic elastic-apm-node @sentry/profiling-node pm2 @pm2/io probot micro", unsourced),
];
