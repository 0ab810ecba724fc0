// What Wire uses of libssl, and functions for its macros, which Swift cannot call.
#include <openssl/ct.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>

/// What every context of ours has: TLS 1.2 or 1.3, no tickets, no resumption, no compression, no renegotiation.
static inline int exhibit_context_prepare(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    // With AUTO_RETRY a read that meets only a session ticket of TLS 1.3 would block although poll said "readable".
    SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, 128 << 10);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

/// The server name that the ClientHello shows.
static inline int exhibit_set_server_name(SSL *ssl, const char *name) { return (int)SSL_set_tlsext_host_name(ssl, name); }

/// Asks the server for its OCSP response.
static inline int exhibit_request_ocsp(SSL *ssl) { return (int)SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp); }

/// The OCSP response that the server stapled; stays the connection's.
static inline long exhibit_stapled_ocsp(SSL *ssl, const unsigned char **start) {
    return SSL_get_tlsext_status_ocsp_resp(ssl, (unsigned char **)start);
}

/// Asks for signed certificate timestamps; what they say does not decide the handshake.
static inline int exhibit_request_scts(SSL *ssl) { return SSL_enable_ct(ssl, SSL_CT_VALIDATION_PERMISSIVE); }

static inline int exhibit_scts_count(SSL *ssl) {
    const STACK_OF(SCT) *scts = SSL_get0_peer_scts(ssl);
    return scts == NULL ? 0 : sk_SCT_num(scts);
}

/// The timestamp in the form of RFC 6962, section 3.2; the caller frees it with `exhibit_free`.
static inline int exhibit_sct_at(SSL *ssl, int index, unsigned char **bytes) {
    *bytes = NULL;
    return i2o_SCT(sk_SCT_value(SSL_get0_peer_scts(ssl), index), bytes);
}

static inline void exhibit_free(void *bytes) { OPENSSL_free(bytes); }

static inline int exhibit_chain_count(const STACK_OF(X509) *chain) { return chain == NULL ? 0 : sk_X509_num(chain); }
static inline X509 *exhibit_chain_at(const STACK_OF(X509) *chain, int index) { return sk_X509_value(chain, index); }

static inline void exhibit_set_message_callback(
    SSL *ssl, void (*callback)(int, int, int, const void *, size_t, SSL *, void *), void *argument) {
    SSL_set_msg_callback(ssl, callback);
    SSL_set_msg_callback_arg(ssl, argument);
}

/// Adds a certificate to the chain that a server context sends; the context takes a reference of its own.
static inline int exhibit_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

static inline int exhibit_select_http11(
    SSL *ssl, const unsigned char **out, unsigned char *outLength, const unsigned char *in, unsigned int inLength, void *argument) {
    (void)ssl;
    (void)argument;
    for (unsigned int place = 0; place + 1 <= inLength; place += 1u + in[place]) {
        if (in[place] == 8 && place + 9 <= inLength && memcmp(in + place + 1, "http/1.1", 8) == 0) {
            *out = in + place + 1;
            *outLength = 8;
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_NOACK;
}

/// A server context answers with `http/1.1`, the only protocol that is recorded.
static inline void exhibit_answer_http11(SSL_CTX *context) { SSL_CTX_set_alpn_select_cb(context, exhibit_select_http11, NULL); }

/// Whether the last error of this thread is that the peer went away without saying so (RFC 8446, section 6.1).
static inline int exhibit_is_unexpected_end(void) {
    return ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}
