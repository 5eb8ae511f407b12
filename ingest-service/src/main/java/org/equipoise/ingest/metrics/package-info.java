/** Every meter of the service, named in one place. */
@NullMarked
package org.equipoise.ingest.metrics;

import org.jspecify.annotations.NullMarked;
