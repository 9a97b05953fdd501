// Linked like the registry, which declares no call to needs: this must not compile (see
// tests/CMakeLists.txt).
#include "binadaya/needs/v1/needs.rpc.h"
