/** The service's meters. */
@NullMarked
package org.equipoise.augment.metrics;

import org.jspecify.annotations.NullMarked;
