interface Trapped {
  readonly signal: string;
}

/** What is said of a trap that does not wait for the child. */
export const messages = {
  "forwards without waiting": ({ signal }: Trapped) =>
    `the shell forwards ${signal} but exits without waiting; the child is killed mid-shutdown`,
  "signals a subshell": ({ signal }: Trapped) =>
    `the shell forwards ${signal} to a subshell, which exits without its child; the child is killed when PID 1 exits`,
  "exits without forwarding": ({ signal }: Trapped) =>
    `on ${signal}, the shell runs this trap and exits without stopping the child, which is then killed`,
};

/** What is said of what the shell has started. */
export const places = { child: "the child" };
