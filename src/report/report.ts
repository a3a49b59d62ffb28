import type { Diagnostic, Known, Severity } from "../text/diagnostic.ts";
import type { FileChange } from "../files/tree.ts";
import type { AppliedFix, WithheldFix } from "../fixing/fixer.ts";
import type { Failure } from "../lint/lint.ts";
import type { HopKind } from "../startup/process.ts";
import type { Outcome } from "../stop/outcome.ts";
import type { Need, NoteReport, PlatformReport, ReasonReport, WaiverReport } from "./reason-report.ts";
import type { Silenced } from "../lint/suppress.ts";
import type { Seen } from "../stop/verdict.ts";
import type { Location, Source } from "../text/source.ts";
import type { Arg } from "../image/built-image.ts";

/** One program image between the container's start and the main program, as the reports show it. */
export interface Hop {
  readonly argv: readonly Arg[];
  readonly kind: HopKind;
  /** What wrote it, in words: "CMD", "ENTRYPOINT", "docker-entrypoint.sh". */
  readonly via: string;
  /** The place that wrote it; undefined if it is in no file of ours. */
  readonly at: Location | undefined;
  /** What runs there, in words: "dash", "script /entrypoint.sh (bash)", "tini". */
  readonly what: string;
  /** Processes of the chain, counted from 1 = PID 1: hops that replaced one another share a number. */
  readonly process: number;
  /** What it does with the stop signal; undefined if it is gone by then. */
  readonly note: NoteReport | undefined;
}

/** One way from start to stop. */
export interface Path {
  readonly hops: readonly Hop[];
  /** What leads there: "DEBUG=1"; undefined for the default run, and where the default run has no part in it. */
  readonly when: string | undefined;
  /** Variables that nobody declares, without which the container fails, and which are taken to be set. */
  readonly given: readonly string[];
  readonly outcome: Outcome;
  /** What an engine shows of it while everything runs. */
  readonly seen: Seen;
  readonly reason: ReasonReport;
  /** Why nobody has to be warned of it, where it is stuck or abrupt and no finding says so. */
  readonly waiver: WaiverReport | undefined;
  /** Whether the main program acts on the signal that it gets, or would get. */
  readonly handles: Known<boolean>;
  /** Whether it finishes the work in hand before it ends. */
  readonly waits: Known<boolean>;
  readonly reaping: Known<boolean>;
  /** Other processes left running that nobody waits for. */
  readonly leftBehind: readonly { readonly argv: readonly Arg[]; readonly at: Location | undefined }[];
}

/** Who starts an image, and stops it again. */
export interface DeploymentReport {
  /** "docker run" for the image's own defaults; "service web", "container web of Deployment shop". */
  readonly title: string;
  /** Its name in the file that describes it; undefined for the image's own defaults. */
  readonly place: Location | undefined;
  readonly platform: PlatformReport;
}

/** One image's verdict, for the reports. */
export interface ImageReport {
  /** Path of the Dockerfile in the file tree, or of the compose file or manifest that starts the image. */
  readonly file: string;
  /** Stage name, or its number as text. */
  readonly stage: string;
  readonly deployment: DeploymentReport;
  readonly outcome: Outcome;
  /** Why: that of the way that decides; for `unknown`, what could not be resolved. */
  readonly reason: ReasonReport;
  /** What would resolve it, where the outcome is unknown. */
  readonly need: Need | undefined;
  readonly reaping: Known<boolean>;
  readonly stopSignal: Known<string>;
  /** Ways through the start-up; the one that decides the outcome first. */
  readonly paths: readonly Path[];
}

/**
 * How many findings the settings and comments of a change leave out, that would be reported, or fail the run, with
 * those of the revision it starts from.
 */
export interface LeftOut {
  readonly configuration: number;
  readonly baseline: number;
  readonly comments: number;
}

/** Everything that a run found: what the report formats print. */
export interface Report {
  /** Sorted by path, then place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that a baseline keeps out of the report; empty without one. */
  readonly known: readonly Diagnostic[];
  /** Findings that a comment keeps out of the report. */
  readonly silenced: readonly Silenced[];
  /** Findings that a change keeps out of the report; undefined where it was not asked for, with `--base`. */
  readonly leftOut: LeftOut | undefined;
  /** Where pid1lint itself failed; each is an "internal-error" among the diagnostics. */
  readonly failures: readonly Failure[];
  readonly images: readonly ImageReport[];
  /** How many files were linted. */
  readonly files: number;
  /** What `--fix` wrote, or `--diff` would write; empty where neither was asked for. */
  readonly changes: readonly FileChange[];
  /** The fixes that these changes are made of. */
  readonly applied: readonly AppliedFix[];
  readonly withheld: readonly WithheldFix[];
  /** Paths of the changed files in sets that are written whole or not at all. */
  readonly units: readonly (readonly string[])[];
  /** The text of a file that a location names. */
  source(path: string): Source;
  /** A path as the user knows it: relative to the working directory. */
  display(path: string): string;
}

/** File and line of a place as the user knows them: "api/Dockerfile:7". */
export function lineOf(report: Report, at: Location): string {
  return `${report.display(at.path)}:${report.source(at.path).position(at.start).line}`;
}

/** Why a fix was withheld, with the file that stands in the way unless the finding is in that. */
export function reasonOf(report: Report, { diagnostic, reason, path }: WithheldFix): string {
  return path === undefined || path === diagnostic.at.path ? reason : `${report.display(path)}: ${reason}`;
}

/** How a report may look. */
export interface ReportOptions {
  readonly color: boolean;
  /** Findings only: no process trees, no summary. */
  readonly quiet: boolean;
}

/** For formats that a platform reads, which knows the repository and not the working directory. */
export interface RootOptions extends ReportOptions {
  /** The repository's top, or the folder that stands for it: paths are relative to it. */
  readonly root: string;
}

/** This program, for formats that tell of it. */
export interface Tool {
  readonly version: string;
  /** The project's address; undefined if the package names none. */
  readonly homepage: string | undefined;
  /** What a finding may come from: the rules, whose pages show how severe they are, and the engine's own checks. */
  readonly checks: readonly { readonly id: string; readonly summary: string; readonly severity?: Severity }[];
  /** A rule's page, in Markdown; undefined for the engine's own checks. */
  page(id: string): string | undefined;
  /** Where a rule's page can be read; undefined if that is not known. */
  pageUrl(id: string): string | undefined;
}

/** For formats that tell of the program or its rules. */
export interface ToolOptions extends ReportOptions {
  readonly tool: Tool;
}
