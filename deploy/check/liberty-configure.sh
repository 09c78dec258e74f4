#!/bin/sh
# The image of the vendor starts and ends the server here, for the archive of the classes that OpenJ9
# loads then. Debian's Java has no such archive; but that the server starts, with no settings and
# nobody to call, is tried: if it does not, the vendor's script waits for ever.
set -e
timeout 300 /opt/ol/wlp/bin/server start
/opt/ol/wlp/bin/server stop
rm -rf /logs/* /opt/ol/wlp/output/defaultServer/workarea
