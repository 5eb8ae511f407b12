/** The consumer of studies, the checking topology, and readers of the compacted logs. */
@NullMarked
package org.equipoise.ingest.kafka;

import org.jspecify.annotations.NullMarked;
