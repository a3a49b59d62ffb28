/** A small program: its files, the command that starts it, and what is said of it. */
export interface Program {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** Behind `node`. */
  readonly entry: string;
  /** The outcome that its source tells, where that is less than what was measured. */
  readonly says?: "delivered" | undefined;
  /** Libraries of others that it needs: measured where these are at hand. */
  readonly libraries?: readonly string[];
  /** Sources of TypeScript in `src`, from which `dist` is made. */
  readonly typed?: true;
}

const server =
  'const http = require("http");\n' +
  'const server = http.createServer((_, response) => setTimeout(() => response.end("ok"), 700));\n' +
  "server.listen(process.env.PORT);\n";

interface More extends Omit<Program, "title" | "files" | "entry"> {
  readonly entry?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A server with something behind it. */
function serving(title: string, text: string, { files = {}, ...more }: More = {}): Program {
  return { title, files: { "server.js": `${server}${text}\n`, ...files }, entry: "server.js", ...more };
}

/** A program of its own text. */
function own(title: string, text: string, { files = {}, entry = "main.js", ...more }: More = {}): Program {
  return { title, files: { [entry]: `${text}\n`, ...files }, entry, ...more };
}

const unsure = { says: "delivered" } as const;

/** Programs that let SIGTERM pass. */
const deaf: readonly Program[] = [
  serving("no handler", ""),
  serving("a handler in a comment", '// process.on("SIGTERM", () => server.close());\n/* process.on("SIGTERM", f) */'),
  serving("a kill call", 'const stop = (pid) => process.kill(pid, "SIGTERM");\nmodule.exports = stop;'),
  serving(
    "an option of a child",
    'const { spawn } = require("child_process");\nspawn("true", [], { killSignal: "SIGTERM" });',
  ),
  serving("a child that is killed", 'const child = require("child_process").spawn("true");\nchild.kill("SIGTERM");'),
  serving("a file that nobody imports", "", { files: { "other.js": 'process.on("SIGTERM", () => process.exit());' } }),
  serving("a test", "", { files: { "test/server.test.js": 'process.on("SIGTERM", () => process.exit());' } }),
  serving("a program of its own that it starts", 'require("child_process").fork(`${__dirname}/worker.js`);', {
    files: { "worker.js": 'process.on("SIGTERM", () => process.exit()); setInterval(() => {}, 1000);' },
  }),
  serving("another signal", 'process.on("SIGINT", () => server.close());'),
  serving("another event", 'process.on("uncaughtException", console.error);\nprocess.once("exit", () => {});'),
  serving(
    "taken away again, all",
    'process.on("SIGTERM", () => server.close());\nprocess.removeAllListeners("SIGTERM");',
  ),
  serving("taken away again, each", 'process.on("SIGTERM", () => server.close());\nprocess.removeAllListeners();'),
  serving(
    "taken away again, one",
    'const stop = () => server.close();\nprocess.on("SIGTERM", stop);\nprocess.removeListener("SIGTERM", stop);',
  ),
  serving(
    "taken away again by off",
    'const stop = () => process.exit();\nprocess.on("SIGTERM", stop).off("SIGTERM", stop);',
  ),
  serving("only a line", 'process.on("SIGTERM", () => console.log("SIGTERM received"));'),
  serving(
    "only lines, in a function",
    'function told(signal) {\n  console.log("got", signal);\n  console.error(`${signal}!`);\n}\nprocess.on("SIGTERM", told);',
  ),
  serving("an empty handler", 'process.on("SIGTERM", () => {});'),
  serving("an empty function", 'process.on("SIGTERM", function () { /* later */ });'),
  serving(
    "only in workers",
    'const cluster = require("cluster");\nif (cluster.isPrimary) setInterval(() => {}, 1000);\nelse process.on("SIGTERM", () => process.exit());',
  ),
  serving(
    "only in workers, negated",
    'if (!require("cluster").isPrimary) process.on("SIGTERM", () => process.exit());',
    unsure,
  ),
  serving(
    "only in a worker",
    'const cluster = require("cluster");\nif (cluster.isWorker) process.on("SIGTERM", () => process.exit());',
  ),
  serving("a constant that is not used", 'const signal = "SIGTERM";\nconsole.log(signal);', unsure),
  serving(
    "an emitter of its own",
    'const own = new (require("events"))();\nown.on("SIGTERM", () => process.exit());',
    unsure,
  ),
  serving("a listener count", 'console.log(process.listenerCount("SIGTERM"));'),
  serving("a comparison", 'exports.name = (signal) => (signal === "SIGTERM" ? "asked" : "killed");'),
  serving(
    "a case",
    'exports.code = (signal) => {\n  switch (signal) {\n    case "SIGTERM":\n      return 143;\n  }\n};',
  ),
  serving(
    "a function that nobody calls",
    'function never() {\n  process.on("SIGTERM", () => server.close());\n}',
    unsure,
  ),
  serving("a sentence with the word", 'console.log("send SIGTERM to stop");'),
  serving("another part of the process", "const { env, argv } = process;\nconsole.log(env.HOME, argv.length);"),
  serving("files that it imports", 'require("./lib/routes")(server);', {
    files: {
      "lib/routes.js": 'const { log } = require("./log");\nmodule.exports = () => log("ready");',
      "lib/log.js": "exports.log = (text) => console.log(text);",
    },
  }),
  serving("a folder that it imports", 'require("./lib");', { files: { "lib/index.js": "exports.x = 1;" } }),
  serving("what package.json calls main", "", { entry: ".", files: { "package.json": '{ "main": "server.js" }' } }),
  own("a timer", "setInterval(() => {}, 1000);"),
  own(
    "an ES module",
    'import { createServer } from "node:http";\nimport { answer } from "./answer.mjs";\ncreateServer(answer).listen(process.env.PORT);',
    {
      entry: "main.mjs",
      files: { "answer.mjs": 'export const answer = (_, response) => setTimeout(() => response.end("ok"), 700);' },
    },
  ),
  own(
    "express",
    'const express = require("express");\nconst app = express();\napp.get("/", (_, response) => setTimeout(() => response.send("ok"), 700));\napp.listen(process.env.PORT);',
    { libraries: ["express"] },
  ),
  own(
    "koa",
    'const Koa = require("koa");\nconst app = new Koa();\napp.use(async (context) => {\n  await new Promise((done) => setTimeout(done, 700));\n  context.body = "ok";\n});\napp.listen(process.env.PORT);',
    { libraries: ["koa"] },
  ),
  own(
    "fastify",
    'const app = require("fastify")();\napp.get("/", async () => {\n  await new Promise((done) => setTimeout(done, 700));\n  return "ok";\n});\napp.listen({ path: process.env.PORT });',
    { libraries: ["fastify"] },
  ),
  serving(
    "signal-exit, which raises the signal again",
    'const { onExit } = require("signal-exit");\nonExit(() => {});',
    { libraries: ["signal-exit"] },
  ),
  serving(
    "winston and pino",
    'require("winston").createLogger({ silent: true });\nrequire("pino")({ level: "silent" });',
    { libraries: ["winston", "pino"] },
  ),
];

/** Programs that end on SIGTERM and let a request that is being answered arrive. */
const orderly: readonly Program[] = [
  serving("closes", 'process.on("SIGTERM", () => server.close());'),
  serving("closes, then ends", 'process.on("SIGTERM", () => server.close(() => process.exit(0)));'),
  serving("once", 'process.once("SIGTERM", () => { server.close(); });'),
  serving("addListener", 'process.addListener("SIGTERM", () => server.close());'),
  serving("prependListener", 'process.prependListener("SIGTERM", () => server.close());'),
  serving(
    "a function of its own",
    'function stop() {\n  console.log("stopping");\n  server.close();\n}\nprocess.on("SIGTERM", stop);',
  ),
  serving(
    "a function in a constant",
    'const stop = () => server.close();\nprocess.on("SIGTERM", stop).on("SIGINT", stop);',
  ),
  serving("a chain", 'process.on("SIGINT", () => server.close()).on("SIGTERM", () => server.close());'),
  serving(
    "a loop over a list",
    'for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.close());',
  ),
  serving(
    "a loop over a constant",
    'const signals = ["SIGINT", "SIGTERM"];\nfor (const signal of signals) {\n  process.on(signal, () => server.close());\n}',
  ),
  serving("forEach", '["SIGINT", "SIGTERM"].forEach((signal) => process.on(signal, () => server.close()));'),
  serving(
    "the names of an object",
    "for (const signal of Object.keys({ SIGINT: 2, SIGTERM: 15 })) process.on(signal, () => server.close());",
  ),
  serving(
    "the entries of an object",
    "const signals = { SIGINT: 2, SIGTERM: 15 };\nfor (const [signal] of Object.entries(signals)) process.on(signal, () => server.close());",
  ),
  serving("a constant", 'const STOP = "SIGTERM";\nprocess.on(STOP, () => server.close());'),
  serving("a template", "process.on(`SIGTERM`, () => server.close());"),
  serving(
    "a small helper",
    'const on = (signal) => process.on(signal, () => server.close());\non("SIGINT");\non("SIGTERM");',
  ),
  serving("globalThis.process", 'globalThis.process.on("SIGTERM", () => server.close());'),
  serving("another name for the process", 'const own = process;\nown.on("SIGTERM", () => server.close());'),
  serving("the module process", 'const own = require("node:process");\nown.on("SIGTERM", () => server.close());'),
  serving(
    "with a guard",
    'process.on("SIGTERM", () => {\n  server.close(() => process.exit(0));\n  setTimeout(() => process.exit(1), 10_000).unref();\n});',
  ),
  serving(
    "waits for it to close",
    'process.on("SIGTERM", async () => {\n  await new Promise((closed) => server.close(closed));\n  process.exit(0);\n});',
  ),
  serving(
    "through a function",
    'function shutdown(signal) {\n  console.log(signal);\n  server.close(() => process.exit(0));\n}\nprocess.on("SIGTERM", () => shutdown("SIGTERM"));',
  ),
  serving("bound", 'function shutdown() {\n  server.close();\n}\nprocess.on("SIGTERM", shutdown.bind(null));'),
  serving(
    "in a function that is called",
    'function setup() {\n  process.on("SIGTERM", () => server.close());\n}\nsetup();',
  ),
  serving("in a condition", 'if (process.env.PORT) process.on("SIGTERM", () => server.close());', unsure),
  serving("in another file", 'require("./stop")(server);', {
    ...unsure,
    files: { "stop.js": 'module.exports = (server) => process.on("SIGTERM", () => server.close());' },
  }),
  serving(
    "for a list of another file",
    'const { signals } = require("./signals");\nfor (const signal of signals) process.on(signal, () => server.close());',
    { ...unsure, files: { "signals.js": 'exports.signals = ["SIGTERM"];' } },
  ),
  serving("once of events", 'require("events").once(process, "SIGTERM").then(() => server.close());', unsure),
  serving("destructured", 'const { on } = process;\non.call(process, "SIGTERM", () => server.close());', unsure),
  serving(
    "in a class",
    'class App {\n  start() {\n    process.on("SIGTERM", () => this.stop());\n  }\n  stop() {\n    server.close();\n  }\n}\nnew App().start();',
    unsure,
  ),
  serving("behind a preload", "", {
    entry: "-r ./stop.js server.js",
    ...unsure,
    files: {
      "stop.js":
        'const { Server } = require("http");\nconst listen = Server.prototype.listen;\nServer.prototype.listen = function (...all) {\n  process.once("SIGTERM", () => this.close());\n  return listen.apply(this, all);\n};',
    },
  }),
  own(
    "an ES module that imports the process",
    'import { createServer } from "node:http";\nimport process from "node:process";\nconst server = createServer((_, response) => setTimeout(() => response.end("ok"), 700)).listen(process.env.PORT);\nprocess.on("SIGTERM", () => server.close());',
    { entry: "main.mjs" },
  ),
  own(
    "express",
    'const app = require("express")();\napp.get("/", (_, response) => setTimeout(() => response.send("ok"), 700));\nconst server = app.listen(process.env.PORT);\nprocess.on("SIGTERM", () => server.close());',
    { libraries: ["express"] },
  ),
  own(
    "fastify",
    'const app = require("fastify")();\napp.get("/", async () => {\n  await new Promise((done) => setTimeout(done, 700));\n  return "ok";\n});\napp.listen({ path: process.env.PORT });\nprocess.on("SIGTERM", () => app.close());',
    { libraries: ["fastify"], ...unsure },
  ),
  serving("http-graceful-shutdown", 'require("http-graceful-shutdown")(server);', {
    libraries: ["http-graceful-shutdown"],
  }),
  serving("terminus", 'require("@godaddy/terminus").createTerminus(server, { signals: ["SIGTERM"] });', {
    libraries: ["@godaddy/terminus"],
    ...unsure,
  }),
  {
    title: "TypeScript in a folder of its own",
    typed: true,
    entry: "dist/main.js",
    files: {
      "tsconfig.json": '{\n  // to CommonJS\n  "compilerOptions": { "rootDir": "src", "outDir": "dist", },\n}\n',
      "src/main.ts":
        'import { createServer, type Server } from "node:http";\nconst signals = ["SIGINT", "SIGTERM"] as const;\nconst server: Server = createServer((_, response) => setTimeout(() => response.end("ok"), 700)).listen(process.env.PORT);\nfor (const signal of signals) process.on(signal, (): void => void server.close());\n',
    },
  },
];

/** Programs that end on SIGTERM and cut a request that is being answered. */
const hasty: readonly Program[] = [
  serving("exits", 'process.on("SIGTERM", () => process.exit(0));'),
  serving("exits, in a block", 'process.on("SIGTERM", () => {\n  process.exit();\n});'),
  serving("the exit itself", 'process.on("SIGTERM", process.exit);'),
  serving(
    "a line, then exits",
    'process.on("SIGTERM", (signal) => {\n  console.log(`got ${signal}`);\n  process.exit(0);\n});',
  ),
  serving("closes, and exits at once", 'process.on("SIGTERM", () => {\n  server.close();\n  process.exit(0);\n});'),
  serving(
    "through a function",
    'function stop(code) {\n  console.log("bye");\n  process.exit(code);\n}\nprocess.on("SIGTERM", () => stop(0));',
  ),
  serving("async without waiting", 'process.on("SIGTERM", async () => {\n  process.exit(0);\n});'),
  serving("for each signal", 'for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));'),
  serving("aborts", 'process.on("SIGTERM", () => process.abort());'),
  serving("in a moment", 'process.on("SIGTERM", () => setTimeout(() => process.exit(0), 100));', unsure),
  serving(
    "waits for something else",
    'process.on("SIGTERM", async () => {\n  await new Promise((done) => setTimeout(done, 50));\n  process.exit(0);\n});',
    unsure,
  ),
  serving("throws", 'process.on("SIGTERM", () => {\n  throw new Error("stop");\n});', unsure),
  serving("exit-hook", 'import("exit-hook").then(({ default: exitHook }) => exitHook(() => {}));', {
    libraries: ["exit-hook"],
    ...unsure,
  }),
  {
    title: "TypeScript that exits",
    typed: true,
    entry: "dist/server.js",
    files: {
      "tsconfig.json": '{ "compilerOptions": { "outDir": "./dist" } }',
      "src/server.ts":
        'import http from "node:http";\nimport { stop } from "./stop.js";\nhttp.createServer((_, response) => void setTimeout(() => response.end("ok"), 700)).listen(process.env.PORT);\nprocess.on("SIGTERM", stop);\n',
      "src/stop.ts": "export const stop = (): never => process.exit(0);\n",
    },
    says: "delivered",
  },
];

/** All of them, by what was measured with a request in flight. */
export const programs: readonly (Program & { readonly measured: "dropped" | "answered" | "cut" })[] = [
  ...deaf.map((each) => ({ ...each, measured: "dropped" as const })),
  ...orderly.map((each) => ({ ...each, measured: "answered" as const })),
  ...hasty.map((each) => ({ ...each, measured: "cut" as const })),
];
