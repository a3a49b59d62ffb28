import type { Base } from "./bases.ts";
import type { StandIn, Subject } from "./laboratory.ts";

/** How a fixture is put on stage, where its programs are played by the probe. */
export interface Staging extends Pick<Subject, "base" | "target" | "upAfter" | "env" | "adapt"> {
  /** The build context's folder and the Dockerfile in it. */
  readonly root: string;
  readonly dockerfile: string;
  /** The container of a compose file or a manifest whose command is played, as reports call it. */
  readonly container: string | undefined;
  /** Paths in the image that the probe stands for. */
  readonly played: readonly string[];
  /** Files of the context that it stands for. */
  readonly playedInContext: readonly string[];
  /** Other files of the base image: scripts that do next to nothing. */
  readonly scenery: Readonly<Record<string, StandIn>>;
  /** What its safe fix comes to, where another fault is left for a person. */
  readonly after: "delivered" | "stuck";
  /** A variable that the script sets at random. */
  readonly random: string | undefined;
  /** Before the fix it stops as well: the fix makes sure of what was luck. */
  readonly lucky: boolean;
}

function on(base: Base, played: string, more: Partial<Staging> = {}): Staging {
  const paths = played
    .split(" ")
    .filter(Boolean)
    .map((name) => (name.startsWith("/") ? name : `/usr/local/bin/${name}`));
  return {
    base,
    root: "/",
    dockerfile: "/Dockerfile",
    container: undefined,
    played: paths,
    playedInContext: [],
    scenery: {},
    after: "delivered",
    random: undefined,
    lucky: false,
    ...more,
  };
}

const does = (lines: string): StandIn => ({ text: `#!/bin/sh\n${lines}\n` });
const nothing = does("exit 0");
const empty: StandIn = { text: "" };
const users = (name: string): StandIn => ({ text: `root:x:0:0:root:/root:/bin/sh\n${name}:x:1100:1100::/:/bin/sh\n` });
const groups = (name: string): StandIn => ({ text: `root:x:0:\n${name}:x:1100:\n` });

/** Fixtures with a safe fix. */
export const stagings: Readonly<Record<string, Staging>> = {
  "01-literal-command": on("dash", "python"),
  "02-quoted-parentheses": on("dash", "gunicorn"),
  "03-java-multi-stage": on("dash", "java", {
    scenery: { "/usr/local/bin/mvn": does("mkdir -p target && : > target/ledger.jar") },
    adapt: (dockerfile) => dockerfile.replace(/^RUN <<EOT$[^]*?^EOT$/m, "RUN apt-get update"),
  }),
  "13-needless-sh-c": on("ash", "python3", { lucky: true }),
  "14-two-layers": on("bash", "java", {
    scenery: { "/opt/gate/conf/params": empty, "/etc/passwd": users("gate"), "/etc/group": groups("gate") },
  }),
  "15-last-command-in-else": on("dash", "java", { scenery: { "/var/lib/relay/version": empty } }),
  "17-one-shot-build": on("dash", "make", { dockerfile: "/docs/Dockerfile" }),
  "23-compose-over-npm": on("dash", "node", {
    container: "service orders",
    scenery: {
      "/usr/local/bin/docker-entrypoint.sh": does('exec "$@"'),
      "/usr/local/bin/npm": does('[ "$1" != run ] || exec node server.js'),
    },
  }),
  "26-target-of-compose": on("dash", "python", { root: "/vote", target: "dev" }),
  "28-one-shot-load": on("dash", "ab", { after: "stuck", scenery: { "/usr/local/bin/python": nothing } }),
  // Without variables that choose another, the branch that executes is taken.
  "54-exec-in-one-branch": on("ash", "", { playedInContext: ["objectd-amd64"], lucky: true }),
  "57-program-by-its-name": on("ash", "nginx", {
    scenery: {
      "/usr/local/bin/crond": nothing,
      "/usr/local/bin/openssl": nothing,
      "/etc/nginx/conf.d/default.conf": empty,
    },
  }),
  "58-supervisord-last": on("bash", "supervisord", { random: "SALT" }),
  "59-foreground-daemon-last": on("bash", "httpd", {
    scenery: { "/usr/local/bin/openssl": nothing, "/etc/httpd/conf.d/ssl.conf": empty },
  }),
  "60-arguments-without-exec": on("dash", "", {
    playedInContext: ["cards"],
    scenery: { "/usr/local/bin/pgrep": nothing, "/usr/local/bin/pcscd": nothing },
  }),
  "66-trap-and-sleep": on("bash", "server", {
    env: { CONNECTION: "local" },
    upAfter: 3,
    scenery: {
      "/usr/local/bin/java": does(
        'if [ "$1" = -jar ]; then echo $$ > /tmp/server; echo RUNNING; exec server; fi\n' +
          'kill "$(cat /tmp/server)"\nwhile kill -0 "$(cat /tmp/server)"; do sleep 0.1; done',
      ),
      "/usr/local/bin/hostname": nothing,
      "/etc/passwd": users("ledger"),
      "/etc/group": groups("ledger"),
    },
  }),
  "71-last-of-a-list": on("dash", "nginx", {
    container: "service edge",
    lucky: true,
    scenery: {
      "/docker-entrypoint.sh": does('exec "$@"'),
      "/usr/local/bin/envsubst": does("cat"),
      "/templates/edge.conf": empty,
      "/etc/nginx/conf.d/default.conf": empty,
    },
  }),
  "72-quotes-in-yaml": on("dash", "gunicorn", {
    container: "service shop",
    lucky: true,
    scenery: { "/usr/local/bin/flask": nothing },
  }),
  "75-needless-bash": on("dash", "supervisord", { container: "service shop", lucky: true }),
  "76-helm-template": on("bash", "redis-server", { container: "container store of Deployment store", lucky: true }),
};
