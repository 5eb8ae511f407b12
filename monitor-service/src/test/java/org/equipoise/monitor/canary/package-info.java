/** Tests of canary. */
@NullMarked
package org.equipoise.monitor.canary;

import org.jspecify.annotations.NullMarked;
