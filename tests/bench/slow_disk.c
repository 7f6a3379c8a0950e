/* A disk whose every sync takes two milliseconds longer. Preloaded by scripts/bench. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowly(const char* name, int fd) {
  const struct timespec two_milliseconds = {0, 2000000};
  nanosleep(&two_milliseconds, 0);
  int (*real)(int);
  *(void**)&real = dlsym(RTLD_NEXT, name);
  return real(fd);
}

int fsync(int fd) {
  return slowly("fsync", fd);
}
int fdatasync(int fd) {
  return slowly("fdatasync", fd);
}
