import { measured, sourced, unsourced } from "../sources.ts";
import { killingAfter, reaping, wrapper } from "./wrapper-rows.ts";

const byWord = { lax: true, script: { file: "package.json", named: "word after it" } } as const;
const bySub = { lax: true, script: { file: "package.json", named: "sub-command" } } as const;
const npmOptions = {
  short: "w:C:",
  long: "prefix= workspace= loglevel= script-shell=",
  directory: "--prefix -C",
  elsewhere: "-w --workspace --workspaces",
  keepsOptions: true,
} as const;
const yarnOptions = { long: "cwd=", directory: "--cwd" } as const;
const pnpmOptions = {
  short: "C:F:r",
  long: "filter= dir= recursive parallel",
  directory: "-C --dir",
  elsewhere: "-r --recursive -F --filter --parallel",
} as const;
const bunOptions = { long: "cwd= filter=", directory: "--cwd", elsewhere: "--filter" } as const;
const procfile = { file: "Procfile", named: "word after it" } as const;
const packageOption = "p:c:y";
const npm = measured(
  "SIGTERM",
  "npm 6, 7, 8, 9.6.6, 10.3, 10.9 and 11 pass it to `sh -c SCRIPT` and wait; npm 9.6.7 to 10.2 do " +
    "nothing; in front of dash, bash and busybox ash",
);
const yarn = measured("SIGTERM", "yarn 1.22 exits at once; yarn 4 forwards the signal and waits");
const pnpm = measured(
  "SIGTERM",
  "pnpm 8, 9 and 10 pass it to `sh -c SCRIPT` and wait; in front of dash, bash and busybox ash",
);
const bun = measured("SIGTERM", "bun passes it to `bash -c SCRIPT`, else `sh -c SCRIPT`, and waits");

const inNode = { "*": "node" } as const;
const everyone = "also with a shell between it and the program; it signals the whole process group and waits for it";

/**
 * What JavaScript projects start their programs with, and what runs a Procfile. Those that run a script pass the
 * signal to the shell between them and the program, so that the shell decides; yarn 2 and later and deno have a shell
 * of their own, which passes it on.
 */
