/** What differs between two frozen versions of a dataset. */
@NullMarked
package org.equipoise.common.comparing;

import org.jspecify.annotations.NullMarked;
