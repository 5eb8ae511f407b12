/** One half of a cycle. */
@NullMarked
package org.equipoise.planted.left;

import org.jspecify.annotations.NullMarked;
