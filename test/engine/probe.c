/* The main program of the contexts that test/engine runs: it takes its time to stop, and whoever cuts it off is found out. */
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

int main(void) {
  struct sigaction action = {0};
  int signals[] = {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGWINCH};
  action.sa_handler = stop;
  sigfillset(&action.sa_mask);
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
  say("ready\n");
  for (;;) pause();
}
