#define OPENSSL_SUPPRESS_DEPRECATED // RAND_METHOD: see the header
#include "COneShotRandom.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <string.h>

static _Thread_local unsigned char armed_value[32];
static _Thread_local enum { IDLE, ARMED, DRAWN } state;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int armed_threads; // by `lock`

static int draw(unsigned char *out, int count) {
    if (state == ARMED && count == 32) {
        state = DRAWN;
        memcpy(out, armed_value, 32);
        OPENSSL_cleanse(armed_value, 32);
        return 1;
    }
    // The private generator serves all others while a thread is armed: a method cannot tell for what a draw is.
    EVP_RAND_CTX *generator = RAND_get0_private(NULL);
    return count >= 0 && generator != NULL && EVP_RAND_generate(generator, out, (size_t)count, 0, 0, NULL, 0);
}

static int seed(const void *bytes, int count) {
    (void)bytes;
    (void)count;
    return 1; // libcrypto seeds its generators itself
}

static int add(const void *bytes, int count, double entropy) {
    (void)bytes;
    (void)count;
    (void)entropy;
    return 1;
}

static int status(void) { return 1; }

static const RAND_METHOD one_shot = {seed, draw, NULL, add, draw, status};

int exhibit_one_shot_arm(const unsigned char value[32]) {
    if (state != IDLE) return 0;
    pthread_mutex_lock(&lock);
    int done = armed_threads > 0 || RAND_set_rand_method(&one_shot) == 1;
    if (done) armed_threads++;
    pthread_mutex_unlock(&lock);
    if (!done) return 0;
    memcpy(armed_value, value, 32);
    state = ARMED;
    return 1;
}

int exhibit_one_shot_disarm(void) {
    if (state == IDLE) return 0;
    int was_drawn = state == DRAWN;
    state = IDLE;
    OPENSSL_cleanse(armed_value, 32);
    pthread_mutex_lock(&lock);
    if (--armed_threads == 0) RAND_set_rand_method(NULL);
    pthread_mutex_unlock(&lock);
    return was_drawn;
}
