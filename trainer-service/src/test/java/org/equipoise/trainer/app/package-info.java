/** The service's configuration and wiring. */
@NullMarked
package org.equipoise.trainer.app;

import org.jspecify.annotations.NullMarked;
