/** What the console draws over time: the last hour of every version, in memory. */
@NullMarked
package org.equipoise.monitor.history;

import org.jspecify.annotations.NullMarked;
