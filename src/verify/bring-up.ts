import { setTimeout as sleep } from "node:timers/promises";
import type { Container } from "./engine/measured-container.ts";
import { readProcesses } from "./proc-files.ts";
import type { ContainerProcess } from "./processes.ts";

/**
 * When a container counts as started; by default: its health check passes or, without one, its processes stay the same
 * for a while.
 */
export type WaitFor =
  { readonly kind: "seconds"; readonly seconds: number } | { readonly kind: "log"; readonly pattern: RegExp };

/** How a start went. */
export type Started =
  | { readonly up: true; readonly processes: readonly ContainerProcess[] }
  | { readonly up: false; readonly reason: string };

/** Milliseconds between two looks. */
const interval = 50;
/** Milliseconds without change after which the processes count as settled. */
const steady = 500;
/** Milliseconds after which processes that come and go all the time count as settled too. */
const restless = 10_000;
/** Milliseconds that a health check or an expected line of the log may take. */
const patience = 120_000;

/** Starts a container and waits until it is up, or is known not to get there. */
export async function bringUp(container: Container, waitFor: WaitFor | "health" | "steady"): Promise<Started> {
  const refused = await container.start();
  if (refused !== undefined) return { up: false, reason: `cannot start it: ${refused.replaceAll("\n", " ")}` };
  const begin = performance.now();
  let seen = "";
  let since = begin;
  for (;;) {
    const { running, exitCode, health } = await container.state();
    if (!running) return { up: false, reason: `it exited by itself with code ${exitCode}` };
    const now = performance.now();
    const processes = await look(container);
    if (waitFor === "steady") {
      const picture = processes.map(({ hostPid, argv }) => `${hostPid} ${argv.join(" ")}`).join("\n");
      if (picture !== seen) [seen, since] = [picture, now];
      if ((processes.length > 0 && now - since >= steady) || now - begin >= restless) return { up: true, processes };
    } else if (waitFor === "health") {
      if (health === "healthy") return { up: true, processes };
      if (health === "unhealthy") return { up: false, reason: "its health check fails" };
    } else if (
      waitFor.kind === "seconds" ? now - begin >= waitFor.seconds * 1000 : waitFor.pattern.test(await container.log())
    ) {
      return { up: true, processes };
    }
    if (now - begin >= patience && !(typeof waitFor === "object" && waitFor.kind === "seconds")) {
      return {
        up: false,
        reason:
          `${waitFor === "health" ? "its health check did not pass" : "its log did not match"} within ` +
          `${patience / 1000} s`,
      };
    }
    await sleep(interval);
  }
}

/**
 * The processes of a running container, PID 1 first: from /proc of this machine, or as far as the engine's `top` tells.
 */
export async function look(container: Container): Promise<readonly ContainerProcess[]> {
  const { running, pid } = await container.state();
  if (!running) return [];
  const here = readProcesses(container.id, pid);
  if (here) return here;
  const rows = await container.top().catch(() => []);
  const all = rows.map(({ hostPid, parent, command }) => ({
    pid: hostPid === pid ? 1 : undefined,
    hostPid,
    parent,
    argv: command.split(" "),
    status: undefined,
  }));
  return all.sort((a, b) => Number(b.pid === 1) - Number(a.pid === 1) || a.hostPid - b.hostPid);
}
