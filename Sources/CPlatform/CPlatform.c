#define _GNU_SOURCE
#include "CPlatform.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <sys/pidfd.h>
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

int exhibit_make_temporary(char *pattern) { return mkostemp(pattern, O_CLOEXEC); }

int exhibit_socket(int family) { return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

int exhibit_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

int exhibit_clock_is_synchronised(void) {
    struct timex state = {0};
    int status = adjtimex(&state);
    if (status < 0) return -1;
    return status != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

int exhibit_process_open(pid_t process) { return pidfd_open(process, 0); }

int exhibit_process_signal(int descriptor, int signal) { return pidfd_send_signal(descriptor, signal, NULL, 0); }
