/** What an epoch promises. */
@NullMarked
package org.equipoise.augment.planning;

import org.jspecify.annotations.NullMarked;
