/** Everything known about one model version: its answers, its tests, its alerts; one value that can be stored. */
@NullMarked
package org.equipoise.monitor.watch;

import org.jspecify.annotations.NullMarked;
