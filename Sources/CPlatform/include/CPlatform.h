// What glibc has and Swift's Glibc module does not show.
#ifndef EXHIBIT_CPLATFORM_H
#define EXHIBIT_CPLATFORM_H

#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// pipe2(2) with O_CLOEXEC.
int exhibit_pipe_cloexec(int descriptors[2]);

/// posix_spawn_file_actions_addclosefrom_np(3).
int exhibit_spawn_close_from(posix_spawn_file_actions_t *actions, int lowest);

/// posix_spawn_file_actions_addchdir_np(3).
int exhibit_spawn_change_folder(posix_spawn_file_actions_t *actions, const char *folder);

/// open(2) with a mode (variadic in C, so out of Swift's reach); O_CLOEXEC is always added.
int exhibit_open(const char *path, int flags, mode_t mode);

/// mkostemp(3) with O_CLOEXEC.
int exhibit_make_temporary(char *pattern);

/// renameat2(2) with RENAME_NOREPLACE: fails with EEXIST when the new name exists.
int exhibit_rename_noreplace(const char *from, const char *to);

/// renameat2(2) with RENAME_EXCHANGE: each name stands for what the other did.
int exhibit_rename_exchange(const char *one, const char *other);

/// A TCP socket of this family (AF_INET, AF_INET6), close-on-exec and non-blocking.
int exhibit_socket(int family);

/// accept4(2) with SOCK_CLOEXEC and SOCK_NONBLOCK.
int exhibit_accept(int listener);

/// Whether the kernel counts the clock as kept by a time server (adjtimex(2)): 1, 0, or -1 when it does not say.
int exhibit_clock_is_synchronised(void);

/// How far the kernel thinks the clock may be off, in microseconds, as estimated and at most (adjtimex(2)); -1 when it does not say.
int exhibit_clock_errors(long *estimated, long *greatest);

/// The version of the C library that this process runs with; a text for good.
const char *exhibit_libc_version(void);

/// pidfd_open(2), whose descriptors are close-on-exec: a hold on one process that no later one with its number gets.
int exhibit_process_open(pid_t process);

/// pidfd_send_signal(2).
int exhibit_process_signal(int descriptor, int signal);

/// Runs a program with `arguments`, the program itself first and NULL last, or with none when that is NULL, and with
/// `environment`, or ours when that is NULL: `input` on its standard input, its standard output into `output`, at most `*count` bytes.
/// 0 when it ended with `*status` as `waitpid` has it; -1 with errno: ETIMEDOUT after `milliseconds`, EFBIG for a longer
/// output; then it was killed. It has ended in any case when this returns.
int exhibit_run_filter(
    const char *program, char *const *arguments, char *const *environment, const unsigned char *input, size_t input_count, unsigned char *output, size_t *count, int milliseconds,
    int *status);

/// No core dump of this process, and no debugger of the same user: prctl is variadic.
int exhibit_forbid_dumps(void);

#endif
