// The decoder of the content coding zstd, for Codings.
#include <zstd.h>
