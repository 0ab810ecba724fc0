// A direct binding of the few calls of PKCS#11 (OASIS, version 2.40) that signing with a token needs. The module, a shared
// library of the token's maker, is loaded at run time.
#ifndef EXHIBIT_PKCS11_H
#define EXHIBIT_PKCS11_H
#include <stddef.h>

typedef struct exhibit_token exhibit_token;

// What went wrong, besides the return values of the standard, which begin at 1.
enum {
    EXHIBIT_TOKEN_NO_MODULE = -1,
    EXHIBIT_TOKEN_NOT_FOUND = -2,
    EXHIBIT_TOKEN_NO_KEY = -3,
    EXHIBIT_TOKEN_NO_CERTIFICATE = -4,
    EXHIBIT_TOKEN_TOO_LONG = -5,
    EXHIBIT_TOKEN_LAST_TRY = -6,
    EXHIBIT_TOKEN_KIND = -7,
};

/// Opens the token with this label (any when empty), and a session on it. 0, or what went wrong.
long exhibit_token_open(const char *module, const char *label, exhibit_token **token);

/// Logs in. Refused with EXHIBIT_TOKEN_LAST_TRY when a wrong PIN would lock the token.
long exhibit_token_login(exhibit_token *token, const unsigned char *pin, size_t pin_length);

/// The certificate with this label (the only one when empty), in DER.
long exhibit_token_certificate(exhibit_token *token, const char *label, unsigned char *out, size_t *length);

/// Signs a SHA-256 digest with the private key that has the certificate's identifier: `r || s` for ECDSA, PKCS#1 v1.5 for RSA.
long exhibit_token_sign(
    exhibit_token *token, const char *label, int is_rsa, const unsigned char digest[32], unsigned char *out, size_t *length);

/// Logs out and closes; the module stays loaded.
void exhibit_token_close(exhibit_token *token);

#endif
