/** What the phantoms promise: the same pixels everywhere, and classes that differ. */
@NullMarked
package org.equipoise.local.phantom;

import org.jspecify.annotations.NullMarked;
