/** Wiring: the object store, the clock, readiness. */
@NullMarked
package org.equipoise.augment.app;

import org.jspecify.annotations.NullMarked;
