// The one place where Boost.URL's own code is compiled: the library is used from its headers, nothing more to
// link.
#include <boost/url/src.hpp>
