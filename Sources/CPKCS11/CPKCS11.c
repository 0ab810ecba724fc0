#include "CPKCS11.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// Types of the standard, section 3; on Unix structures have their natural alignment.
typedef unsigned long number;
typedef struct { unsigned char major, minor; } version;
typedef struct { number type; void *value; number length; } attribute;
typedef struct { number mechanism; void *parameter; number length; } mechanism;
typedef struct {
    unsigned char label[32], maker[32], model[16], serial[16];
    number flags, max_sessions, sessions, max_rw, rw, max_pin, min_pin, total_public, free_public, total_private, free_private;
    version hardware, firmware;
    unsigned char time[16];
} token_info;

typedef number (*any_call)(void);
// CK_FUNCTION_LIST: the calls in the order of the standard.
typedef struct {
    version version;
    number (*initialize)(void *);
    any_call finalize, get_info, get_function_list;
    number (*slot_list)(unsigned char, number *, number *);
    any_call slot_info;
    number (*token_info)(number, token_info *);
    any_call mechanism_list, mechanism_info, init_token, init_pin, set_pin;
    number (*open_session)(number, number, void *, void *, number *);
    number (*close_session)(number);
    any_call close_all, session_info, get_state, set_state;
    number (*login)(number, number, const unsigned char *, number);
    number (*logout)(number);
    any_call create, copy, destroy, size;
    number (*attributes)(number, number, attribute *, number);
    any_call set_attributes;
    number (*find_init)(number, attribute *, number);
    number (*find)(number, number *, number, number *);
    number (*find_final)(number);
    any_call encrypt_init, encrypt, encrypt_update, encrypt_final, decrypt_init, decrypt, decrypt_update, decrypt_final;
    any_call digest_init, digest, digest_update, digest_key, digest_final;
    number (*sign_init)(number, mechanism *, number);
    number (*sign)(number, const unsigned char *, number, unsigned char *, number *);
} functions;

enum {
    FLAG_PRESENT = 1, SESSION_SERIAL = 4, USER = 1, ALREADY_INITIALIZED = 0x191, ALREADY_LOGGED_IN = 0x100,
    CLASS = 0, LABEL = 3, VALUE = 0x11, ID = 0x102, CLASS_CERTIFICATE = 1, CLASS_PRIVATE_KEY = 3,
    RSA_PKCS = 1, ECDSA = 0x1041, PIN_FINAL_TRY = 0x20000, MOST_SLOTS = 64, MOST_OBJECTS = 16,
};

struct exhibit_token {
    functions *call;
    number session, flags;
};

static int has_label(const unsigned char padded[32], const char *label) {
    size_t length = strlen(label);
    if (length > 32 || memcmp(padded, label, length) != 0) return 0;
    for (size_t place = length; place < 32; place++)
        if (padded[place] != ' ') return 0;
    return 1;
}

long exhibit_token_open(const char *module, const char *label, exhibit_token **out) {
    *out = NULL;
    void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return EXHIBIT_TOKEN_NO_MODULE;
    number (*list)(functions **) = (number(*)(functions **))dlsym(library, "C_GetFunctionList");
    functions *call = NULL;
    if (list == NULL || list(&call) != 0 || call == NULL) return EXHIBIT_TOKEN_NO_MODULE;
    number status = call->initialize(NULL);
    if (status != 0 && status != ALREADY_INITIALIZED) return (long)status;
    number slots[MOST_SLOTS], count = MOST_SLOTS;
    if ((status = call->slot_list(1, slots, &count)) != 0) return (long)status;
    for (number place = 0; place < count && place < MOST_SLOTS; place++) {
        token_info info;
        memset(&info, 0, sizeof info);
        if (call->token_info(slots[place], &info) != 0) continue;
        if (label[0] != 0 && !has_label(info.label, label)) continue;
        number session;
        if ((status = call->open_session(slots[place], SESSION_SERIAL, NULL, NULL, &session)) != 0) return (long)status;
        exhibit_token *token = calloc(1, sizeof *token);
        if (token == NULL) return EXHIBIT_TOKEN_TOO_LONG;
        *token = (exhibit_token){call, session, info.flags};
        *out = token;
        return 0;
    }
    return EXHIBIT_TOKEN_NOT_FOUND;
}

long exhibit_token_login(exhibit_token *token, const unsigned char *pin, size_t pin_length) {
    if (token->flags & PIN_FINAL_TRY) return EXHIBIT_TOKEN_LAST_TRY;
    number status = token->call->login(token->session, USER, pin, pin_length);
    return status == ALREADY_LOGGED_IN ? 0 : (long)status;
}

// The one object of a class with this label, or with this identifier; -1 when there is none, or several.
static long one_object(exhibit_token *token, number class, const char *label, attribute *identifier, number *found) {
    attribute template[3] = {{CLASS, &class, sizeof class}};
    number filled = 1;
    if (label != NULL && label[0] != 0) template[filled++] = (attribute){LABEL, (void *)label, strlen(label)};
    if (identifier != NULL) template[filled++] = *identifier;
    number status = token->call->find_init(token->session, template, filled);
    if (status != 0) return (long)status;
    number objects[MOST_OBJECTS], count = 0;
    status = token->call->find(token->session, objects, MOST_OBJECTS, &count);
    token->call->find_final(token->session);
    if (status != 0) return (long)status;
    if (count != 1) return -1;
    *found = objects[0];
    return 0;
}

long exhibit_token_certificate(exhibit_token *token, const char *label, unsigned char *out, size_t *length) {
    number object;
    long status = one_object(token, CLASS_CERTIFICATE, label, NULL, &object);
    if (status != 0) return status == -1 ? EXHIBIT_TOKEN_NO_CERTIFICATE : status;
    attribute value = {VALUE, NULL, 0};
    number got = token->call->attributes(token->session, object, &value, 1);
    if (got != 0) return (long)got;
    if (value.length > *length) return EXHIBIT_TOKEN_TOO_LONG;
    value.value = out;
    got = token->call->attributes(token->session, object, &value, 1);
    *length = value.length;
    return (long)got;
}

long exhibit_token_sign(
    exhibit_token *token, const char *label, int is_rsa, const unsigned char digest[32], unsigned char *out, size_t *length) {
    // DigestInfo of SHA-256 (RFC 8017, section 9.2).
    static const unsigned char prefix[19] = {
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    unsigned char identifier[256], input[51];
    number object;
    long status = one_object(token, CLASS_CERTIFICATE, label, NULL, &object);
    if (status != 0) return status == -1 ? EXHIBIT_TOKEN_NO_CERTIFICATE : status;
    attribute id = {ID, identifier, sizeof identifier};
    number got = token->call->attributes(token->session, object, &id, 1);
    if (got != 0) return (long)got;
    status = one_object(token, CLASS_PRIVATE_KEY, NULL, &id, &object);
    if (status != 0) return status == -1 ? EXHIBIT_TOKEN_NO_KEY : status;
    mechanism how = {is_rsa ? RSA_PKCS : ECDSA, NULL, 0};
    if ((got = token->call->sign_init(token->session, &how, object)) != 0) return (long)got;
    memcpy(input, prefix, sizeof prefix);
    memcpy(input + sizeof prefix, digest, 32);
    number size = *length;
    got = is_rsa ? token->call->sign(token->session, input, sizeof input, out, &size)
                 : token->call->sign(token->session, digest, 32, out, &size);
    *length = size;
    return (long)got;
}

void exhibit_token_close(exhibit_token *token) {
    if (token == NULL) return;
    token->call->logout(token->session);
    token->call->close_session(token->session);
    free(token);
}
