// The PNG library's simplified interface, for Disclosure: it reports errors by its result, never by a jump.
#include <png.h>
