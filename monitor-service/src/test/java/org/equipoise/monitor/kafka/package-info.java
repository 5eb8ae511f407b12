/** Tests of kafka. */
@NullMarked
package org.equipoise.monitor.kafka;

import org.jspecify.annotations.NullMarked;
