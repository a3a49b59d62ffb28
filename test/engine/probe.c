/* The main program of the contexts that test/engine runs: it takes its time to stop, and whoever cuts it off is found out.
   Asked for its version and the like, or for a step of its set-up, it comes back at once. */
#ifndef MILLISECONDS
#define MILLISECONDS 300
#endif

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void say(const char *text) {
  if (write(1, text, strlen(text)) < 0) return;
}

static void stop(int signal) {
  struct timespec while_working = {MILLISECONDS / 1000, MILLISECONDS % 1000 * 1000 * 1000};
  (void)signal;
  nanosleep(&while_working, NULL);
  say("finished\n");
  _exit(42);
}

static int comes_back(const char *word) {
  const char *once[] = {"--version", "-v", "version", "--help", "healthcheck", "migrate", "config", "--test"};
  for (unsigned i = 0; i < sizeof once / sizeof *once; i++)
    if (strcmp(word, once[i]) == 0) return 1;
  return 0;
}

int main(int count, char **words) {
  struct sigaction action = {0};
  int signals[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGWINCH};
  for (int i = 1; i < count; i++)
    if (comes_back(words[i])) return 0;
  action.sa_handler = stop;
  sigfillset(&action.sa_mask);
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
  say("ready\n");
  for (;;) pause();
}
