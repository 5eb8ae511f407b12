/** Kafka Streams and topic readers around the core; they translate and store, and decide nothing. */
@NullMarked
package org.equipoise.monitor.kafka;

import org.jspecify.annotations.NullMarked;
