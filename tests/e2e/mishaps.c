/* For tests/e2e/mishaps, loaded before the daemon's libraries: a clock that is wrong, and a disk that fails.
   MISHAP_CLOCK  the file with the seconds by which the wall clock is ahead
   MISHAP_NAME   "<name> <address> <address>": what the name is said to be, in that order
   MISHAP_BOOT   the file with the id of this start of the machine
   MISHAP_DISK   "<call> <n> <part of a path>": the n-th such call on such a file fails with EIO, and those after it
                 while the file MISHAP_DISK_FILE is there; call is read, write or fsync */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int passed;

static int fails(const char *call, int fd) {
  const char *wanted = getenv("MISHAP_DISK"), *there = getenv("MISHAP_DISK_FILE");
  char kind[16], part[256], link[64], path[PATH_MAX];
  int n = 0, failing;
  ssize_t size;
  if (!wanted || sscanf(wanted, "%15s %d %255s", kind, &n, part) != 3 || strcmp(kind, call) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return 0;
  path[size] = 0;
  if (!strstr(path, part)) return 0;
  pthread_mutex_lock(&lock);
  ++passed;
  failing = passed == n || (passed > n && there && access(there, F_OK) == 0);
  pthread_mutex_unlock(&lock);
  if (failing) errno = EIO;
  return failing;
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t pread64(int fd, void *data, size_t size, off64_t at) {
  REAL(ssize_t, "pread64", int, void *, size_t, off64_t);
  return fails("read", fd) ? -1 : real(fd, data, size, at);
}
ssize_t pread(int fd, void *data, size_t size, off_t at) {
  REAL(ssize_t, "pread", int, void *, size_t, off_t);
  return fails("read", fd) ? -1 : real(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  return fails("write", fd) ? -1 : real(fd, data, size, at);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  return fails("write", fd) ? -1 : real(fd, data, size, at);
}
int fsync(int fd) {
  REAL(int, "fsync", int);
  return fails("fsync", fd) ? -1 : real(fd);
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return fails("fsync", fd) ? -1 : real(fd);
}
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  REAL(int, "getaddrinfo", const char *, const char *, const struct addrinfo *, struct addrinfo **);
  const char *said = getenv("MISHAP_NAME");
  char names[3][256];
  if (!said || !name || sscanf(said, "%255s %255s %255s", names[0], names[1], names[2]) != 3 || strcmp(name, names[0]) != 0)
    return real(name, service, hints, found);
  struct addrinfo numeric = *hints, *second = NULL;
  numeric.ai_flags = (numeric.ai_flags | AI_NUMERICHOST) & ~AI_ADDRCONFIG;
  int failed = real(names[1], service, &numeric, found);
  if (failed || (failed = real(names[2], service, &numeric, &second))) return failed;
  struct addrinfo *last = *found;
  while (last->ai_next) last = last->ai_next;
  last->ai_next = second;
  return 0;
}
FILE *fopen64(const char *path, const char *mode) {
  REAL(FILE *, "fopen64", const char *, const char *);
  const char *boot = getenv("MISHAP_BOOT");
  return real(boot && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0 ? boot : path, mode);
}
int clock_gettime(clockid_t clock, struct timespec *now) {
  REAL(int, "clock_gettime", clockid_t, struct timespec *);
  const int result = real(clock, now);
  const char *file = getenv("MISHAP_CLOCK");
  if (file && clock == CLOCK_REALTIME) {
    FILE *in = fopen(file, "r");
    long ahead = 0;
    if (in) {
      if (fscanf(in, "%ld", &ahead) == 1) now->tv_sec += ahead;
      fclose(in);
    }
  }
  return result;
}
