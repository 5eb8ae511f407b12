/** How fast and how lean the monitor watches, through Kafka Streams with exactly-once. */
@NullMarked
package org.equipoise.bench.monitor;

import org.jspecify.annotations.NullMarked;
