// What Hashing uses of libcrypto, and functions for its macros, which Swift cannot call.
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ct.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

/// EVP_EC_gen is a macro over a variadic function.
static inline EVP_PKEY *exhibit_generate_ec(const char *curve) { return EVP_EC_gen(curve); }
static inline EVP_PKEY *exhibit_generate_rsa(size_t bits) { return EVP_RSA_gen(bits); }

/// The bytes of a memory BIO, which stay the BIO's.
static inline long exhibit_bio_bytes(BIO *bio, unsigned char **start) { return BIO_get_mem_data(bio, (char **)start); }

static inline STACK_OF(X509) *exhibit_certificates_new(void) { return sk_X509_new_null(); }
static inline int exhibit_certificates_push(STACK_OF(X509) *stack, X509 *certificate) { return sk_X509_push(stack, certificate); }
static inline int exhibit_certificates_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *exhibit_certificates_at(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }
/// Frees the stack and takes back one reference of each certificate in it.
static inline void exhibit_certificates_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

static inline int exhibit_signers_count(CMS_ContentInfo *cms) {
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
    return signers == NULL ? 0 : sk_CMS_SignerInfo_num(signers);
}
static inline CMS_SignerInfo *exhibit_first_signer(CMS_ContentInfo *cms) {
    return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
}

/// One line, RFC 2253, in UTF-8.
static inline unsigned long exhibit_name_flags(void) { return XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB; }

/// The certificates inside an OCSP response need no purpose of TLS; the time is that for which they are checked.
static inline void exhibit_store_set_time(X509_STORE *store, time_t time) {
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), time);
}

/// How many purposes the extended key usage names, known or not; 0 without that extension.
static inline int exhibit_extended_uses_count(const X509 *certificate) {
    EXTENDED_KEY_USAGE *uses = (EXTENDED_KEY_USAGE *)X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
    int count = uses == NULL ? 0 : sk_ASN1_OBJECT_num(uses);
    EXTENDED_KEY_USAGE_free(uses);
    return count;
}

/// The DNS names of a certificate, as many as fit, each ended by a zero byte; gives how many there are in all.
static inline int exhibit_dns_names(const X509 *certificate, char *out, size_t size) {
    GENERAL_NAMES *names = (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    int count = 0;
    size_t used = 0;
    for (int index = 0; index < sk_GENERAL_NAME_num(names); index++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        if (name->type != GEN_DNS) continue;
        count++;
        size_t length = (size_t)ASN1_STRING_length(name->d.dNSName);
        if (used + length + 1 >= size) continue;
        for (size_t place = 0; place < length; place++) {
            char one = (char)ASN1_STRING_get0_data(name->d.dNSName)[place];
            out[used++] = one > 0x20 && one < 0x7F ? one : '?';
        }
        out[used++] = 0;
    }
    if (used < size) out[used] = 0;
    GENERAL_NAMES_free(names);
    return count;
}

/// Appends an address, ended by a zero byte, when it fits and is printable; gives how many bytes are used then.
static inline size_t exhibit_append_address(const GENERAL_NAME *name, char *out, size_t used, size_t size) {
    if (name == NULL || name->type != GEN_URI) return used;
    size_t length = (size_t)ASN1_STRING_length(name->d.uniformResourceIdentifier);
    const unsigned char *bytes = ASN1_STRING_get0_data(name->d.uniformResourceIdentifier);
    if (length == 0 || used + length + 2 > size) return used;
    for (size_t place = 0; place < length; place++) {
        if (bytes[place] <= 0x20 || bytes[place] >= 0x7F) return used;
    }
    memcpy(out + used, bytes, length);
    out[used + length] = 0;
    return used + length + 1;
}

/// The addresses under an access method (NID_ad_OCSP, NID_ad_ca_issuers), or, for 0, of revocation lists; as many as fit,
/// each ended by a zero byte. Gives how many bytes were written.
static inline size_t exhibit_addresses(const X509 *certificate, int method, char *out, size_t size) {
    size_t used = 0;
    if (method != 0) {
        AUTHORITY_INFO_ACCESS *access = (AUTHORITY_INFO_ACCESS *)X509_get_ext_d2i(certificate, NID_info_access, NULL, NULL);
        for (int index = 0; index < sk_ACCESS_DESCRIPTION_num(access); index++) {
            const ACCESS_DESCRIPTION *one = sk_ACCESS_DESCRIPTION_value(access, index);
            if (OBJ_obj2nid(one->method) == method) used = exhibit_append_address(one->location, out, used, size);
        }
        AUTHORITY_INFO_ACCESS_free(access);
        return used;
    }
    CRL_DIST_POINTS *points = (CRL_DIST_POINTS *)X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);
    for (int index = 0; index < sk_DIST_POINT_num(points); index++) {
        const DIST_POINT_NAME *name = sk_DIST_POINT_value(points, index)->distpoint;
        if (name == NULL || name->type != 0) continue;
        for (int place = 0; place < sk_GENERAL_NAME_num(name->name.fullname); place++) {
            used = exhibit_append_address(sk_GENERAL_NAME_value(name->name.fullname, place), out, used, size);
        }
    }
    CRL_DIST_POINTS_free(points);
    return used;
}
