/** The machine, the home and the services' processes. */
@NullMarked
package org.equipoise.local.stack;

import org.jspecify.annotations.NullMarked;
