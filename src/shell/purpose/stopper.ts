import { unwrap } from "../../known/wrappers/wrappers.ts";
import type { Known } from "../../text/diagnostic.ts";

/** Programs that tell other programs to end, in ways that a script does not show. */
const stoppers = new Set(["kill", "pkill", "killall"]);
/** Clients that tell a server to end with one of these words among many that they know. */
const clients = new Set([
  "supervisorctl",
  "sv",
  "service",
  "systemctl",
  "redis-cli",
  "valkey-cli",
  "mysqladmin",
  "mariadb-admin",
  "rabbitmqctl",
]);
const orders = /^(?:(?:force-)?(?:stop(?:_app)?|shutdown)|down|exit)$/i;

/**
 * The program of a command line that tells others to end, "unknown" where only its order tells; undefined where
 * there is none.
 */
export function stopper(values: readonly Known<string>[]): Known<string> | undefined {
  if (values[0] === "unknown") return orders.test(values.at(-1) ?? "") ? "unknown" : undefined;
  const ordered = values.some((value) => value === "unknown" || orders.test(value));
  const stops = (name: string): boolean => stoppers.has(name) || (ordered && clients.has(name));
  return values
    .map((value) => value.replace(/^.*\//, ""))
    .find((name, index) => stops(name) && (index === 0 || unwrap(values) !== undefined));
}
