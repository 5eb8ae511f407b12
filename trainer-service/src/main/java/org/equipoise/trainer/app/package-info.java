/** Puts the service together: configuration, the object store, the clock, health, and the beans of each role. */
@NullMarked
package org.equipoise.trainer.app;

import org.jspecify.annotations.NullMarked;
