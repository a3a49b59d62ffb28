import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { NoEngine, reasonOf } from "./errors.ts";

/** Where an engine listens. */
export interface EngineAddress {
  /** As messages call it: "/var/run/docker.sock", "DOCKER_HOST=tcp://build:2375". */
  readonly said: string;
  /** With TLS. */
  readonly secure: boolean;
  /** Options of `node:http` or `node:https`: a socket (on Windows a named pipe), or a host and a port. */
  readonly options: { readonly socketPath: string } | ({ readonly host: string; readonly port: number } & Certificates);
  /** What comes before the paths of the engine's API: "", "/docker". */
  readonly prefix: string;
}

/** Whom to trust, and who we are: PEM. Without `ca`, those whom this machine trusts. */
interface Certificates {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const known = "unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, tcp://host:port or https://host:port";
/** The port of `tcp://` without one, as Docker has it: the second with TLS. */
const ports = { plain: 2375, secure: 2376 } as const;

/**
 * The address that DOCKER_HOST names, as Docker's own client reads it, with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH; the
 * usual one without.
 * Throws a {@link NoEngine} that says what is wrong with it.
 */
export function engineAddress(env: Environment): EngineAddress {
  const { DOCKER_HOST: host = "" } = env;
  if (host === "") return socket(usualSocket(), usualSocket());
  const [, scheme = "tcp", rest = ""] = /^(?:(\w+):\/\/)?(.*)$/s.exec(host) ?? [];
  const said = `DOCKER_HOST=${host}`;
  switch (scheme) {
    case "unix":
    case "npipe":
      return socket(said, rest || usualSocket());
    case "tcp":
    case "http":
    case "https":
      return overNetwork(said, scheme, rest, env);
    case "ssh":
      throw new NoEngine(
        `${said}: SSH is not supported; forward the engine's socket (${forwarding(rest)}) ` +
          "and set DOCKER_HOST=unix:///tmp/engine.sock",
      );
    default:
      throw new NoEngine(`${said}: ${scheme}:// is not supported; use ${known}`);
  }
}

function socket(said: string, socketPath: string): EngineAddress {
  return { said, secure: false, options: { socketPath }, prefix: "" };
}

/** Docker Desktop has its socket in the home folder where it may not write elsewhere. */
function usualSocket(): string {
  if (process.platform === "win32") return "//./pipe/docker_engine";
  const own = join(homedir(), ".docker/run/docker.sock");
  return existsSync(own) ? own : "/var/run/docker.sock";
}

function overNetwork(said: string, scheme: "tcp" | "http" | "https", rest: string, env: Environment): EngineAddress {
  let url;
  try {
    // With a scheme that has no usual port, the one that is written is kept.
    url = new URL(`tcp://${rest}`);
  } catch {
    throw new NoEngine(`${said}: no host and port; use tcp://host:port`);
  }
  if (url.hostname === "" || url.username !== "" || url.search !== "" || url.hash !== "") {
    const path = rest.startsWith("/") ? `; use unix://${rest} for a socket` : "; use tcp://host:port";
    throw new NoEngine(`${said}: no host and port${path}`);
  }
  const secure = scheme === "https" || (scheme === "tcp" && (env["DOCKER_TLS_VERIFY"] ?? "") !== "");
  const usual = { tcp: secure ? ports.secure : ports.plain, http: 80, https: 443 }[scheme];
  const options = { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port: url.port === "" ? usual : Number(url.port) };
  const prefix = url.pathname.replace(/\/+$/, "");
  return { said, secure, options: { ...options, ...(secure ? certificates(scheme, env) : {}) }, prefix };
}

/** `https://` without DOCKER_CERT_PATH trusts whom this machine trusts, and shows no certificate of its own. */
function certificates(scheme: string, env: Environment): Certificates {
  const { DOCKER_CERT_PATH: named = "" } = env;
  if (named === "" && scheme === "https") return {};
  const folder = named || join(homedir(), ".docker");
  const read = (name: string): Buffer => {
    try {
      return readFileSync(join(folder, name));
    } catch (error) {
      const needed = `TLS needs ca.pem, cert.pem and key.pem in ${folder}`;
      throw new NoEngine(`${needed}: ${reasonOf(error)}; set DOCKER_CERT_PATH to their folder`);
    }
  };
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}

/** The command that forwards the socket of a host, written as in `ssh://user@host:port`. */
function forwarding(rest: string): string {
  const [, host = "HOST", port] = /^([^/:]+)(?::(\d+))?(?:\/.*)?$/.exec(rest) ?? [];
  return `ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock ${port === undefined ? "" : `-p ${port} `}${host}`;
}
