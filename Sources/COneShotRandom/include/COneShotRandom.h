// One chosen value for the next public random draw of 32 bytes on this thread.
//
// ClientHello.random is such a draw, and libssl has no call to choose it. RAND_set_rand_method, deprecated since
// OpenSSL 3.0, is the one public way, so it is called here and nowhere else. While no thread is armed, libcrypto has its own
// method; while one is, every draw that is not the one passes through to libcrypto's own generators.
#ifndef EXHIBIT_ONE_SHOT_RANDOM_H
#define EXHIBIT_ONE_SHOT_RANDOM_H

/// Has the next draw of exactly 32 bytes on this thread give `value`. 0 when libcrypto does not let us.
int exhibit_one_shot_arm(const unsigned char value[32]);

/// Ends that; harmless when nothing is armed. Gives 1 when the value was drawn, 0 when it was not.
int exhibit_one_shot_disarm(void);

#endif
