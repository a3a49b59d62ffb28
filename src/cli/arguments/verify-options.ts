import yargs from "yargs";
import type { WaitFor } from "../../verify/bring-up.ts";
import { chooseConfig, readBaseImage } from "./options.ts";
import type { ColorChoice, RunOptions } from "./options.ts";
import { last } from "./parser.ts";
import { suggestion } from "../../text/suggestion.ts";
import { UsageError } from "./usage-error.ts";

/** What `pid1lint verify` is asked to do: with an image, or with one that it builds. */
export interface VerifyOptions extends Pick<RunOptions, "baseImages" | "config"> {
  readonly image: string | undefined;
  readonly build: string | undefined;
  /** The Dockerfile that the image was built of. */
  readonly dockerfile: string | undefined;
  /** Build context and stage; what is undefined is left to the configuration. */
  readonly context: string | undefined;
  readonly target: string | undefined;
  readonly network: string;
  readonly waitFor: WaitFor | undefined;
  /** Grace period in seconds. */
  readonly grace: number;
  readonly format: "text" | "json";
  readonly outputFile: string | undefined;
  readonly color: ColorChoice;
}

const usage = `Usage: pid1lint verify IMAGE          run an image, stop it as docker stop does, and report what happened
       pid1lint verify --build PATH   build it first, from a Dockerfile or a folder with one

The container gets no network, runs with limits, and is always removed. Given a Dockerfile, verify
compares what happened with what pid1lint trace says.`;

const epilogue = `DOCKER_HOST selects the engine: Docker, or Podman's socket.
Exit codes: 0 graceful or delivered, 1 otherwise, 2 wrong usage or no such image, 3 no engine.`;

function define(argv: readonly string[]) {
  return yargs([...argv])
    .scriptName("pid1lint verify")
    .locale("en")
    .exitProcess(false)
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .options({
      "build": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "Dockerfile, or folder with one, to build",
      },
      "dockerfile": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "with IMAGE: the Dockerfile (or its folder) to compare with",
      },
      "context": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "build context (default: found from what COPY names)",
      },
      "target": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "stage to build and compare (default: the last)",
      },
      "base-image": {
        type: "array",
        string: true,
        requiresArg: true,
        describe: "NAME=FILE: what a private base image sets (a Dockerfile, or JSON); may be repeated",
      },
      "config": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "configuration to use (default: the nearest pid1lint.yaml from the Dockerfile upwards)",
      },
      "no-config": { type: "boolean", describe: "use no configuration" },
      "network": { type: "string", requiresArg: true, coerce: last, describe: "engine network to use (default: none)" },
      "wait-for": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe:
          "when the container is up: seconds, or a regular expression for its log (default: health check, or " +
          "steady processes)",
      },
      "time": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "grace period in seconds before the engine kills it (default: 10)",
      },
      "format": { type: "string", requiresArg: true, coerce: last, describe: "text (default), json" },
      "output-file": {
        type: "string",
        requiresArg: true,
        coerce: last,
        describe: "write the report to this file instead of standard output",
      },
      "color": { type: "string", requiresArg: true, coerce: last, describe: "auto (default), always, never" },
    })
    .epilogue(epilogue)
    .help("help", "print this help")
    .alias("help", "h")
    .version(false)
    .wrap(Math.min(110, process.stdout.columns ?? 110));
}

/** What tells of a Dockerfile. */
const ofDockerfile = ["context", "target", "base-image", "config", "no-config"] as const;
/** Options of `pid1lint verify`. */
export const verifyOptions: readonly string[] = [
  "build",
  "dockerfile",
  ...ofDockerfile,
  "network",
  "wait-for",
  "time",
  "format",
  "output-file",
  "color",
];

/** Reads what follows `pid1lint verify`. Throws a {@link UsageError} that says what to do. */
export function readVerifyArguments(
  argv: readonly string[],
): { readonly kind: "run"; readonly options: VerifyOptions } | { readonly kind: "print"; readonly text: string } {
  let text = "";
  let failure: string | undefined;
  const args = define(argv).parseSync([...argv], {}, (error: Error | undefined | null, _: unknown, output: string) => {
    failure = error?.message;
    text = output;
  });
  if (failure !== undefined)
    throw new UsageError(
      failure.replace(/^Not enough arguments following: (.*)$/, "--$1 needs a value; see pid1lint verify --help"),
    );
  if (args["help"] === true) return { kind: "print", text: `${usage}\n\n${text}\n` };
  const unknown = Object.keys(args).find((key) => !["_", "$0", ...verifyOptions].includes(key));
  if (unknown !== undefined)
    throw new UsageError(
      `pid1lint verify does not accept --${unknown}${
        suggestion(
          `--${unknown}`,
          verifyOptions.map((each) => `--${each}`),
        ) || "; see pid1lint verify --help"
      }`,
    );

  const [image, ...more] = args._.map(String);
  const { build, dockerfile, context, target } = args;
  if (more.length > 0) throw new UsageError("pid1lint verify takes one image at a time");
  if ((image === undefined) === (build === undefined))
    throw new UsageError("pid1lint verify needs an image, or --build PATH");
  if (build !== undefined && dockerfile !== undefined)
    throw new UsageError("--dockerfile needs an image: --build already names a Dockerfile");
  const idle =
    build === undefined && dockerfile === undefined ? ofDockerfile.find((name) => args[name] !== undefined) : undefined;
  if (idle !== undefined) throw new UsageError(`--${idle} needs --build or --dockerfile`);
  return {
    kind: "run",
    options: {
      image,
      build,
      dockerfile,
      context,
      target,
      baseImages: (args["base-image"] ?? []).map((choice) => readBaseImage(String(choice))),
      config: chooseConfig(args.config, args["no-config"]),
      network: args.network ?? "none",
      waitFor: args["wait-for"] === undefined ? undefined : readWaitFor(args["wait-for"]),
      grace: readSeconds("time", args.time ?? "10"),
      format: oneOf("format", args.format ?? "text", ["text", "json"] as const),
      outputFile: args["output-file"],
      color: oneOf("color", args.color ?? "auto", ["auto", "always", "never"] as const),
    },
  };
}

function readWaitFor(text: string): WaitFor {
  if (/^\d+(\.\d+)?$/.test(text)) return { kind: "seconds", seconds: readSeconds("wait-for", text) };
  try {
    return { kind: "log", pattern: new RegExp(text, "m") };
  } catch {
    throw new UsageError(`--wait-for ${text}: not a number of seconds, and not a valid regular expression`);
  }
}

/** The engine takes whole seconds for the grace period. */
function readSeconds(option: string, text: string): number {
  const valid = option === "time" ? /^\d+$/ : /^\d+(\.\d+)?$/;
  if (!valid.test(text) || Number(text) > 3600) throw new UsageError(`--${option} ${text}: give seconds, at most 3600`);
  return Number(text);
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === value);
  if (choice === undefined)
    throw new UsageError(`--${option} ${value}: choose ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`);
  return choice;
}
