/** How many records could not be handled, and why the last one could not. */
@NullMarked
package org.equipoise.monitor.deadletters;

import org.jspecify.annotations.NullMarked;
