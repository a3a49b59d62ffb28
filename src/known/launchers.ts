import { measured, unsourced } from "./sources.ts";
import { wrapper } from "./wrapper-rows.ts";
import type { WrapperSyntax } from "./wrapper-rows.ts";

const named: WrapperSyntax = { lax: true, opaque: "package.json's %1 script" };
const itself: WrapperSyntax = { lax: true, opaque: "package.json's %0 script" };
const packageOption = "p:c:y";
const npm = measured("SIGTERM", "npm 6, 7, 8, 10 and 11 signal the shell between them and the program; npm 9 does nothing");
const yarn = measured("SIGTERM", "yarn 1.22; yarn 4 passes the signal on and waits");
const pnpm = measured("SIGTERM", "pnpm 8, 9 and 10: the handler starts and is cut off");

/** What JavaScript projects start their programs with. */
export const launchers = [
  wrapper("npm", "abandon", { ...named, sub: "run|run-script|rum|urn", short: "w:", long: "prefix= workspace=" }, npm),
  wrapper("npm", "abandon", { ...itself, sub: "start|stop|restart|test|t|tst", short: "w:", long: "prefix= workspace=" }, npm),
  wrapper("npm", "abandon", { lax: true, sub: "exec|x", short: packageOption, long: "package= call=", text: "-c --call" }, npm),
  wrapper("npx", "abandon", { lax: true, short: packageOption, long: "package= call=", text: "-c --call" }, npm),
  wrapper("yarn yarnpkg", "abandon", { ...named, sub: "run", long: "cwd=" }, yarn),
  wrapper("yarn yarnpkg", "abandon", { ...itself, sub: "*", long: "cwd=" }, yarn),
  wrapper("pnpm", "forward", { sub: "exec", short: "rC:F:", long: "filter= dir= recursive parallel" }, measured("SIGTERM", "pnpm 10")),
  wrapper("pnpm", "abandon", { ...named, sub: "run|run-script", short: "C:F:", long: "filter= dir=" }, pnpm),
  wrapper("pnpm", "abandon", { ...itself, sub: "*", short: "C:F:", long: "filter= dir=" }, pnpm),
  wrapper("bun", "forward", { ...named, sub: "run", long: "cwd= filter=" }, measured("SIGTERM", "bun run")),
  wrapper("bun", "forward", { ...itself, sub: "*", long: "cwd= filter=" }, measured("SIGTERM", "bun run")),
  wrapper("deno", "forward", { lax: true, sub: "task", opaque: "deno.json's %1 task" }, measured("SIGTERM", "deno task")),

  wrapper("tsx", "forward", { lax: true, sub: "watch", opaque: "tsx runs %1 in node" }, measured("SIGTERM", "tsx watch")),
  wrapper("tsx", "forward", { lax: true, sub: "*", opaque: "tsx runs %0 in node" }, measured("SIGTERM", "tsx")),
  wrapper(
    "nodemon",
    "forward",
    { lax: true, opaque: "nodemon runs the program in node and starts it again at each change" },
    measured("SIGTERM", "nodemon 3"),
  ),
  wrapper(
    "forever",
    "swallow",
    { lax: true, opaque: "forever runs the program in node and starts it again when it ends" },
    measured("SIGTERM", "forever"),
  ),
  wrapper("cross-env", "forward", { assignments: true }, measured("SIGTERM", "cross-env")),
  wrapper("cross-env-shell", "forward", { opaque: "cross-env-shell gives its words to a shell" }, unsourced),
  wrapper("dotenv", "forward", { short: "e:v:p:co", long: "debug override expand", alone: true }, measured("SIGTERM", "dotenv-cli")),
  wrapper(
    "env-cmd",
    "forward",
    { short: "e:r:f:x", long: "environments= rc-file= file= fallback no-override silent use-shell verbose" },
    measured("SIGTERM", "env-cmd"),
  ),
  wrapper("concurrently", "forward", { lax: true, opaque: "concurrently runs several command lines" }, measured("SIGTERM", "concurrently")),
  wrapper(
    "uv",
    "forward",
    {
      sub: "run",
      short: "qvp:",
      long: "no-sync frozen locked isolated no-dev no-cache offline python= with= extra= group= project= directory= env-file=",
    },
    unsourced,
  ),
];