export const launchers = [
  wrapper("npm", "forward", { ...byWord, ...npmOptions, sub: "run|run-script|rum|urn" }, npm),
  wrapper("npm", "forward", { ...bySub, ...npmOptions, sub: "start|stop|restart|test|t|tst" }, npm),
  wrapper(
    "npm",
    "forward",
    { lax: true, sub: "exec|x", short: packageOption, long: "package= call=", text: "-c --call", through: "sh" },
    npm,
  ),
  wrapper(
    "npx",
    "forward",
    { lax: true, short: packageOption, long: "package= call=", text: "-c --call", through: "sh" },
    npm,
  ),
  wrapper("yarn yarnpkg", "abandon", { ...byWord, ...yarnOptions, sub: "run" }, yarn),
  wrapper(
    "yarn yarnpkg",
    "abandon",
    { lax: true, ...yarnOptions, sub: "workspace|workspaces|dlx", opaque: "yarn %0 runs something in another folder" },
    yarn,
  ),
  wrapper("yarn yarnpkg", "abandon", { lax: true, ...yarnOptions, sub: "exec" }, yarn),
  wrapper("yarn yarnpkg", "abandon", { ...bySub, ...yarnOptions, sub: "*" }, yarn),
  wrapper(
    "pnpm",
    "forward",
    { sub: "exec", short: "rC:F:", long: "filter= dir= recursive parallel" },
    measured("SIGTERM", "pnpm 10"),
  ),
  wrapper("pnpm", "forward", { ...byWord, ...pnpmOptions, sub: "run|run-script" }, pnpm),
  wrapper(
    "pnpm",
    "forward",
    { lax: true, ...pnpmOptions, sub: "dlx", opaque: "pnpm dlx runs a package that it fetches first" },
    unsourced,
  ),
  wrapper("pnpm", "forward", { ...bySub, ...pnpmOptions, sub: "*" }, pnpm),
  wrapper("bun", "forward", { ...byWord, ...bunOptions, sub: "run" }, bun),
  wrapper("bun", "forward", { lax: true, sub: "x", opaque: "bun x runs a package that it fetches first" }, unsourced),
  wrapper("bun", "forward", { ...bySub, ...bunOptions, sub: "*" }, bun),
  wrapper(
    "deno",
    "forward",
    {
      lax: true,
      sub: "task",
      short: "c:q",
      long: "config= cwd=",
      directory: "--cwd",
      elsewhere: "-c --config -r --recursive -f --filter",
      script: { file: "deno.json", named: "word after it" },
    },
    measured("SIGTERM", "deno task"),
  ),

  killingAfter(
    5000,
    wrapper(
      "tsx",
      "forward",
      { lax: true, sub: "watch", long: "tsconfig= ignore= include= exclude=", interprets: inNode },
      measured("SIGTERM", "tsx 4 watch: it forwards the signal, and kills after 5 s"),
    ),
  ),
  wrapper("tsx", "forward", { lax: true, long: "tsconfig=", interprets: inNode }, measured("SIGTERM", "tsx 4")),
  wrapper(
    "nodemon",
    "forward",
    {
      lax: true,
      short: "w:e:d:i:s:x:C",
      long: "watch= ext= delay= ignore= signal= exec= config= cwd=",
      line: "-x --exec",
      interprets: { ".py": "python", ".rb": "ruby", ".ts": "ts-node", "*": "node" },
      configuredBy: /^\.$|\.json$/,
      opaque: "nodemon runs what its configuration or package.json names",
      sends: "SIGINT",
      everyone: true,
    },
    measured("SIGTERM, SIGINT", "nodemon 3: it forwards the signal, sends SIGINT behind it, and waits"),
  ),
  wrapper(
    "node nodejs",
    "swallow",
    { lax: true, first: true, when: "--run", long: "run=", opaque: "node --run runs a script of package.json" },
    measured("SIGTERM", "node 22 --run"),
  ),
  wrapper(
    "node nodejs",
    "forward",
    {
      lax: true,
      first: true,
      when: "--watch --watch-path",
      short: "r:C:",
      long: "require= import= loader= experimental-loader= conditions= env-file= env-file-if-exists= watch-path=",
      interprets: inNode,
      drops: "SIGQUIT",
    },
    measured("SIGTERM, SIGINT, SIGQUIT", "node 20 and 22 --watch: it forwards the signal to the program and waits"),
  ),
  ...["start", undefined].map((sub) =>
    killingAfter(
      1600,
      wrapper(
        "pm2-runtime pm2-docker",
        "forward",
        {
          lax: true,
          ...(sub !== undefined && { sub }),
          short: "i:n:c:",
          long: "instances= name= env= max-memory-restart= node-args= interpreter= secret= public= machine-name=",
          interprets: { ".py": "python3", ".rb": "ruby", ".sh": "bash", ".pl": "perl", ".php": "php", "*": "node" },
          configuredBy: /\.(?:json5?|ya?ml|config\.[cm]?js)$|^(?:npm|yarn|pnpm)$/,
          opaque: "what it is to run stands in a file of its own",
          sends: "SIGINT",
          drops: "SIGQUIT",
        },
        measured("SIGTERM, SIGINT, SIGQUIT", "pm2 7: on SIGTERM it sends SIGINT, and kills after 1.6 s"),
      ),
    ),
  ),
  wrapper(
    "go",
    "abandon",
    { lax: true, sub: "run", opaque: "go run builds the program and runs it", drops: "SIGINT SIGQUIT" },
    measured("SIGTERM, SIGINT, SIGQUIT, SIGHUP", "go run: it ends at once on SIGTERM and SIGHUP"),
  ),
  wrapper(
    "dotnet",
    "forward",
    { lax: true, sub: "watch", opaque: "dotnet watch builds the project and runs it" },
    unsourced,
  ),
  wrapper(
    "air",
    "abandon",
    { lax: true, opaque: "air builds the program and runs it" },
    sourced("air-verse/air runner/engine.go, runner/util_linux.go: unless send_interrupt is set it kills the program"),
  ),
  wrapper(
    "forever",
    "swallow",
    { lax: true, opaque: "forever runs the program in node and starts it again when it ends" },
    measured("SIGTERM", "forever"),
  ),
  wrapper(
    "npm-run-all run-p run-s",
    "swallow",
    { lax: true, opaque: "npm-run-all runs scripts of package.json, which are not followed" },
    measured("SIGTERM", "npm-run-all, run-p and run-s"),
  ),
  wrapper(
    "start-test start-server-and-test",
    "abandon",
    { lax: true, opaque: "it starts a server and tests it" },
    measured("SIGTERM", "start-server-and-test"),
  ),
  wrapper("cross-env", "forward", { assignments: true }, measured("SIGTERM", "cross-env")),
  wrapper("cross-env-shell", "forward", { opaque: "cross-env-shell gives its words to a shell" }, unsourced),
  wrapper(
    "dotenv",
    "forward",
    { short: "e:v:p:co", long: "debug override expand", alone: true },
    measured("SIGTERM", "dotenv-cli"),
  ),
  wrapper(
    "env-cmd",
    "forward",
    { short: "e:r:f:x", long: "environments= rc-file= file= fallback no-override silent use-shell verbose" },
    measured("SIGTERM", "env-cmd"),
  ),
  wrapper(
    "honcho",
    "forward",
    {
      sub: "start",
      short: "e:d:f:vp:c:q:",
      long: "env= app-root= procfile= verbose no-colour no-prefix port= concurrency= quiet=",
      directory: "-d --app-root",
      elsewhere: "-c --concurrency -q --quiet",
      scriptFile: "-f --procfile",
      script: procfile,
      everyone: true,
    },
    measured("SIGTERM, SIGINT", `honcho 2.0, ${everyone}, five seconds at most`),
  ),
  wrapper(
    "honcho",
    "swallow",
    { sub: "run", lax: true, short: "e:d:f:", long: "env= app-root= procfile=" },
    measured("SIGTERM", "honcho 2.0"),
  ),
  reaping(
    wrapper(
      "foreman",
      "forward",
      {
        sub: "start",
        short: "e:d:f:m:p:t:c",
        long: "env= root= procfile= formation= port= timeout= color no-color no-timestamp timestamp",
        directory: "-d --root",
        elsewhere: "-m --formation",
        scriptFile: "-f --procfile",
        script: procfile,
      },
      measured(
        "SIGTERM, SIGINT",
        "foreman 0.87 of Ruby: it executes plain words and gives all else to `sh -c`, signals that one " +
          "process and waits five seconds at most",
      ),
    ),
  ),
  wrapper(
    "foreman",
    "abandon",
    { sub: "run", lax: true, opaque: "foreman run takes a command, or the name of one in the Procfile" },
    measured("SIGTERM", "foreman 0.87 of Ruby"),
  ),
  wrapper(
    "nf",
    "swallow",
    {
      sub: "start",
      short: "j:e:p:f:sx:t:i:rw",
      long: "procfile= env= port= showenvs proxy= forward= intercept= raw trim= wrap",
      scriptFile: "-j --procfile",
      script: procfile,
    },
    measured("SIGTERM, SIGINT", "foreman 3.0 of npm"),
  ),
  wrapper(
    "goreman",
    "forward",
    {
      sub: "start",
      singleDash: true,
      long: "f= p= basedir= b= env= set-ports exit-on-error exit-on-stop logtime rpc-server",
      directory: "-basedir",
      scriptFile: "-f",
      script: procfile,
      everyone: true,
    },
    measured("SIGTERM", `goreman, ${everyone}`),
  ),
  wrapper(
    "forego",
    "forward",
    { sub: "start", short: "f:e:c:p:rt:", elsewhere: "-c", scriptFile: "-f", script: procfile, everyone: true },
    measured("SIGTERM", `forego, ${everyone}`),
  ),
  wrapper(
    "hivemind",
    "forward",
    {
      short: "w:l:p:P:d:t:T",
      long: "title= processes= port= port-step= root= timeout= no-prefix print-timestamps",
      directory: "-d --root",
      elsewhere: "-l --processes",
      scriptFile: "operand",
      script: procfile,
      sends: "SIGINT",
      everyone: true,
    },
    measured("SIGTERM, SIGINT", `hivemind, ${everyone}; what it sends is SIGINT`),
  ),
  wrapper(
    "overmind",
    "forward",
    {
      sub: "start|s",
      short: "s:w:f:l:d:t:p:P:Nc:r:b:Tm:i:DF:x:H:",
      long:
        "socket= title= procfile= processes= root= timeout= port= port-step= no-port can-die= any-can-die " +
        "auto-restart= colors= show-timestamps formation= " +
        "formation-port-step= stop-signals= daemonize tmux-config= ignored-processes= shell=",
      directory: "-d --root",
      elsewhere: "-l --processes -x --ignored-processes -m --formation -i --stop-signals -D --daemonize -H --shell",
      scriptFile: "-f --procfile",
      script: procfile,
      sends: "SIGINT",
      everyone: true,
    },
    measured("SIGTERM", `overmind, ${everyone}; what it sends is SIGINT`),
  ),
  wrapper(
    "concurrently",
    "forward",
    {
      lax: true,
      short: "n:c:l:m:kr",
      long:
        "names= name-separator= prefix= prefix-length= prefix-colors= max-processes= success= timestamp-format= " +
        "restart-tries= restart-after= kill-signal= handle-input default-input-target= teardown= hide= cwd=",
      texts: true,
      opaque: "concurrently runs scripts of package.json by a pattern, which is not followed",
      everyone: true,
    },
    measured("SIGTERM", `concurrently, ${everyone}`),
  ),
  wrapper(
    "uv",
    "forward",
    {
      sub: "run",
      short: "qvp:",
      long:
        "no-sync frozen locked isolated no-dev no-cache offline python= with= extra= group= project= " +
        "directory= env-file= no-project active all-extras all-groups no-editable quiet verbose",
      interprets: { ".py": "python" },
    },
    measured("SIGTERM", "uv run: it forwards the signal and waits"),
  ),
];
