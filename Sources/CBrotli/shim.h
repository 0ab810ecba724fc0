// The decoder of the content coding br, for Codings.
#include <brotli/decode.h>
