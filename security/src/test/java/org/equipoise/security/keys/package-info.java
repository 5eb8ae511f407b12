/** Tests of the keys. */
@NullMarked
package org.equipoise.security.keys;

import org.jspecify.annotations.NullMarked;
