/** The other half of a cycle. */
@NullMarked
package org.equipoise.planted.right;

import org.jspecify.annotations.NullMarked;
