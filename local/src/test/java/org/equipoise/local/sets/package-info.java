/** Sets are read as they are, and refused with the reason. */
@NullMarked
package org.equipoise.local.sets;

import org.jspecify.annotations.NullMarked;
