/** Rules that every package of the service keeps. */
@NullMarked
package org.equipoise.trainer;

import org.jspecify.annotations.NullMarked;
