// QR codes, for Reporting.
#include <qrencode.h>
