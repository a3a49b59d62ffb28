import { canonicalSignal } from "../../known/platforms/signals.ts";
import { myInit, namedFolder, s6Overlay, svscan } from "../../known/inits/service-managers.ts";
import type { Patience, ServiceFolder, ServiceManager } from "../../known/inits/service-managers.ts";
import { findProgram } from "../../known/programs/programs.ts";
import { unwrap } from "../../known/wrappers/wrappers.ts";
import type { Wrapped } from "../../known/wrappers/wrappers.ts";
import { basename, join, resolve } from "../../files/tree.ts";
import { textsOf } from "../../image/packages.ts";
import { fixedField } from "../../shell/state/field.ts";
import type { Field } from "../../shell/state/field.ts";
import { hop, parent, single } from "../chain.ts";
import { launchFile } from "../executable.ts";
import type { Chain, How, Situation } from "../situation.ts";

/** Most services of one manager that are followed. */
const MOST_SERVICES = 32;

/** A service that starts, and its folder. */
interface Service {
  readonly path: string;
  readonly folder: ServiceFolder;
}

/** A manager on its command line, where it stands. */
interface Managing {
  readonly manager: ServiceManager;
  readonly argv: readonly Field[];
  readonly how: How;
  readonly situation: Situation;
}

/**
 * Follows what s6-overlay, my_init or s6-svscan starts: each service in the image's folders, and the command that is
 * given to it; all run at the same time, so what becomes of one is a way of its own. Undefined where it is none of
 * them, or nothing shows what it starts.
 */
export function launchServices(argv: readonly Field[], how: How, situation: Situation): readonly Chain[] | undefined {
  const manager = managerOf(argv, situation);
  if (!manager) return undefined;
  const managing: Managing = { manager, argv, how, situation };
  const chains = [
    ...servicesOf(managing)
      .slice(0, MOST_SERVICES)
      .flatMap((each) => launchService(managing, each)),
    ...launchCommand(managing),
  ];
  if (chains.length > 0 || manager.alone === undefined) return chains.length > 0 ? chains : undefined;
  const self = hop(argv, how, manager.name, situation);
  return [single({ hops: [self], role: { kind: "program", row: findProgram([manager.alone]), own: false } })];
}

function managerOf([first]: readonly Field[], { image, context }: Situation): ServiceManager | undefined {
  const name = first?.value ?? "";
  if (basename(name) === "s6-svscan") return svscan;
  if (basename(name) === "my_init") return image.base?.init === "my_init" ? myInit : undefined;
  if (name !== "/init") return undefined;
  const brought = textsOf(image.stage, /^(?:ADD|COPY|RUN)$/).some(({ text }) => /s6-overlay/i.test(text));
  const has = image.base?.init === "s6" || brought;
  return has || s6Overlay.folders.some(({ path }) => context.names(image.stage, path).length > 0)
    ? s6Overlay
    : undefined;
}

function servicesOf({ manager, argv, situation }: Managing): readonly Service[] {
  const { image, context, cwd } = situation;
  if (argv.some(({ value }) => value === "--skip-runit")) return [];
  const operand = argv.slice(1).find(({ value }) => !value.startsWith("-"))?.value ?? ".";
  const named = resolve(cwd === "unknown" ? "/" : cwd, operand);
  const folders = manager === svscan ? [namedFolder(named)] : manager.folders;
  return folders.flatMap((folder) => {
    const started = startedBy(folder, situation);
    return context
      .names(image.stage, folder.path)
      .filter((name) => !name.startsWith(".") && (started?.has(name) ?? true))
      .map((name) => ({ path: join(folder.path, name), folder }));
  });
}

/** The services that bundles name, and those that others depend on; undefined where there are no bundles. */
function startedBy({ path, bundles }: ServiceFolder, { image, context }: Situation): ReadonlySet<string> | undefined {
  if (bundles.length === 0) return undefined;
  const names = (folder: string): readonly string[] => context.names(image.stage, folder);
  const listed = (file: string): readonly string[] => {
    const found = context.lookup(image.stage, file);
    return found.kind === "file" ? found.text.text.split(/\s+/).filter(Boolean) : [];
  };
  const needed = bundles.flatMap((folder) =>
    names(folder).flatMap((name) => [
      ...names(join(folder, name, "contents.d")),
      ...listed(join(folder, name, "contents")),
    ]),
  );
  const wanted = names(path).flatMap((name) => [
    ...names(join(path, name, "dependencies.d")),
    ...listed(join(path, name, "dependencies")),
  ]);
  return new Set([...needed, ...wanted]);
}

function launchService(managing: Managing, { path, folder }: Service): readonly Chain[] {
  const { manager, argv, how, situation } = managing;
  const { image, context } = situation;
  const run = join(path, "run");
  const down = context.lookup(image.stage, join(path, "down-signal"));
  const signal = down.kind === "file" ? canonicalSignal(down.text.text.trim()) : undefined;
  const next: How = { kind: "fork", via: manager.name, at: how.at };
  const inside: Situation = { ...situation, byShell: undefined };
  const chains = launchFile([fixedField(run)], next, inside, folder.copied) ?? [];
  // A service that ends is started again, and one that cannot start ends no container.
  return chains
    .filter(({ processes }) => !/^(?:ended|unrunnable)$/.test(processes.at(-1)?.role.kind ?? ""))
    .flatMap((chain) => {
      const wrapped: Wrapped = { ...wrapperOf(managing, folder.patience, false, signal), serves: true };
      return parent(hop(argv, how, manager.name, situation), { kind: "wrapper", wrapped }, [chain]);
    });
}

/** The command behind the manager's own words. */
function launchCommand(managing: Managing): readonly Chain[] {
  const { manager, argv, how, situation } = managing;
  const inner = unwrap(argv.map(({ value }) => value))?.inner;
  if (manager.sweep === undefined || inner?.kind !== "argv") return [];
  const words = argv.slice(inner.from);
  const next: How = { kind: "fork", via: manager.name, at: words[0]?.text?.locate() ?? how.at };
  const first = manager.commandFirst === undefined ? undefined : situation.image.env.get(manager.commandFirst);
  const wrapped =
    first === undefined || first === "0" ? wrapperOf(managing, [manager.sweep], true) : wrapperOf(managing, [], false);
  return parent(
    hop(argv, how, manager.name, situation),
    { kind: "wrapper", wrapped },
    situation.launch(words, next, { ...situation, byShell: undefined }),
  );
}

/** A manager as the wrapper of what it starts. */
function wrapperOf(
  { manager, situation }: Managing,
  times: readonly Patience[],
  everyone: boolean,
  signal?: string,
): Wrapped {
  const killsAfter = times.map((each) => timeOf(each, situation)).reduce((sum, each) => sum + each, 0);
  const rewrites = Object.entries(manager.rewrites).map(
    ([from, to]) => [from, to === undefined ? undefined : (signal ?? to)] as const,
  );
  return {
    row: {
      name: manager.name,
      kind: times.length > 0 ? "limit" : "forward",
      reaps: true,
      killsAfter: times.length > 0 ? killsAfter : undefined,
      evidence: manager.evidence,
    },
    inner: { kind: "unknown", reason: "its folders name its services" },
    user: undefined,
    env: [],
    rewrites: new Map(rewrites),
    group: false,
    everyone,
    sweeps: manager.sweep && timeOf(manager.sweep, situation),
  };
}

function timeOf({ variable, milliseconds, unit }: Patience, { image }: Situation): number {
  const value = variable === undefined ? undefined : image.env.get(variable);
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) * (unit === "s" ? 1000 : 1) : milliseconds;
}
