import type { Closure, Own } from "../follow-imports.ts";
import type { Does } from "../source-facts.ts";

/** Libraries that keep no connection, timer or process of their own: with them, a program ends with its servers. */
const passive: ReadonlySet<string> = new Set(
  (
    "express koa polka connect restify @koa/router koa-router koa-bodyparser koa-body @koa/cors body- " +
    "parser cors helmet morgan compression cookie-parser dotenv debug chalk lodash uuid nanoid joi zod " +
    "yup ajv winston pino pino-http ejs pug handlebars express-handlebars serve-static serve-favicon " +
    "http-errors method-override moment dayjs date-fns jsonwebtoken bcryptjs express-validator express- " +
    "async-handler express-async-errors tslib reflect-metadata source-map-support module-alias tsconfig- " +
    "paths signal-exit semver ms qs mime mime-types yaml js-yaml minimist"
  ).split(" "),
);

/** Calls that leave something behind which keeps a program of Node running. */
const keeping = (
  "setInterval spawn fork exec execFile Worker watch watchFile createSocket connect createConnection " +
  "createInterface resume subscribe consume schedule login launch createClient createPool Pool Client " +
  "createWriteStream createReadStream"
).split(" ");

/** A loop without an end, a timer that sets itself again, standard input that is read. */
const goesRound = new RegExp(
  "\\bfor\\s*\\(\\s*;\\s*;\\s*\\)|\\bwhile\\s*\\(\\s*(?:true|1|!)|\\bstdin\\b|worker_threads|" +
    "\\bsetTimeout\\s*\\(\\s*(?!done\\b|resolve\\b|res\\b|r\\b|ok\\b|next\\b)[\\w$.]+\\s*[,)]",
);

/** Connections that stay open as long as the other side wants. */
const lasting = /\bupgrade\b|event-stream|\bWebSocket/;
const lastingLibraries =
  /^(?:ws|socket\.io|express-ws|sockjs|primus|engine\.io|graphql-ws|faye-websocket|websocket|better-sse)$/;

/** What a handler does in its program, where others may take it away, serve, or keep the program running. */
export function doesIn({ file, set }: Own, closure: Closure): Exclude<Does, "unwinds" | "closes"> {
  const { does, closed = 0, signal } = set;
  const taken = closure.files.some(({ facts: { removes = [] } }) =>
    removes.some((each) => each.signal === undefined || each.signal === signal),
  );
  if (taken && file.facts.removes?.some((each) => set.start <= each.start && each.end <= set.end) !== true)
    return "acts";
  if (does === "unwinds") return "acts";
  if (does !== "finishes" && does !== "closes") return does;
  if (hasLasting(closure) || listens(closure) > closed) return "acts";
  return does === "closes" && goesOn(closure) ? "acts" : "finishes";
}

/** Whether something may keep a program running when its servers are closed. */
function goesOn({ files, libraries }: Closure): boolean {
  return (
    [...libraries.keys()].some((name) => !passive.has(name)) ||
    files.some(({ text: { text }, facts }) => {
      const calls = keeping.filter((name) => facts.calls.has(name));
      const timers = text.match(/\bsetInterval\s*\(/g)?.length ?? 0;
      const ended = text.match(/\bclearInterval\s*\(|\.unref\s*\(/g)?.length ?? 0;
      return goesRound.test(text) || calls.some((name) => name !== "setInterval" || timers > ended);
    })
  );
}

/** Whether a server of a program may have connections that keep it from closing. */
function hasLasting({ files, libraries }: Closure): boolean {
  return (
    [...libraries.keys()].some((name) => lastingLibraries.test(name)) ||
    files.some(({ text }) => lasting.test(text.text))
  );
}

/** How many times a program begins to listen, at most. */
function listens({ files }: Closure): number {
  return files.reduce((sum, { text }) => sum + (text.text.match(/\blisten\s*\(/g)?.length ?? 0), 0);
}

/** Methods with which a program goes on until it is stopped, if a library has them. */
const stayingWith: ReadonlyMap<string, RegExp> = new Map([
  ["schedule", /^(?:node-cron|node-schedule|bree|cron|croner)$/],
  ["CronJob", /^(?:cron|@nestjs\/schedule)$/],
  ["login", /^discord\.js/],
  ["launch", /^telegraf$/],
  ["consume", /^(?:amqplib|amqp-connection-manager)$/],
  ["subscribe", /^(?:mqtt|redis|ioredis|nats|kafkajs|stompit|@google-cloud\/pubsub|zeromq)$/],
  ["Worker", /^bullmq$/],
  ["startPolling", /^(?:node-telegram-bot-api|telegraf)$/],
]);

/** The calls by which a program is known to go on until somebody stops it, besides those with which it serves. */
export function stayingCalls({ files, libraries }: Closure): readonly string[] {
  const names = [...stayingWith].filter(([, of]) => [...libraries.keys()].some((name) => of.test(name)));
  const ended = files.some(({ text }) => /\bclearInterval\b|\.unref\s*\(/.test(text.text));
  return [...names.map(([name]) => name), ...(ended ? [] : ["setInterval"])];
}

/** Whether a program uses anything of a library that it loads: of one that is only loaded, nothing is. */
export function isLibraryUsed(library: string, { files }: Closure): boolean {
  const quoted = `["']${library.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["']`;
  const bare = new RegExp(`^\\s*(?:import\\s*${quoted}|require\\(${quoted}\\))\\s*;?\\s*$`, "m");
  const bound = new RegExp(
    `(?:^|\\s)(?:(?:const|let|var)\\s+([^=;]+?)\\s*=\\s*require\\(${quoted}\\)\\s*;?\\s*$` +
      `|import\\s+([^;'"]+?)\\s+from\\s*${quoted})`,
    "m",
  );
  return files.some(({ text: { text } }) => {
    if (!new RegExp(quoted).test(text)) return false;
    if (bare.test(text)) return false;
    const names = bound.exec(text);
    const found = (names?.[1] ?? names?.[2] ?? "")
      .match(/[\w$]+/g)
      ?.filter((name) => !/^(?:as|default|type)$/.test(name));
    if (!found || found.length === 0) return true;
    return found.some(
      (name) => text.split(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`)).length > 2,
    );
  });
}
