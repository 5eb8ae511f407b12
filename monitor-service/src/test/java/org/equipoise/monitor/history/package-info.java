/** Tests of history. */
@NullMarked
package org.equipoise.monitor.history;

import org.jspecify.annotations.NullMarked;
