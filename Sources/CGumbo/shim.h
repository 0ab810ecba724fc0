// The HTML parser, for Posts.
#include <gumbo.h>
