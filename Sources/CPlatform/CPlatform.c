#define _GNU_SOURCE
#include "CPlatform.h"
#include <gnu/libc-version.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <spawn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <unistd.h>

int exhibit_pipe_cloexec(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

int exhibit_spawn_close_from(posix_spawn_file_actions_t *actions, int lowest) {
    return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
}

int exhibit_spawn_change_folder(posix_spawn_file_actions_t *actions, const char *folder) {
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}

int exhibit_open(const char *path, int flags, mode_t mode) { return open(path, flags | O_CLOEXEC, mode); }

int exhibit_rename_noreplace(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int exhibit_rename_exchange(const char *one, const char *other) {
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

int exhibit_make_temporary(char *pattern) { return mkostemp(pattern, O_CLOEXEC); }

int exhibit_socket(int family) { return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

int exhibit_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

int exhibit_clock_is_synchronised(void) {
    struct timex state = {0};
    int status = adjtimex(&state);
    if (status < 0) return -1;
    return status != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

int exhibit_clock_errors(long *estimated, long *greatest) {
    struct timex state = {0};
    if (adjtimex(&state) < 0) return -1;
    *estimated = state.esterror;
    *greatest = state.maxerror;
    return 0;
}

const char *exhibit_libc_version(void) { return gnu_get_libc_version(); }

int exhibit_process_open(pid_t process) { return pidfd_open(process, 0); }

int exhibit_process_signal(int descriptor, int signal) { return pidfd_send_signal(descriptor, signal, NULL, 0); }

int exhibit_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

static long now_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000L + time.tv_nsec / 1000000L;
}

int exhibit_run_filter(
    const char *program, char *const *arguments, char *const *environment, const unsigned char *input, size_t input_count, unsigned char *output, size_t *count, int milliseconds,
    int *status) {
    // A socket and no pipe: a program that ends without reading must not end us by a signal.
    int in[2], out[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0) return -1;
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(in[0]);
        close(in[1]);
        return -1;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[1], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    char *const alone[] = {(char *)program, NULL};
    // A group of its own, so that what it has started ends with it.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    pid_t child;
    int failure = posix_spawn(
        &child, program, &actions, &attributes, arguments ? arguments : alone, environment ? environment : environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(in[1]);
    close(out[1]);
    if (failure == 0) {
        // The socket's buffer holds a digest many times over.
        send(in[0], input, input_count, MSG_NOSIGNAL);
        shutdown(in[0], SHUT_WR);
        long end = now_milliseconds() + milliseconds;
        size_t filled = 0;
        while (1) {
            struct pollfd waiting = {out[0], POLLIN, 0};
            long left = end - now_milliseconds();
            int ready = poll(&waiting, 1, left > 0 ? (int)left : 0);
            if (ready < 0 && errno == EINTR) continue;
            unsigned char surplus;
            int is_full = filled == *count;
            ssize_t got = ready == 1 ? read(out[0], is_full ? &surplus : output + filled, is_full ? 1 : *count - filled) : -1;
            if (got == 0) break;
            if (got < 0 || is_full) {
                failure = got < 0 ? ETIMEDOUT : EFBIG;
                kill(-child, SIGKILL);
                break;
            }
            filled += (size_t)got;
        }
        *count = filled;
        // A program that closed its output and does not end is not waited for longer either.
        while (failure == 0 && waitpid(child, status, WNOHANG) == 0) {
            if (now_milliseconds() >= end) {
                failure = ETIMEDOUT;
                kill(-child, SIGKILL);
            }
            usleep(1000);
        }
        if (failure != 0) waitpid(child, status, 0);
    }
    close(in[0]);
    close(out[0]);
    errno = failure;
    return failure == 0 ? 0 : -1;
}
