/** Meters that every service has. */
@NullMarked
package org.equipoise.common.metrics;

import org.jspecify.annotations.NullMarked;
