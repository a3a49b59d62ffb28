import type { Location } from "../../src/text/source.ts";
import { valuesOf } from "../../src/shell/expansion/expand.ts";
import { isIdle, mainJob } from "../../src/startup/main-job.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { namesIn } from "../../src/startup/runners/package-json.ts";
import { packagesOf } from "../../src/image/packages.ts";
import { lasting } from "../../src/shell/purpose/lasting.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { InitReason } from "./messages.ts";

/** Evidence that PID 1 is handed children of others, which it has to reap. */
interface OrphanEvidence {
  /** What brings them. */
  readonly reason: InitReason;
  readonly at: Location;
  /** They are sure to come; else what could bring them is only there. */
  readonly sure: boolean;
}

/** Programs that start processes which start others: a browser, by its own name or that of what drives it. */
const browsers: Readonly<Record<"system" | "node" | "python", ReadonlySet<string>>> = {
  system: new Set([
    "chromium",
    "chromium-browser",
    "chromium-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "google-chrome-beta",
    "google-chrome-unstable",
    "firefox",
    "firefox-esr",
    "chromedriver",
    "chromium-driver",
    "chromium-chromedriver",
    "microsoft-edge-stable",
  ]),
  node: new Set([
    "puppeteer",
    "puppeteer-core",
    "playwright",
    "playwright-core",
    "playwright-chromium",
    "@playwright/test",
    "selenium-webdriver",
    "@sparticuz/chromium",
  ]),
  python: new Set(["playwright", "selenium", "pyppeteer", "undetected-chromedriver", "seleniumbase", "splinter"]),
};

/** Programs that a service calls for a piece of work, and that leave processes behind: soffice its office. */
const helpers = /^(libreoffice(-\w+)*|soffice|unoconv)$/;

/** Programs at PID 1 that start other people's command lines. */
const cronLike = /^(cron|crond)( |$)/;

/**
 * What an image has that leaves children to a PID 1 which is known not to reap them, the surest first; none where
 * PID 1 does.
 */
export function orphanEvidence(judged: Judged): readonly OrphanEvidence[] {
  const { paths, reaping } = judged.startUp;
  const leaving = paths.filter((path) => path.reaping === false);
  if (leaving.length === 0 || reaping === true) return [];
  const jobs = leaving.map(leftBehind);
  const always = (at: Location): boolean =>
    leaving.length === paths.length &&
    jobs.every((way) => way.some((job) => job.at.start === at.start && job.at.path === at.path));
  const left = jobs.flat().map((each) => ({ ...each, sure: each.sure && always(each.at) }));
  const evidence = [...left, ...leaving.flatMap(cronJobs), ...installed(judged), ...declared(judged)];
  const unique = evidence.filter(
    (each, index) =>
      evidence.findIndex((other) => other.at.path === each.at.path && other.at.start === each.at.start) === index,
  );
  return unique.sort((a, b) => Number(b.sure) - Number(a.sure));
}

/** Jobs that a script left running when it replaced itself: each becomes a zombie when it ends. */
function leftBehind(path: Path): readonly OrphanEvidence[] {
  return path.leftBehind
    .filter((job) => job.at.path !== "" && !isIdle(job.argv ?? []) && mainJob([job]) !== undefined)
    .map((job) => ({
      reason: { kind: "zombies of a job" as const },
      at: job.at,
      sure: lasting(job.argv ? valuesOf(job.argv) : []) !== "stays",
    }));
}

function cronJobs(path: Path): readonly OrphanEvidence[] {
  const [first] = path.processes;
  const hop = first?.hops.at(-1);
  const at = hop?.argv[0]?.text?.locate() ?? hop?.at;
  const row = first?.role.kind === "program" ? first.role.row : undefined;
  return row && cronLike.test(row.name) && at && at.path !== ""
    ? [{ reason: { kind: "zombies of cron", program: row.name.split(" ", 1).join() }, at, sure: false }]
    : [];
}

/** Packages that RUN instructions install. */
function installed({ image }: Judged): readonly OrphanEvidence[] {
  return packagesOf(image).flatMap(({ manager, name, at }): readonly OrphanEvidence[] => {
    if (browsers[manager].has(name))
      return [{ reason: { kind: "zombies of a browser", program: name }, at, sure: false }];
    return manager === "system" && helpers.test(name)
      ? [{ reason: { kind: "zombies of helpers", program: name }, at, sure: false }]
      : [];
  });
}

/** Dependencies that the project's own files name, in the folder where the program runs. */
function declared({ image, context, startUp }: Judged): readonly OrphanEvidence[] {
  const folders = new Set(
    startUp.paths.flatMap((path) => path.processes.flatMap(({ hops }) => hops.map(({ cwd }) => cwd))),
  );
  const found: OrphanEvidence[] = [];
  for (const folder of folders) {
    if (folder === "unknown") continue;
    const json = context.lookup(image.stage, `${folder}/package.json`);
    if (json.kind === "file") {
      for (const [name, { start, end }] of namesIn(json.text, "dependencies")) {
        if (browsers.node.has(name))
          found.push({
            reason: { kind: "zombies of a browser", program: name },
            at: json.text.locate(start, end),
            sure: false,
          });
      }
    }
    const list = context.lookup(image.stage, `${folder}/requirements.txt`);
    if (list.kind !== "file") continue;
    for (const match of list.text.text.matchAll(/^[ \t]*([A-Za-z0-9._-]+)/gm)) {
      const name = (match[1] ?? "").toLowerCase();
      if (browsers.python.has(name))
        found.push({
          reason: { kind: "zombies of a browser", program: name },
          at: list.text.locate(match.index, match.index + match[0].length),
          sure: false,
        });
    }
  }
  return found;
}
