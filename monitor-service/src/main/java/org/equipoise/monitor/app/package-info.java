/** Wiring: the only producers of beans, and what happens at start and stop. */
@NullMarked
package org.equipoise.monitor.app;

import org.jspecify.annotations.NullMarked;
