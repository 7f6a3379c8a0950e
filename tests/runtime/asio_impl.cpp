// Asio's own code for this executable (BOOST_ASIO_SEPARATE_COMPILATION), which has no sockets and no layer
// that brings it.
#include <boost/asio/impl/src.hpp>
