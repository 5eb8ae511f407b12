/** Every meter of this service, by name. */
@NullMarked
package org.equipoise.monitor.metrics;

import org.jspecify.annotations.NullMarked;
