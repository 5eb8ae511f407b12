/** Tests of metrics. */
@NullMarked
package org.equipoise.monitor.metrics;

import org.jspecify.annotations.NullMarked;
