/** What is said of what is left behind. */
export const messages = {
  "left behind": () =>
    "after `exec`, nothing forwards the stop signal to this background process; it is killed when PID 1 exits",
};
