import { describe, expect, test } from "@jest/globals";
import { readOptions } from "../../src/known/getopt.ts";
import { findProgram, programFamilies } from "../../src/known/programs/programs.ts";
import { innerWords, unwrap, wrapperEntries } from "../../src/known/wrappers/wrappers.ts";
import type { Wrapped } from "../../src/known/wrappers/wrappers.ts";
import type { WrapperKind } from "../../src/known/wrappers/wrapper-rows.ts";

/** Splits at blanks; `~` stands for a blank inside a word. */
function argv(line: string): string[] {
  return line.split(" ").map((word) => word.replaceAll("~", " "));
}

function wrapped(line: string): Wrapped {
  const result = unwrap(argv(line));
  if (!result) throw new Error(`${line}: no wrapper`);
  return result;
}

/** What is inside, in words: the command; `shell: text`; or "unknown". */
function inside(line: string): string {
  return insideOf(wrapped(line), line);
}

function insideOf({ inner }: Wrapped, line: string): string {
  if (inner.kind === "unknown") return "unknown";
  if (inner.kind === "argv")
    return [
      ...(inner.through === undefined ? [] : [`${inner.through}:`]),
      ...(inner.by === undefined ? [] : [inner.by]),
      ...innerWords(argv(line), inner),
    ].join(" ");
  if (inner.kind === "script") {
    const { file, name, directory, words } = inner.script;
    return `${name} of ${directory === undefined ? "" : `${directory}/`}${file}${words.map((at) => ` ${argv(line)[at]}`).join("")}`;
  }
  switch (inner.kind) {
    case "line":
      return [argv(line)[inner.text], ...argv(line).slice(inner.from)].join(" ");
    case "texts":
      return inner.at.map((at) => `${inner.shell}: ${argv(line)[at]}`).join(", ");
    case "refused":
      return `refuses ${inner.word}`;
    case "shell":
      return `${inner.shell}: ${argv(line)[inner.text]}`;
  }
}

/**
 * Run as PID 1 with SIGTERM in front of a program that has a handler; the kind is what was seen (the program in its
 * place: `exec`; stays and its handler runs to the end: `init` with, `forward` without reaping, `kill` if killed after
 * 2 s; `swallow`: nothing; `abandon`: cut off). The last column: left no zombies of five orphans.
 */
