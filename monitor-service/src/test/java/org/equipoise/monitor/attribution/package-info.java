/** Tests of attribution. */
@NullMarked
package org.equipoise.monitor.attribution;

import org.jspecify.annotations.NullMarked;
