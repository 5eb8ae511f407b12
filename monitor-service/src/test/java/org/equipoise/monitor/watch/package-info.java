/** Tests of watch. */
@NullMarked
package org.equipoise.monitor.watch;

import org.jspecify.annotations.NullMarked;