const measured: readonly (readonly [line: string, kind: WrapperKind, reaps?: boolean | "not seen"])[] = [
  ["env A=1 app", "exec"],
  ["env -S app x", "exec"],
  ["busybox timeout 1000 app", "exec"],
  ["catatonit -- app", "init", true],
  ["chpst -u nobody app", "exec"],
  ["chroot / app", "exec"],
  ["chroot --userspec=nobody / app", "exec"],
  ["chrt -o 0 app", "exec"],
  ["dbus-launch app", "exec"],
  ["dbus-run-session -- app", "swallow", true],
  ["dumb-init app", "init", true],
  ["dumb-init -- app", "init", true],
  ["dumb-init -c app", "init", true],
  ["dumb-init --single-child app", "init", true],
  ["eatmydata app", "exec"],
  ["execlineb -c app", "exec"],
  ["expect -c spawn~app;~expect~eof", "abandon", false],
  ["faketime 2020-01-01 app", "swallow", false],
  ["find /case/run -exec app {} ;", "swallow", false],
  ["flock /tmp/l app", "swallow", false],
  ["flock -F /tmp/l app", "exec"],
  ["flock /tmp/l -c app", "swallow", false],
  ["gosu nobody app", "exec"],
  ["ionice -c 3 app", "exec"],
  ["setarch x86_64 app", "exec"],
  ["sg root -c app", "swallow", false],
  ["nice -n 5 app", "exec"],
  ["nohup app", "exec"],
  ["numactl --interleave=all app", "exec"],
  ["nsenter -t 1 -u app", "exec"],
  ["prlimit --nofile=100 app", "exec"],
  ["runsv /tmp/sv/a", "forward", true],
  ["runsvdir -P /tmp/sv", "abandon", true],
  ["/usr/sbin/runsvdir-start", "abandon", true],
  ["runuser nobody -s /bin/sh -c app", "kill", false],
  ["runuser -u nobody -- app", "kill", false],
  ["s6-setuidgid nobody app", "exec"],
  ["s6-supervise /tmp/sv/a", "forward", true],
  ["s6-svscan /tmp/sv", "forward", true],
  ["script -q -c app /dev/null", "limit", true],
  ["setpriv --reuid=nobody --clear-groups app", "exec"],
  ["setsid -w app", "swallow", false],
  ["ssh-agent app", "exec"],
  ["start-stop-daemon --start --exec /usr/local/bin/app", "exec"],
  ["start-stop-daemon -S -m -x /usr/local/bin/app -- --port 80", "exec"],
  ["capsh --user=nobody -- -c app", "exec"],
  ["entr -n -r app", "swallow"],
  ["sudo -i app", "forward", true],
  ["stdbuf -oL app", "exec"],
  ["strace -o /dev/null app", "swallow", true],
  ["su - root -c app", "kill", false],
  ["su root -c app", "kill", false],
  ["su -s /bin/bash root -c app", "kill", false],
  ["sudo app", "forward", true],
  ["sudo -E -u nobody app", "forward", true],
  ["svscan /tmp/sv", "swallow", false],
  ["taskset 1 app", "exec"],
  ["time app", "swallow"],
  ["timeout 1000 app", "forward", false],
  ["timeout --foreground 1000 app", "forward", false],
  ["tini -- app", "init", true],
  ["tini -s -- app", "init", true],
  ["tini -g -- app", "init", true],
  ["tini -e 143 -- app", "init", true],
  ["unbuffer app", "swallow", false],
  ["unshare app", "exec"],
  ["unshare --pid --fork app", "swallow", false],
  ["watchmedo auto-restart -d /case -- app", "forward", false],
  ["watchmedo shell-command -c app /case", "swallow", false],
  ["xargs app", "swallow"],
  ["xvfb-run -a app", "swallow", true],
  ["npm run start", "forward", false],
  ["npm exec app", "forward", false],
  ["npx app", "forward", false],
  ["yarn start", "abandon", false],
  ["pnpm run start", "forward", false],
  ["bun run start", "forward", false],
  ["deno task start", "forward", false],
  ["concurrently app", "forward", false],
  ["cross-env A=1 app", "forward", false],
  ["dotenv -- app", "forward", false],
  ["env-cmd -f .env app", "forward", false],
  ["forever app.js", "swallow", false],
  ["nodemon app.js", "forward", false],
  ["node --watch app.js", "forward", false],
  ["nodejs --watch-path=./src app.js", "forward", false],
  ["node --run start", "swallow", "not seen"],
  ["pm2-runtime app.js", "limit", false],
  ["pm2-runtime start app.js", "limit", false],
  ["go run .", "abandon", false],
  ["watchfiles app .", "limit", "not seen"],
  ["uv run app", "forward", "not seen"],
  ["envuidgid www app", "exec"],
  ["setlock /tmp/l app", "exec"],
  ["s6-setlock /tmp/l app", "exec"],
  ["s6-envuidgid www app", "exec"],
  ["setuidgid www app", "exec"],
  ["envdir /etc/env app", "exec"],
  ["softlimit -m 1000000 app", "exec"],
  ["pgrphack app", "exec"],
  ["authbind --deep app", "exec"],
  ["fakeroot app", "swallow", "not seen"],
  ["fghack app", "swallow", "not seen"],
  ["bwrap --bind / / app", "swallow", "not seen"],
  ["chronic app", "swallow", "not seen"],
  ["lckdo /tmp/l app", "swallow", "not seen"],
  ["tsx app.ts", "forward", false],
  ["tsx watch app.ts", "limit", false],
];

