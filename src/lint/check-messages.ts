import type { Reason } from "../stop/reason.ts";
import { reasonWords } from "../stop/wording/reason-words.ts";
import { worded } from "../text/message-table.ts";
import type { ReasonOf } from "../text/message-table.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";

interface Caused {
  readonly cause: string;
}

const parseError = {
  "unreadable": ({ cause }: Caused) => `cannot read this file: ${cause}`,
  "not a file": ({ cause }: Caused) => `this file is not read: ${cause}`,
  "link out of bounds": ({ cause }: Caused) => `this file is not read: ${cause}; name the target of the link instead`,
  /** The parser's own sentence. */
  "not understood": ({ cause }: Caused) => cause,
  "broken script": ({ outcome }: { readonly outcome: Reason }) => reasonWords(outcome),
};

const notRead = {
  /** The sentence of whoever asked for the file. */
  "refused": ({ cause }: Caused) => cause,
  "other ways not followed": ({ cause }: Caused) => `${cause}, so only the default run was judged`,
  "too much to follow": ({ cause }: Caused) => `${cause}, so it was not judged`,
};

const unusedSuppression = {
  "unknown rule": ({ names }: { readonly names: readonly string[] }) =>
    `unknown rule${names.length > 1 ? "s" : ""} ${names.map((name) => `"${name}"`).join(", ")}`,
  "unused": () => "unused suppression: it matches no finding",
};

const internalError = {
  failed: ({ cause }: Caused) =>
    `pid1lint failed on this file: ${cause}; this is a bug: please report it with the file`,
};

/** A check of the engine's own, and how severe it is as a rule. */
interface EngineCheck {
  readonly id: string;
  readonly summary: string;
  readonly kinds: readonly string[];
  readonly severity: Severity;
}

/** Findings that come from no rule. */
export const engineChecks: readonly EngineCheck[] = [
  {
    id: "parse-error",
    summary: "A file cannot be read or parsed",
    kinds: Object.keys(parseError),
    severity: "warning",
  },
  {
    id: "not-read",
    summary: "A file or folder is not read: it is outside the repository, or access is denied",
    kinds: Object.keys(notRead),
    severity: "info",
  },
  {
    id: "unused-suppression",
    summary: "A suppression comment matches no finding",
    kinds: Object.keys(unusedSuppression),
    severity: "info",
  },
  {
    id: "internal-error",
    summary: "pid1lint failed on a file; the others were checked",
    kinds: Object.keys(internalError),
    severity: "error",
  },
];

type Place = Diagnostic["at"];

/** A file that cannot be read or understood. */
export function parseErrorAt(at: Place, reason: ReasonOf<typeof parseError>, severity: Severity): Diagnostic {
  return { rule: "parse-error", severity, reason, message: worded(parseError, reason), at, related: [], fixes: [] };
}

/** What was not read or judged. */
export function notReadAt(at: Place, reason: ReasonOf<typeof notRead>): Diagnostic {
  return { rule: "not-read", severity: "info", reason, message: worded(notRead, reason), at, related: [], fixes: [] };
}

/** A comment that silences nothing. */
export function unusedAt(at: Place, reason: ReasonOf<typeof unusedSuppression>): Diagnostic {
  const message = worded(unusedSuppression, reason);
  return { rule: "unused-suppression", severity: "info", reason, message, at, related: [], fixes: [] };
}

/** A fault of pid1lint's own. */
export function internalErrorAt(at: Place, reason: ReasonOf<typeof internalError>): Diagnostic {
  const message = worded(internalError, reason);
  return { rule: "internal-error", severity: "error", reason, message, at, related: [], fixes: [] };
}

/** What is said of the deployment that changes how an image starts. */
export const places = {
  overrides: (deployment: string) => `${deployment} builds this image and overrides how it starts`,
};
