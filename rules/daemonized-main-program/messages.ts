/** What is said of daemons. */
export const messages = {
  "main program daemonizes": ({ actor }: { readonly actor: string }) =>
    `${actor} daemonizes: PID 1 exits and the container stops`,
  "daemon beside": () => "this daemonizes, so the stop signal never reaches it; it is killed when PID 1 exits",
};

/** What is said of the command that only keeps the container alive. */
export const places = { idle: "this keeps the container alive and receives the signal instead" };
