/** The architecture rules, applied to this service. */
@NullMarked
package org.equipoise.augment;

import org.jspecify.annotations.NullMarked;
