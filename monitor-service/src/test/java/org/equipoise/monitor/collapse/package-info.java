/** Tests of collapse. */
@NullMarked
package org.equipoise.monitor.collapse;

import org.jspecify.annotations.NullMarked;