describe("the table", () => {
  test("has a source for every row", () => {
    for (const entry of wrapperEntries) expect(entry.evidence.source.trim()).not.toBe("");
  });

  test("tells rows of one name apart by sub-command or option", () => {
    const seen = new Map<string, number>();
    for (const { names, syntax, busybox } of wrapperEntries) {
      for (const name of names) {
        const key = `${busybox} ${name} ${syntax.sub ?? ""} ${syntax.when ?? ""} ${syntax.member ?? ""}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    expect([...seen].filter(([, count]) => count > 1)).toEqual([]);
  });

  test("never has a row hidden behind one of the same name that takes everything", () => {
    const open = new Set<string>();
    for (const { names, syntax } of wrapperEntries.filter((entry) => !entry.busybox)) {
      for (const name of names) {
        expect([name, open.has(name)]).toEqual([name, false]);
        if (syntax.sub === undefined && syntax.when === undefined && !syntax.member) open.add(name);
      }
    }
  });

  test("gives a time to those that kill, and only to them", () => {
    for (const { kind, killsAfter } of wrapperEntries)
      expect(killsAfter !== undefined).toBe(kind === "kill" || kind === "limit");
  });

  test("and the table of programs never both know a command line", () => {
    const names = new Set(programFamilies.flatMap((family) => family.names));
    expect(
      wrapperEntries
        .flatMap((entry) => entry.names)
        .filter((name) => names.has(name))
        .sort(),
    ).toEqual(
      // Each has sub-commands of both sorts.
      [
        "bun",
        "bun",
        "bun",
        "bundle",
        "deno",
        "dotnet",
        "go",
        "node",
        "node",
        "nodejs",
        "nodejs",
        "npm",
        "npm",
        "npm",
        "pipenv",
        "pnpm",
        "pnpm",
        "pnpm",
        "pnpm",
        "poetry",
        "uv",
        "yarn",
        "yarn",
        "yarn",
        "yarn",
      ],
    );
    for (const line of [
      "npm ci",
      "yarn",
      "pnpm install",
      "bundle install",
      "bun run a.ts",
      "deno run a.ts",
      "uv sync",
      "busybox httpd -f",
    ]) {
      expect([line, findProgram(argv(line)) !== undefined, unwrap(argv(line))]).toEqual([line, true, undefined]);
    }
  });
});

describe("measured as PID 1", () => {
  test.each(measured.map(([line, kind, reaps]) => [line, kind, reaps ?? "not seen"] as const))(
    "%s: %s, reaps: %s",
    (line, kind, reaps) => {
      const { row } = wrapped(line);
      expect(row.kind).toBe(kind);
      expect(row.evidence.kind).toBe("measured");
      if (reaps !== "not seen") expect(row.reaps).toBe(reaps);
    },
  );
});

describe("what is inside", () => {
  test.each([
    // Inits
    ["tini app x", "app x"],
    ["/usr/bin/tini -gvvs -e 143 -- app -x", "app -x"],
    ["/sbin/docker-init -- app", "app"],
    ["tini-static -p SIGTERM app", "app"],
    ["dumb-init -v -r 15:3 --rewrite 1:15 -- app", "app"],
    ["my_init --quiet -- app", "app"],
    ["/init app", "app"],
    ["tini", "unknown"],
    ["tini --", "unknown"],
    ["tini unknown app", "unknown"],
    ["tini -- unknown app", "unknown app"],
    ["tini --no-such app", "unknown"],
    ["tini -Z app", "unknown"],
    // Environment
    ["env -i -u HOME -C /d A=1 B= app x=y", "app x=y"],
    ["env - PATH=/bin A=1 app x", "app x"],
    ["env --unset=A --chdir /d app", "app"],
    ["env -S app", "app"],
    ["env -S app~x", "app x"],
    ["/usr/bin/env -Sapp", "unknown"],
    ["env unknown app", "unknown"],
    ["env -u unknown app", "app"],
    // Users
    ["gosu www-data:www-data app", "app"],
    ["gosu unknown app", "app"],
    ["su-exec 1000:1000 app -x", "app -x"],
    ["setpriv --reuid 1000 --init-groups app", "app"],
    ["chroot --userspec root:root / app", "app"],
    ["runuser -u app -- sh -c x", "sh -c x"],
    ["sudo -EHu bob A=1 app", "app"],
    ["sudo -i app", "app"],
    ["su bob -c exec~app", "/bin/sh: exec app"],
    ["su -s /bin/bash -lc app bob", "/bin/bash: app"],
    ["su - bob -s /bin/zsh --command app", "/bin/zsh: app"],
    ["su --command=app bob", "unknown"],
    ["su unknown -c app", "/bin/sh: app"],
    ["su -s unknown -c app bob", "unknown"],
    ["su bob", "unknown"],
    // Limits and the like
    ["nice -10 app", "app"],
    ["nice --adjustment=5 app", "app"],
    ["ionice -c2 -n7 app", "app"],
    ["taskset -c 0-3 app", "app"],
    ["prlimit --nofile=1:2 -c0 app", "app"],
    ["timeout -k 5 -s KILL 10m app", "app"],
    ["timeout --signal=KILL 10 app", "app"],
    ["timeout unknown app", "unknown"],
    ["timeout 5 unknown", "unknown"],
    ["flock -n -E 1 /l app -c x", "app -c x"],
    ["flock -F /l -c app", "/bin/sh: app"],
    ["linux32 -R app", "app"],
    ["setarch x86_64 -R app", "app"],
    ["xvfb-run -a -s -screen~0 app", "app"],
    ["xargs -0 -n 1 app", "app"],
    ["busybox sh -c x", "sh -c x"],
    ["start-stop-daemon --start --exec /app -- -x", "/app -x"],
    ["start-stop-daemon --start --background --exec /app", "unknown"],
    ["wait-for-it.sh db:5432 -t 30 -- app x", "app x"],
    ["dockerize -wait tcp://db:1 -timeout 60s app x", "app x"],
    // Project tools
    ["bundle exec --keep-file-descriptors puma -C x", "puma -C x"],
    ["poetry run gunicorn a:b", "gunicorn a:b"],
    ["npx --yes serve -s build", "sh: serve -s build"],
    ["npx -p typescript tsc -w", "sh: tsc -w"],
    ["npx -c serve~build", "/bin/sh: serve build"],
    ["pnpm exec node a.js", "node a.js"],
    ["cross-env A=1 B=2 node a.js", "node a.js"],
    ["dotenv -e .env.prod -- node a.js", "node a.js"],
    ["concurrently a b", "/bin/sh: a, /bin/sh: b"],
    ["concurrently -k --names a,b node~a.js node~b.js", "/bin/sh: node a.js, /bin/sh: node b.js"],
    ["concurrently npm:start npm:watch", "unknown"],
    ["nodemon app.js", "node app.js"],
    ["nodemon --exec ts-node src/a.ts", "ts-node src/a.ts"],
    ["nodemon -x python~-u a.py", "python -u a.py"],
    ["nodemon", "unknown"],
    ["node --watch -r dotenv/config app.js x", "node app.js x"],
    ["pm2-runtime app.py", "python3 app.py"],
    ["pm2-runtime -i max start app.js", "node app.js"],
    ["pm2-runtime ecosystem.config.js", "unknown"],
    ["pm2-runtime start npm -- start", "unknown"],
    ["tsx --tsconfig a.json a.ts", "node a.ts"],
    ["watchfiles python~app.py src", "python app.py"],
    ["uv run --frozen app.py", "python app.py"],
    ["uv run gunicorn a:b", "gunicorn a:b"],
    ["find . -name x -exec app {} +", "app {} +"],
  ])("%s: %s", (line, expected) => expect(inside(line)).toBe(expected));

  test.each([
    ["npm start", "start of package.json"],
    ["npm t", "test of package.json"],
    ["npm run dev -- --port 3", "dev of package.json --port 3"],
    ["npm run dev --silent x", "dev of package.json x"],
    ["npm --prefix /app run-script serve", "serve of /app/package.json"],
    ["npm start --prefix web", "start of web/package.json"],
    ["npm -C web start", "start of web/package.json"],
    ["yarn serve --port 3", "serve of package.json --port 3"],
    ["yarn --cwd /app run serve", "serve of /app/package.json"],
    ["pnpm -C web run start", "start of web/package.json"],
    ["bun dev", "dev of package.json"],
    ["bun run --cwd web dev", "dev of web/package.json"],
    ["deno task serve", "serve of deno.json"],
    ["yarn exec app x", "app x"],
  ])("%s runs %s", (line, expected) => expect(inside(line)).toBe(expected));

  test.each([
    ["timeout 10 app", "exec", "app"],
    ["timeout -s KILL -k 5 10 app", "exec", "app"],
    ["su app -c x", "exec", "/bin/sh: x"],
    ["su -s /bin/bash -c x - app", "exec", "/bin/bash: x"],
    ["gosu app x", "exec", "x"],
  ])("of busybox, %s is %s: %s", (line, kind, expected) => {
    const found = unwrap(argv(line), { busybox: true });
    expect(found?.row.kind).toBe(kind);
    expect(found && insideOf(found, line)).toBe(expected);
  });

  test.each([
    ["npm run -w web start", "npm is told to read another package.json"],
    ["npm start --workspace=web", "npm is told to read another package.json"],
    ["npm run", "npm is given no name of a script"],
    ["npm run unknown", "an argument of npm is unknown"],
    ["pnpm --filter web start", "pnpm is told to read another package.json"],
    ["yarn workspace web start", "yarn workspace runs something in another folder"],
    ["deno task -c other.json dev", "deno is told to read another deno.json"],
    ["setsid app", "setsid forks where it is PID 1, and the container ends"],
    ["tini unknown", "an argument of tini is unknown"],
    ["tini --no-such app", "what follows --no-such of tini is unknown"],
    ["tini --", "no command follows tini"],
  ])("%s is unknown: %s", (line, reason) => expect(wrapped(line).inner).toEqual({ kind: "unknown", reason }));

  test.each([
    "env",
    "nice",
    "ionice -p 1",
    "taskset -p 1",
    "flock -n 9",
    "find / -name x",
    "ssh-agent -s",
    "busybox",
    "wait-for-it.sh db:1",
    "strace -p 1",
    "start-stop-daemon --stop --exec /app",
    "npm unknown",
    "npm install",
    "bundle",
    "bundle install",
    "watchmedo",
    "init",
    "app",
    "unknown app",
    "tinier app",
  ])("%s is no wrapper", (line) => expect(unwrap(argv(line))).toBeUndefined());

  test("an empty command line is no wrapper", () => expect(unwrap([])).toBeUndefined());
});

describe("what a wrapper changes", () => {
  test.each([
    ["gosu www-data:www app", "www-data"],
    ["su-exec 1000 app", "1000"],
    ["gosu unknown app", "unknown"],
    ["sudo app", "root"],
    ["sudo -u bob app", "bob"],
    ["su - bob -c app", "bob"],
    ["su -c app", "root"],
    ["su unknown -c app", "unknown"],
    ["setpriv --reuid=nobody app", "nobody"],
    ["setpriv --no-new-privs app", undefined],
    ["chpst -u app:app -n 1 app", "app"],
    ["runuser -u bob -- app", "bob"],
    ["env app", undefined],
  ])("%s runs it as %s", (line, user) => expect(wrapped(line).user).toBe(user));

  test("assignments are kept, a value may hold a =", () => {
    expect(wrapped("env -u C A=1 B=x=y app D=1").env).toEqual([
      { name: "A", value: "1" },
      { name: "B", value: "x=y" },
    ]);
    expect(wrapped("nice A=1 app").env).toEqual([]);
  });

  test.each([
    ["dumb-init -r 15:3 app", [["SIGTERM", "SIGQUIT"]]],
    ["dumb-init -r15:0 -- app", [["SIGTERM", undefined]]],
    [
      "dumb-init --rewrite=15:2 --rewrite 1:0 app",
      [
        ["SIGTERM", "SIGINT"],
        ["SIGHUP", undefined],
      ],
    ],
    ["dumb-init -r nonsense app", []],
    ["tini -p 15:3 app", []],
  ])("%s rewrites %j", (line, rewrites) => expect([...wrapped(line).rewrites]).toEqual(rewrites));

  test.each([
    ["tini -g -- app", true],
    ["tini -sg app", true],
    ["tini -- app -g", false],
    ["dumb-init app", true],
    ["dumb-init app -c", true],
    ["dumb-init -c app", false],
    ["dumb-init -vc app", false],
    ["dumb-init --single-child app", false],
    ["catatonit -- app", false],
  ])("%s signals the group: %s", (line, group) => expect(wrapped(line).group).toBe(group));
});

describe("options", () => {
  const syntax = { short: "ab:c::", long: "all name=" };
  const read = (line: string) => readOptions(["x", ...line.split(" ").filter(Boolean)], 1, syntax);

  test.each([
    ["-a y", [["-a", undefined]], 2],
    [
      "-ab v y",
      [
        ["-a", undefined],
        ["-b", "v"],
      ],
      3,
    ],
    [
      "-abv y",
      [
        ["-a", undefined],
        ["-b", "v"],
      ],
      2,
    ],
    [
      "-c -a",
      [
        ["-c", ""],
        ["-a", undefined],
      ],
      3,
    ],
    ["-cv y", [["-c", "v"]], 2],
    [
      "--all --name v y",
      [
        ["--all", undefined],
        ["--name", "v"],
      ],
      4,
    ],
    ["--name=v=w y", [["--name", "v=w"]], 2],
    ["-a -- -a", [["-a", undefined]], 3],
    ["- -a", [], 1],
    ["", [], 1],
  ])("'%s'", (line, options, next) => {
    const result = read(line);
    expect(result.options.map((option) => [option.name, option.value])).toEqual(options);
    expect([result.next, result.problem]).toEqual([next, undefined]);
  });

  test.each(["-z y", "--no y", "unknown", "-a unknown y"])("'%s' cannot be read to its end", (line) => {
    expect(read(line).problem).toBeDefined();
  });
});
