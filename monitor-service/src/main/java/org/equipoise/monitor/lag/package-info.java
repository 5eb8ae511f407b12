/** How many records wait for whom. */
@NullMarked
package org.equipoise.monitor.lag;

import org.jspecify.annotations.NullMarked;
